import { expect, it } from 'vitest';
import { disturbances, HONEST } from './training.ts';
import { type Seen, verdict } from './verdict.ts';

const well: Seen = {
  pidBefore: 1,
  pidAfter: 1,
  alive: true,
  agentsGone: [],
  rssBefore: 200e6,
  rssAfter: 215e6,
  sites: 4,
  doorsBefore: { sessions: 4, handshakes: 0, sockets: 6 },
  doorsAfter: { sessions: 4, handshakes: 0, sockets: 6 },
  rounds: 9,
  disturbances: [],
  modelsAlone: ['a', 'b'],
  modelsUnderFire: ['a', 'b'],
  faults: [],
};

const failed = (change: Partial<Seen>): readonly string[] =>
  verdict(1.1, { ...well, ...change })
    .filter(({ ok }) => !ok)
    .map(({ name }) => name);

it('nothing is wrong with a federation that nobody could disturb', () => {
  expect(failed({})).toEqual([]);
  // The member of the federation was away for a moment before.
  expect(failed({ doorsBefore: { sessions: 3, handshakes: 0, sockets: 6 } })).toEqual([]);
  const untold = { sessions: 4, handshakes: 0, sockets: undefined };
  expect(failed({ doorsBefore: untold, doorsAfter: untold })).toEqual([]);
});

it.each<[string, Partial<Seen>]>([
  ['the coordinator lives', { alive: false }],
  ['the coordinator lives', { pidAfter: 2 }],
  ['the honest agents live', { agentsGone: ['park'] }],
  ['memory is back within 10 %', { rssAfter: 221e6 }],
  ['memory is back within 10 %', { rssAfter: Number.NaN }],
  ['no socket is left over', { doorsAfter: { sessions: 4, handshakes: 0, sockets: 7 } }],
  ['no socket is left over', { doorsAfter: { sessions: 5, handshakes: 0, sockets: 6 } }],
  ['no socket is left over', { doorsAfter: { sessions: 4, handshakes: 1, sockets: 6 } }],
  ['every honest site counted in every round', { disturbances: ['run round 1.1: park late LATE'] }],
  ['every honest site counted in every round', { rounds: 0 }],
  ['the models are those of the same run alone', { modelsUnderFire: ['a', 'c'] }],
  ['the models are those of the same run alone', { modelsUnderFire: ['a'] }],
  ['the models are those of the same run alone', { modelsAlone: [], modelsUnderFire: [] }],
  ['no fault of its own', { faults: ['TypeError'] }],
])('says that not: %s', (name, change) => {
  expect(failed(change)).toEqual([name]);
});

const member = (site: string, outcome: 'counted' | 'late') => ({
  site,
  outcome,
  code: outcome === 'late' ? 'LATE' : '',
  reason: '',
  examples: 36,
  bytesUp: 1,
  bytesDown: 1,
});
const round = (
  number: number,
  members: readonly ReturnType<typeof member>[],
  status: 'applied' | 'abandoned',
) => ({
  round: number,
  attempt: 1,
  status,
  seconds: 1,
  bytesUp: 1,
  bytesDown: 1,
  evaluationBytesDown: 0,
  members: [...members],
  sum: null,
  central: null,
  federated: null,
  bySite: {},
  model: null,
});
const counted = HONEST.map((site) => member(site, 'counted'));
const run = (history: readonly ReturnType<typeof round>[], status: 'running' | 'failed' = 'running') => ({
  id: 'run',
  task: 'iris-species',
  status,
  reason: '',
  round: 1,
  rounds: 9,
  accuracy: null,
  loss: null,
  evaluated: null,
  waitsForPerson: false,
  model: null,
  createdAt: '2026-11-21T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  planHash: null,
  secureAggregation: 'off' as const,
  taskText: '',
  history: [...history],
  sites: [],
});

it('a round in which an honest site did not count, or that was tried again, is a disturbance', () => {
  expect(disturbances([run([round(1, counted, 'applied')])])).toEqual([]);
  const late = [...counted.slice(1), member(HONEST[0] ?? '', 'late')];
  expect(disturbances([run([round(1, late, 'applied')])])).toEqual(['run round 1.1: garden late LATE']);
  expect(disturbances([run([round(1, counted.slice(1), 'applied')])])).toHaveLength(1);
  expect(disturbances([run([round(1, counted, 'abandoned')])])).toEqual(['run round 1.1 is abandoned']);
  expect(disturbances([run([], 'failed')])).toHaveLength(1);
});
