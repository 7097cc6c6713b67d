import type { Evaluation, Member, ModelVersion, Round } from '@muster/store';
import { describe, expect, it } from 'vitest';
import { historyOf } from './history.ts';

const ref = (round: number, attempt: number) => ({ run: 'r', round, attempt });
const round = (of: number, attempt: number, status: Round['status']): Round => ({
  ...ref(of, attempt),
  status,
  openedMs: 1,
  closedMs: 2,
  modelInHash: 'a',
  modelOutHash: null,
  figures: { seconds: 3 },
});
const member = (of: number, attempt: number, site: string, outcome: Member['outcome']): Member => ({
  ...ref(of, attempt),
  site,
  outcome,
  code: '',
  reason: '',
  weight: 7,
  updateHash: null,
  bytesUp: 1,
  bytesDown: 2,
  figures: {},
});
const evaluation = (of: number, kind: Evaluation['kind'], site: string): Evaluation => ({
  run: 'r',
  round: of,
  kind,
  site,
  examples: 4,
  lossSum: 2,
  confusion: [
    [1, 1],
    [0, 2],
  ],
  modelHash: 'a',
});
const model = (of: number): ModelVersion => ({
  id: `r:${of}`,
  run: 'r',
  round: of,
  hash: 'a',
  parentHash: null,
  planHash: 'p',
  layout: {},
  sizeBytes: 4,
  createdMs: 1,
  metrics: {},
});

describe('the history of a run', () => {
  it('has with each attempt its own members, and with the applied one what the model did', () => {
    const history = historyOf({
      sums: [],
      rounds: [round(1, 1, 'abandoned'), round(1, 2, 'committed'), round(2, 3, 'open')],
      members: [
        member(1, 1, 'a', 'abandoned'),
        member(1, 2, 'a', 'counted'),
        member(1, 2, 'b', 'late'),
        member(2, 3, 'a', null),
      ],
      evaluations: [evaluation(1, 'central', ''), evaluation(1, 'federated', 'b')],
      models: [model(1), model(0)],
    });
    expect(
      history.map(({ round: of, attempt, status, members, bySite, central, model: id }) => [
        `${of} ${attempt} ${status}`,
        members.map(({ site, outcome }) => `${site} ${outcome}`),
        Object.keys(bySite),
        central?.examples ?? null,
        id,
      ]),
    ).toEqual([
      ['1 1 abandoned', ['a abandoned'], [], null, null],
      ['1 2 applied', ['a counted', 'b late'], ['b'], 4, 'r:1'],
      ['2 3 open', [], [], null, null],
    ]);
    expect(history[1]?.federated).toMatchObject({ examples: 4 });
  });

  it('looks at each row once, whatever the number of rounds', () => {
    let looks = 0;
    const rounds = Array.from({ length: 50 }, (_, index) => round(index + 1, index + 1, 'committed'));
    const members = rounds.flatMap(({ round: of, attempt }) =>
      ['a', 'b'].map((site) => ({
        ...member(of, attempt, site, 'counted'),
        get round() {
          looks += 1;
          return of;
        },
      })),
    );
    const history = historyOf({ rounds, members, evaluations: [], models: [], sums: [] });
    expect(history.map(({ members: own }) => own.length)).toEqual(rounds.map(() => 2));
    expect(looks).toBe(members.length);
  });
});
