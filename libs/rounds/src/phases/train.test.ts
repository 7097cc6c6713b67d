import { describe, expect, it } from 'vitest';
import { drive, SITES } from '../round.fixture.ts';

function training() {
  const round = drive();
  round.accept(...SITES);
  return round;
}

describe('train', () => {
  it('goes to report with the first announced update', () => {
    const round = training();
    expect(round.announce('b')).toMatchObject([
      { type: 'receiveUpdate', site: 'b', updateHash: 'u-b', weight: 10 },
    ]);
    expect(round.state.phase).toBe('report');
  });

  it('records a failure of a site and goes on', () => {
    const round = training();
    round.fail('c');
    expect(round.state.phase).toBe('train');
    expect(round.outcomes()).toEqual(['c: failed TRAINING_FAILED']);
  });

  it('keeps the seat of a site that disconnects and offers again when it is back', () => {
    const round = training();
    round.gone('a');
    round.at(60_000);
    expect(round.back('a')).toMatchObject([{ type: 'sendOffer', site: 'a', deadlineInMs: 40_000 }]);
    round.send('a', 'b', 'c', 'd', 'e');
    expect(round.state.phase).toBe('close');
  });

  it('takes the refusal of an agent that restarted and thinks otherwise now', () => {
    const round = training();
    round.refuse('a');
    expect(round.outcomes()).toEqual(['a: refused POLICY_REFUSED']);
  });

  it('refuses a site that was not selected, and only when it brings an update', () => {
    const round = training();
    expect(round.announce('x')).toMatchObject([{ type: 'refuseUpdate', code: 'NOT_IN_COHORT' }]);
    for (const effects of [
      round.accept('x'),
      round.fail('x'),
      round.received('x'),
      round.back('x'),
      round.revoke('x'),
    ]) {
      expect(effects).toEqual([]);
    }
  });

  it('ends at the deadline without a single update: late, or lost without a connection', () => {
    const round = training();
    round.gone('e');
    round.at(100_000);
    expect(round.state).toMatchObject({ phase: 'ended', record: { code: 'QUORUM_NOT_REACHED' } });
    expect(round.outcomes()).toEqual([
      'a: late LATE',
      'b: late LATE',
      'c: late LATE',
      'd: late LATE',
      'e: lost SITE_LOST',
    ]);
  });
});
