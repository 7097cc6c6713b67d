import type { Session } from '@muster/transport';
import { expect, it } from 'vitest';
import { type ConnectedSite, Fleet } from './fleet.ts';

const run = 'r';
/** Of a session, the fleet looks at nothing but whether it is silent. */
function site(
  name: string,
  over: { dataset?: string; busyWith?: string; suspect?: boolean } = {},
): ConnectedSite {
  const { dataset = 'flowers', busyWith, suspect = false } = over;
  return {
    name,
    session: { suspect } as Session,
    clockSkewMs: 0,
    datasets: [dataset],
    engine: null,
    busyWith: busyWith === undefined ? undefined : { run: busyWith, round: 1, attempt: 1 },
    progress: undefined,
    lastSeenMs: 0,
  };
}

it('selects who is there, with the data and free, and says of the others what keeps them', () => {
  const fleet = new Fleet();
  expect(fleet.inWords('flowers', run)).toBe('no site is connected');
  fleet.add(site('a', { dataset: 'other' }), 0);
  expect(fleet.inWords('flowers', run)).toBe(
    '1 site is connected, which does not offer the data set "flowers"',
  );
  fleet.add(site('b', { dataset: 'another' }), 0);
  expect(fleet.inWords('flowers', run)).toBe('2 sites are connected, none offers the data set "flowers"');
  fleet.add(site('c', { busyWith: 'q' }), 0);
  fleet.add(site('d', { suspect: true }), 0);
  fleet.add(site('e', { busyWith: run }), 0);
  fleet.add(site('f'), 0);
  fleet.suspend('f');
  expect(fleet.ready('flowers', run)).toEqual(['e']);
  expect(fleet.inWords('flowers', run)).toBe(
    '6 sites are connected, of which 2 without the data set "flowers", 1 at work for another run, 1 silent, 1 suspended',
  );
});

it('tells a second agent with the same keys from one that comes back after its network failed', () => {
  const fleet = new Fleet();
  const minute = 60_000;
  for (let at = 0; at < 5; at += 1) fleet.add(site('cut', { suspect: true }), at);
  expect(fleet.contended('cut', 5)).toBe(0);
  for (let at = 0; at < 4; at += 1) {
    expect(fleet.contended('twin', at)).toBe(0);
    fleet.add(site('twin'), at * minute);
  }
  expect(fleet.contended('twin', 3 * minute)).toBe(3);
  expect(fleet.contended('twin', 31 * minute)).toBe(0);
  const same = site('once');
  for (let at = 0; at < 5; at += 1) expect(fleet.add(same, at)).toBeUndefined();
  expect(fleet.contended('once', 5)).toBe(0);
});
