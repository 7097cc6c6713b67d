import { describe, expect, it } from 'vitest';
import { carryOut, driveRun, type GoodShell } from './run.fixture.ts';

const good: GoodShell = { accuracy: (round) => round / 10 };
const ref = { run: 'r', round: 1, attempt: 1 };

function evaluating() {
  const run = driveRun({ max: 9, deadlineS: 100 }, { federatedEvery: 1 });
  const silent: GoodShell = { ...good };
  const opened = run.feed({ type: 'start', nowMs: 0, modelHash: 'm0' });
  const all = carryOut(
    { ...run, feed: (input) => (input.type === 'evaluationReceived' ? [] : run.feed(input)) },
    opened,
    silent,
  );
  return { run, asked: all.filter((effect) => effect.type === 'startEvaluation') };
}

const answer = (site: string, over = {}) =>
  ({
    type: 'evaluationReceived',
    nowMs: 5,
    site,
    ref,
    modelHash: 'm1',
    examples: 10,
    correct: 8,
    lossSum: 4,
    ...over,
  }) as const;

describe('federated evaluation', () => {
  it('asks every ready site about the committed model, every N rounds and after the last', () => {
    const run = driveRun({ max: 5 }, { federatedEvery: 2 });
    const all = carryOut(run, run.feed({ type: 'start', nowMs: 0, modelHash: 'm0' }), good);
    const rounds = all.flatMap((effect) =>
      effect.type === 'recordEvaluation' ? [effect.record.ref.round] : [],
    );
    expect(rounds).toEqual([2, 4, 5]);
  });

  it('judges the target by sites that make a quorum when there is no public test set', () => {
    const run = driveRun({ max: 9, target: { metric: 'accuracy', atLeast: 0.4 } }, { federatedEvery: 2 });
    carryOut(run, run.feed({ type: 'start', nowMs: 0, modelHash: 'm0' }), good);
    expect(run.state).toMatchObject({
      status: 'completed',
      target: 'reached',
      committed: 4,
      metrics: { accuracy: 0.4 },
    });
  });

  it('pools counts and sums, and records who is missing and why', () => {
    const { run, asked } = evaluating();
    expect(asked).toHaveLength(5);
    run.feed(answer('a'));
    run.feed(answer('b', { examples: 30, correct: 3, lossSum: 6 }));
    run.feed({
      type: 'evaluationFailed',
      nowMs: 5,
      site: 'c',
      ref,
      code: 'EGRESS_DENIED',
      reason: 'metrics stay',
    });
    run.feed({ type: 'siteRevoked', nowMs: 5, site: 'd' });
    expect(run.at(99_999)).toEqual([]);
    expect(run.at(100_000)[0]).toEqual({
      type: 'recordEvaluation',
      record: {
        ref,
        examples: 40,
        pooled: { accuracy: 11 / 40, loss: 0.25 },
        answered: [
          { site: 'a', examples: 10, correct: 8, lossSum: 4 },
          { site: 'b', examples: 30, correct: 3, lossSum: 6 },
        ],
        missing: [
          { site: 'c', code: 'EGRESS_DENIED', reason: 'metrics stay' },
          { site: 'd', code: 'SITE_REVOKED', reason: 'the operator revoked the site' },
          { site: 'e', code: 'TIMEOUT', reason: 'no answer by the deadline of the evaluation' },
        ],
      },
    });
    expect(run.state.status).toBe('running'); // the next round; two answers of a quorum of three judge nothing
    expect(run.state.metrics).toEqual({});
  });

  it.each([
    ['more right than there are', { correct: 11 }, 'INVALID_ARGUMENT'],
    ['no examples', { examples: 0, correct: 0 }, 'INVALID_ARGUMENT'],
    ['half an example', { examples: 9.5 }, 'INVALID_ARGUMENT'],
    ['a loss of NaN', { lossSum: Number.NaN }, 'INVALID_ARGUMENT'],
    ['another model', { modelHash: 'm0' }, 'MODEL_MISMATCH'],
  ])('takes no sums with %s', (_, over, code) => {
    const { run } = evaluating();
    run.feed(answer('a', over));
    expect(run.state).toMatchObject({ evaluation: { sites: { a: { stage: 'missing', code } } } });
  });

  it('hears each site once, and no stranger, and no other round', () => {
    const { run } = evaluating();
    run.feed(answer('a'));
    const before = run.state;
    run.feed(answer('a', { correct: 1 }));
    run.feed(answer('x'));
    run.feed(answer('b', { ref: { ...ref, round: 2 } }));
    expect(run.state).toEqual(before);
  });

  it('asks again when a site is back, also after a restart, with the time that is left', () => {
    const { run } = evaluating();
    run.feed({ type: 'wake', nowMs: 40_000 });
    run.feed({ type: 'restarted', nowMs: 7, held: {} });
    const asked = run.feed({ type: 'siteConnected', nowMs: 10_007, site: 'a' });
    expect(asked).toMatchObject([
      { type: 'startEvaluation', site: 'a', modelHash: 'm1', deadlineInMs: 50_000 },
    ]);
  });
});
