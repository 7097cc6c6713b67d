import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkCoordinator } from '@muster/coordinator';
import type { Offer } from '@muster/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CoordinatorHome } from './coordinator-home.ts';
import { SteadfastSite, updateOf } from './steadfast-site.ts';
import { taskOf } from './task.ts';

const TASK = taskOf({
  rounds: { max: 2, cohort: 3, quorum: 1, deadlineS: 120, offerS: 30 },
  admission: { norm: { least: 2 } },
});
let home: CoordinatorHome;
const sites: SteadfastSite[] = [];
/** Until it resolves, the last site does not bring its update of the second round, which is open as long. */
let gate = Promise.withResolvers<void>();

beforeAll(async () => {
  home = await CoordinatorHome.make('quarantine: { strikes: 1000 }\n');
  await home.start();
  const isSecond = ({ ref }: Offer): boolean => ref?.round === 2;
  const updates = (name: string, scale: number) => ({
    makeUpdate: (offer: Offer, bytes: number) => {
      const { bytes: floats, weight } = updateOf(name, offer.ref?.round ?? 0, bytes);
      const factor = isSecond(offer) ? scale : 1;
      const scaled = Float32Array.from(new Float32Array(floats.buffer), (value) => factor * value);
      return { bytes: new Uint8Array(scaled.buffer), weight };
    },
    before: async (offer: Offer) => {
      if (name === 'slow' && isSecond(offer)) await gate.promise;
    },
  });
  for (const [name, scale] of [
    ['a', 1],
    ['odd', 1_000],
    ['slow', 1],
  ] as const)
    sites.push(new SteadfastSite(await home.enrol(name), updates(name, scale)));
  await Promise.all(sites.map((site) => site.connect()));
});

afterAll(async () => {
  for (const site of sites.splice(0)) site[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

async function untilConnected(): Promise<void> {
  await vi.waitFor(() => expect(sites.every(({ agent }) => !agent.session.closed)).toBe(true), {
    timeout: 10_000,
  });
}

/** With the coordinator armed; the run, whose second round waits for `slow`. */
async function begun(fault: string): Promise<string> {
  gate = Promise.withResolvers<void>();
  await home.stop();
  await home.start({ MUSTER_FAULT: fault });
  await untilConnected();
  return (await home.api.startRun(TASK, 'task.yaml')).id;
}

async function heldOf(run: string) {
  let held = await home.api.quarantine(run);
  await vi.waitFor(
    async () => {
      held = await home.api.quarantine(run);
      expect(held).toHaveLength(1);
    },
    { timeout: 30_000 },
  );
  return held[0];
}

/** How `odd` ended in the second round, once the run is over. Each file is named by a row, and each row has its file. */
async function ended(run: string): Promise<string | undefined> {
  gate.resolve();
  const { status, history } = await home.ended(run);
  expect([status, history.length]).toEqual(['completed', 2]);
  const kept = (await home.api.quarantine()).filter((update) => update.kept);
  expect(readdirSync(join(home.folder, 'data', 'quarantine'))).toHaveLength(kept.length);
  const { findings } = await checkCoordinator(home.folder);
  expect(findings.filter(({ severity }) => severity === 'broken')).toEqual([]);
  return history[1]?.members.find(({ site }) => site === 'odd')?.outcome;
}

describe('F1 kill -9 while a refused update is put away: the verdict stands, no file is without its row', () => {
  it.each([
    ['quarantine-moved', 0],
    ['quarantine-recorded', 1],
  ])('at %s', async (fault, records) => {
    const run = await begun(fault);
    await home.died();
    await home.start();
    await untilConnected();
    expect(await ended(run)).toBe('rejected');
    expect(await home.api.quarantine(run)).toHaveLength(records);
  });
});

describe('F1 kill -9 while a refused update is released: a second release goes on from there, and it counts', () => {
  it.each(['release-copied', 'release-received', 'release-decided'])('at %s', async (fault) => {
    const run = await begun(fault);
    const id = (await heldOf(run))?.id ?? '';
    await expect(home.api.release(id)).rejects.toThrow();
    await home.died();
    await home.start();
    await untilConnected();
    if (fault === 'release-decided') expect((await home.api.quarantined(id)).state).toBe('released');
    else expect(await home.api.release(id)).toMatchObject({ counts: true });
    expect(await ended(run)).toBe('counted');
  });
});
