import { describe, expect, it } from 'vitest';
import { drive, REF, SITES, types } from '../round.fixture.ts';

function applying(centralEvaluation = false) {
  const round = drive({}, centralEvaluation);
  round.accept(...SITES);
  round.send('a', 'b', 'c', 'd');
  round.fail('e');
  round.work('aggregated');
  return round;
}

describe('apply', () => {
  it('makes the model, commits it, and only then tells who counted', () => {
    const round = applying();
    expect(types(round.applied())).toEqual(['commitRound']);
    const effects = round.work('committed');
    expect(types(effects)).toEqual([...Array(4).fill('publishOutcome'), 'recordRound']);
    expect(effects[0]).toMatchObject({
      site: 'a',
      modelHash: 'm1',
      outcome: { outcome: 'counted', updateHash: 'u-a' },
    });
    expect(round.state).toMatchObject({
      phase: 'ended',
      record: { result: 'committed', modelHash: 'm1', evaluation: null },
    });
    expect(round.outcomes()).toEqual([
      'a: counted',
      'b: counted',
      'c: counted',
      'd: counted',
      'e: failed TRAINING_FAILED',
    ]);
  });

  it('evaluates on the public test set where the task names one; figures that JSON cannot carry are dropped', () => {
    const round = applying(true);
    expect(types(round.applied())).toEqual(['evaluateModel']);
    const effects = round.feed({
      type: 'evaluated',
      nowMs: 5,
      ref: REF,
      metrics: { accuracy: 0.9, loss: Number.POSITIVE_INFINITY },
    });
    expect(effects).toMatchObject([
      { type: 'commitRound', evaluation: { ok: true, metrics: { accuracy: 0.9 } } },
    ]);
  });

  it('commits a model whose test set cannot be read, and says so', () => {
    const round = applying(true);
    round.applied();
    const why = { code: 'DATA_UNREADABLE', reason: 'gone' } as const;
    expect(round.feed({ type: 'evaluationUnavailable', nowMs: 5, ref: REF, ...why })).toMatchObject([
      { type: 'commitRound', evaluation: { ok: false, ...why } },
    ]);
  });

  it('takes each answer only when it was asked for', () => {
    const round = applying(true);
    const before = round.state;
    expect(round.work('committed')).toEqual([]);
    expect(round.work('aggregated')).toEqual([]);
    expect(round.feed({ type: 'evaluated', nowMs: 5, ref: REF, metrics: {} })).toEqual([]);
    expect(round.state).toEqual(before);
  });

  it('can be abandoned until the commit is asked for, not after', () => {
    const early = applying();
    early.abandon();
    expect(early.outcomes()[0]).toBe('a: abandoned CANCELLED');
    const under = applying();
    under.applied();
    expect(under.abandon()).toEqual([]);
    under.work('committed');
    expect(under.outcomes()[0]).toBe('a: counted');
  });

  it('holds what counts by a seal when the work fails, until a person lets it be done again or gives it up', () => {
    const failed = () => {
      const round = drive({}, false, { afterMs: 1, updatesMax: 1 });
      round.accept(...SITES);
      round.send('a', 'b', 'c');
      round.work('sealWritten');
      round.send('d');
      round.fail('e');
      round.work('aggregated');
      expect(round.workFails()).toEqual([]);
      expect(round.state).toMatchObject({
        phase: 'held',
        code: 'STORAGE_CORRUPT',
        members: [{}, {}, {}, {}],
      });
      return round;
    };
    const again = failed();
    expect(again.announce('a')).toMatchObject([{ type: 'confirmReceived', site: 'a' }]);
    expect(types(again.announce('e'))).toEqual(['refuseUpdate', 'repeatOutcome']);
    expect(again.workAgain()).toMatchObject([{ type: 'requestAggregation', members: [{}, {}, {}, {}] }]);
    again.workFails();
    expect(again.state).toMatchObject({ phase: 'held' });
    again.workAgain();
    again.work('aggregated');
    again.applied();
    again.work('committed');
    expect(again.outcomes().filter((text) => text.endsWith(': counted'))).toHaveLength(4);
    const given = failed();
    given.abandon();
    expect(given.outcomes()).toContain('a: abandoned CANCELLED');
  });

  it('counts nobody when the commit fails', () => {
    const round = applying();
    round.applied();
    round.feed({ type: 'workFailed', nowMs: 9, ref: REF, code: 'STORAGE_FAILED', reason: 'EIO' });
    expect(round.outcomes()[0]).toBe('a: abandoned STORAGE_FAILED');
  });
});
