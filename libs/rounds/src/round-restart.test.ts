import { describe, expect, it } from 'vitest';
import { asSaved, drive, LATE_SEAL, readRound, SITES, settings, types } from './round.fixture.ts';
import { type RoundState, stepRound } from './round.ts';
import { type Held, RESTART_GRACE_MS, restartRound } from './round-restart.ts';

const context = { settings: settings(), centralEvaluation: false, seal: LATE_SEAL, masking: null };
const held = (...sites: readonly string[]) =>
  Object.fromEntries(sites.map((site) => [site, { updateHash: `u-${site}`, weight: 10 }]));

/** The new process's clock begins elsewhere: at 5, when the old one's stood at `oldMs`. */
function restarted(state: RoundState, oldMs: number, survivors: Held) {
  if (state.phase === 'ended') throw new Error('a round that has ended is not restarted');
  // As a restart reads it.
  return restartRound(readRound(state), { shiftMs: 5 - oldMs, nowMs: 5, held: survivors, quorum: 3 });
}

const back = (state: RoundState, site: string) =>
  stepRound(state, { type: 'siteConnected', nowMs: 6, site }, context);

describe('a round that is open when its coordinator restarts', () => {
  it('goes on under the same attempt, and offers it to every site that comes back', () => {
    const round = drive();
    round.accept('a', 'b');
    round.at(4_000);
    const { state, effects } = restarted(round.state, 4_000, {});
    expect(effects).toEqual([]);
    expect(state).toMatchObject({ phase: 'select', ref: { attempt: 1 }, openedAtMs: 5 - 4_000 });
    for (const site of ['a', 'e'])
      expect(back(state, site).effects).toMatchObject([{ type: 'sendOffer', site, deadlineInMs: 95_999 }]);
  });

  it('lasts as long as it had left, and at least as long as sites need to come back', () => {
    const round = drive();
    round.accept(...SITES);
    expect(restarted(round.state, 40_000, {}).state).toMatchObject({ deadlineAtMs: 5 + 60_000 });
    expect(restarted(round.state, 99_999, {}).state).toMatchObject({ deadlineAtMs: 5 + RESTART_GRACE_MS });
    const offered = restarted(drive().state, 9_999, {}).state;
    expect(offered).toMatchObject({ phase: 'select', offerEndsAtMs: 5 + RESTART_GRACE_MS });
  });

  it('keeps what was received and has survived; what has not is asked for again', () => {
    const round = drive();
    round.accept(...SITES);
    round.send('a', 'b');
    round.announce('c');
    round.fail('d');
    const { state } = restarted(round.state, 1_000, {
      ...held('a'),
      b: { updateHash: 'another', weight: 10 },
    });
    expect(asSaved(state)).toMatchObject({
      phase: 'report',
      seats: {
        a: { stage: 'received', updateHash: 'u-a' },
        b: { stage: 'working', connected: false },
        c: { stage: 'announced', connected: false },
        d: { stage: 'ended', outcome: { outcome: 'failed' } },
        e: { stage: 'working', connected: false },
      },
    });
    const ref = { run: 'r', round: 1, attempt: 1 };
    const announced = (site: string) =>
      types(
        stepRound(
          state,
          { type: 'updateAnnounced', nowMs: 6, site, ref, updateHash: `u-${site}`, weight: 10 },
          context,
        ).effects,
      );
    expect([announced('a'), announced('b'), announced('c'), announced('d')]).toEqual([
      ['confirmReceived'],
      ['receiveUpdate'],
      ['receiveUpdate'],
      ['refuseUpdate'],
    ]);
  });
});

describe('an update that came after the state was saved', () => {
  it('was received when it is here whole, whatever its seat was; a part that had ended stays ended', () => {
    const round = drive();
    round.accept('a', 'b');
    round.announce('b', 'first');
    round.fail('c');
    const { state } = restarted(round.state, 1_000, held('a', 'b', 'c', 'e'));
    const received = (site: string) => ({ stage: 'received', updateHash: `u-${site}`, weight: 10 });
    expect(asSaved(state)).toMatchObject({
      seats: {
        a: received('a'),
        b: received('b'),
        c: { stage: 'ended' },
        d: { stage: 'offered' },
        e: received('e'),
      },
    });
  });
});

describe('a round that is closed when its coordinator restarts', () => {
  /** In each of the steps after the close. */
  const closed = {
    'while it is summed': () => {},
    'while its model is made': (round: ReturnType<typeof drive>) => void round.work('aggregated'),
    'while its model is evaluated': (round: ReturnType<typeof drive>) => {
      round.work('aggregated');
      round.applied();
    },
    'while it commits': (round: ReturnType<typeof drive>) => {
      round.work('aggregated');
      round.applied();
      round.feed({ type: 'evaluated', nowMs: 5, ref: { run: 'r', round: 1, attempt: 1 }, metrics: {} });
    },
  };

  it.each(Object.entries(closed))('%s: the same members are summed again', (_when, advance) => {
    const round = drive({}, true);
    round.accept(...SITES);
    const before = round.send(...SITES).at(-1);
    advance(round);
    const { state, effects } = restarted(round.state, 2_000, held(...SITES));
    expect(effects).toEqual([before]);
    expect(state).toMatchObject({ phase: 'close', closedAtMs: 5 - 2_000, closedBy: 'goal' });
    // Who comes now is late, who counts is told so.
    const ref = { run: 'r', round: 1, attempt: 1 };
    const word = {
      type: 'updateAnnounced',
      nowMs: 6,
      site: 'a',
      ref,
      updateHash: 'u-a',
      weight: 10,
    } as const;
    expect(types(stepRound(state, word, context).effects)).toEqual(['confirmReceived']);
  });

  it('counts without those whose bytes are gone, as long as there is a quorum: they were told `received` at most', () => {
    const round = drive();
    round.accept(...SITES);
    round.send(...SITES);
    const { state, effects } = restarted(round.state, 2_000, held('a', 'b', 'c', 'd'));
    expect(effects).toMatchObject([
      { type: 'publishOutcome', site: 'e', outcome: { outcome: 'lost', code: 'STORAGE_CORRUPT' } },
      { type: 'requestAggregation', members: ['a', 'b', 'c', 'd'].map((site) => ({ site })) },
    ]);
    expect(state).toMatchObject({ phase: 'close', outcomes: { e: { outcome: 'lost' } } });
  });

  it('is abandoned when more are gone than the quorum can spare', () => {
    const round = drive();
    round.accept(...SITES);
    round.send(...SITES);
    const { state, effects } = restarted(round.state, 2_000, held('a', 'd'));
    expect(types(effects)).toEqual([...Array(5).fill('publishOutcome'), 'recordRound']);
    expect(state).toMatchObject({
      phase: 'ended',
      record: { result: 'abandoned', code: 'STORAGE_CORRUPT' },
    });
  });
});
