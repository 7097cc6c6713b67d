import type { RoundRef } from '@muster/protocol';
import type { NewEvent } from '@muster/store';
import type { Session } from '@muster/transport';
import { expect, it } from 'vitest';
import { type ConnectedSite, Fleet } from '../fleet.ts';
import { ProgressNotices } from './progress.ts';

const open: RoundRef = { run: 'r', round: 2, attempt: 3 };
const told = (ref: RoundRef, phase = 'train') => ({
  ref,
  phase,
  fraction: 0.5,
  epoch: 1,
  step: 1,
  steps: 2,
  loss: Number.NaN,
  etaMs: 0,
});

function atWork(busyWith: RoundRef | undefined) {
  const fleet = new Fleet();
  const site: ConnectedSite = {
    name: 'a',
    session: {} as Session,
    clockSkewMs: 0,
    datasets: [],
    engine: null,
    busyWith,
    progress: undefined,
    lastSeenMs: 0,
  };
  fleet.add(site, 0);
  const clock = { nowMs: 0, monotonicMs: () => clock.nowMs, wallMs: () => 7 };
  const shown: NewEvent[] = [];
  const watchers = { passing: (event: NewEvent) => void shown.push(event) };
  const openAttempt = (run: string) => (run === open.run ? open : undefined);
  const notices = new ProgressNotices({ fleet, watchers, clock, openAttempt }, 'a');
  return { notices, shown, clock, site };
}

it('shows what a site says of the attempt that is open and that it has a part in', () => {
  const { notices, shown, site } = atWork(open);
  expect(notices.take(told(open))).toBe(true);
  expect(site.progress).toEqual({ phase: 'train', fraction: 0.5 });
  expect(shown).toMatchObject([
    { run: 'r', kind: 'site-progress', body: { site: 'a', round: 2, phase: 'train', loss: null } },
  ]);
});

it('drops what is about another attempt, another run, or comes from a site without a part', () => {
  const { notices, shown, site } = atWork(open);
  for (const other of [{ round: 1 }, { attempt: 2 }, { run: 'q' }])
    expect(notices.take(told({ ...open, ...other }))).toBe(false);
  expect(atWork(undefined).notices.take(told(open))).toBe(false);
  expect(atWork({ ...open, attempt: 2 }).notices.take(told({ ...open, attempt: 2 }))).toBe(false);
  expect([shown, site.progress]).toEqual([[], undefined]);
});

it('shows ten at once and two a second, whatever comes', () => {
  const { notices, shown, clock } = atWork(open);
  for (let count = 0; count < 1_000; count += 1) notices.take(told(open));
  expect(shown).toHaveLength(10);
  for (clock.nowMs = 0; clock.nowMs < 5_000; clock.nowMs += 10) notices.take(told(open));
  expect(shown).toHaveLength(19);
  clock.nowMs += 3_600_000;
  for (let count = 0; count < 1_000; count += 1) notices.take(told(open));
  expect(shown).toHaveLength(29);
});
