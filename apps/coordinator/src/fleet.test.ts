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
    certificate: { name } as ConnectedSite['certificate'],
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
  fleet.add(site('a', { dataset: 'other' }));
  expect(fleet.inWords('flowers', run)).toBe(
    '1 site is connected, which does not offer the data set "flowers"',
  );
  fleet.add(site('b', { dataset: 'another' }));
  expect(fleet.inWords('flowers', run)).toBe('2 sites are connected, none offers the data set "flowers"');
  fleet.add(site('c', { busyWith: 'q' }));
  fleet.add(site('d', { suspect: true }));
  fleet.add(site('e', { busyWith: run }));
  fleet.add(site('f'));
  fleet.suspend('f');
  expect(fleet.ready('flowers', run)).toEqual(['e']);
  expect(fleet.inWords('flowers', run)).toBe(
    '6 sites are connected, of which 2 without the data set "flowers", 1 at work for another run, 1 silent, 1 suspended',
  );
});
