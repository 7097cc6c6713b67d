import { describe, expect, it } from 'vitest';
import { types } from './round.fixture.ts';
import { carryOut, driveRun, type GoodShell, type RunDriver } from './run.fixture.ts';
import { runWakeMs } from './run.ts';
import { readRunState } from './saved-run.ts';

const good: GoodShell = { accuracy: (round) => round / 10 };
const start = (run: RunDriver) => run.feed({ type: 'start', nowMs: run.nowMs, modelHash: 'm0' });
const readiness = (run: RunDriver, ...ready: readonly string[]) => {
  run.ready = ready;
  return run.feed({ type: 'readinessChanged', nowMs: run.nowMs });
};

const lastPause = (effects: ReturnType<RunDriver['feed']>) =>
  effects.findLast((effect) => effect.type === 'runPaused');

describe('a run', () => {
  it('commits rounds until its maximum, each from the model of the last', () => {
    const run = driveRun({ max: 3 });
    const all = carryOut(run, start(run), good);
    const records = all.flatMap((effect) => (effect.type === 'recordRound' ? [effect.record] : []));
    const bases = all.flatMap((effect) => (effect.type === 'applyAggregate' ? [effect.baseModelHash] : []));
    expect(bases).toEqual(['m0', 'm1', 'm2']);
    expect(records.map(({ modelHash }) => modelHash)).toEqual(['m1', 'm2', 'm3']);
    expect(run.state).toMatchObject({ status: 'completed', target: 'none', committed: 3, modelHash: 'm3' });
  });

  it('completes as soon as the target is reached on the public test set', () => {
    const run = driveRun(
      { max: 9, target: { metric: 'accuracy', atLeast: 0.2 } },
      { centralEvaluation: true },
    );
    const all = carryOut(run, start(run), good);
    expect(all.at(-1)).toEqual({
      type: 'runCompleted',
      target: 'reached',
      rounds: 2,
      metrics: { accuracy: 0.2, loss: 0.8 },
    });
  });

  it('says that the target was missed after the last round', () => {
    const run = driveRun(
      { max: 2, target: { metric: 'accuracy', atLeast: 0.97 } },
      { centralEvaluation: true },
    );
    carryOut(run, start(run), good);
    expect(run.state).toMatchObject({ status: 'completed', target: 'missed', metrics: { accuracy: 0.2 } });
  });

  it('ends a round on the first thing it hears after the deadline, whatever that is', () => {
    for (const input of [{ type: 'readinessChanged' }, { type: 'resume', inNewAttempt: false }] as const) {
      const run = driveRun({ deadlineS: 100 });
      start(run);
      run.nowMs = 100_500;
      const effects = run.feed({ ...input, nowMs: run.nowMs });
      expect(types(effects)).toContain('recordRound');
      expect(run.state.status).toBe('paused');
    }
  });

  it('waits for sites: for all that are wanted while it is patient, then for a quorum, never for less', () => {
    const run = driveRun({ gatherS: 10 });
    run.ready = [];
    expect(start(run)).toEqual([
      { type: 'runWaiting', reason: '0 of the 3 sites that the quorum needs are ready' },
    ]);
    expect(types(readiness(run, 'a', 'b'))).toEqual(['runWaiting']);
    expect(readiness(run, 'a', 'b', 'b', 'b')).toEqual([]);
    expect(types(readiness(run, 'a', 'b', 'c'))).toEqual(['runWaiting']);
    expect(runWakeMs(run.state)).toBe(10_000);
    expect(types(run.at(10_000))).toEqual(['roundOpened', 'sendOffer', 'sendOffer', 'sendOffer']);
  });

  it('starts at once when all that are wanted are ready, and waits for ever below the quorum', () => {
    const run = driveRun();
    run.ready = ['a', 'b'];
    start(run);
    run.at(1e9);
    expect(run.state.status).toBe('waiting');
    expect(runWakeMs(run.state)).toBeNull();
    expect(types(readiness(run, 'a', 'b', 'c', 'd', 'e'))[0]).toBe('roundOpened');
  });

  it('pauses below the quorum with the reason of every site, and tries again by itself, later each time', () => {
    const run = driveRun({ maxAttempts: 3, retryS: 5 });
    const refusing = { ...good, refusing: ['a', 'b', 'c'] };
    const first = lastPause(carryOut(run, start(run), refusing));
    expect(first).toMatchObject({
      type: 'runPaused',
      code: 'QUORUM_NOT_REACHED',
      failures: 1,
      retryInMs: 5_000,
    });
    expect(run.state).toMatchObject({
      status: 'paused',
      sites: [
        { site: 'a', outcome: 'refused', code: 'POLICY_REFUSED' },
        { site: 'b', outcome: 'refused' },
        { site: 'c', outcome: 'refused' },
        { site: 'd', outcome: 'abandoned', code: 'QUORUM_NOT_REACHED' },
        { site: 'e', outcome: 'abandoned' },
      ],
    });
    expect(run.at(4_999)).toEqual([]);
    expect(lastPause(carryOut(run, run.at(5_000), refusing))).toMatchObject({
      failures: 2,
      retryInMs: 10_000,
    });
    expect(lastPause(carryOut(run, run.at(15_000), refusing))).toMatchObject({
      failures: 3,
      retryInMs: null,
    });
    expect(run.at(1e9)).toEqual([]);
    expect(runWakeMs(run.state)).toBeNull();
    const resumed = carryOut(run, run.feed({ type: 'resume', nowMs: run.nowMs, inNewAttempt: false }), good);
    expect(resumed[0]).toMatchObject({ type: 'roundOpened', round: { ref: { round: 1, attempt: 4 } } });
    expect(run.state).toMatchObject({ status: 'completed', committed: 3 });
  });

  it('goes on trying by itself while a person at a site has yet to decide, and is done when the person has', () => {
    const run = driveRun({ maxAttempts: 2, retryS: 5 });
    const undecided = { ...good, refusing: ['a', 'b', 'c'], refusal: 'APPROVAL_PENDING' as const };
    let pause = lastPause(carryOut(run, start(run), undecided));
    for (let tries = 2; tries <= 12; tries += 1) {
      expect(pause?.retryInMs).toBeLessThanOrEqual(300_000);
      pause = lastPause(carryOut(run, run.at(run.nowMs + (pause?.retryInMs ?? 0)), undecided));
    }
    expect(pause).toMatchObject({ failures: 12, retryInMs: 300_000 });
    expect(readRunState(JSON.parse(JSON.stringify(run.state)), 'r')).toEqual(run.state);
    carryOut(run, run.at(run.nowMs + 300_000), good);
    expect(run.state).toMatchObject({ status: 'completed' });
  });

  it('retries a paused attempt only when a quorum is ready', () => {
    const run = driveRun();
    carryOut(run, start(run), { ...good, refusing: ['a', 'b', 'c'] });
    run.ready = ['a', 'b'];
    expect(run.at(60_000)).toEqual([]);
    expect(runWakeMs(run.state)).toBeNull();
    expect(types(readiness(run, 'a', 'b', 'c'))[0]).toBe('roundOpened');
  });

  it('cancels an open round: everybody abandoned, nobody counted', () => {
    const run = driveRun();
    start(run);
    const effects = run.feed({ type: 'cancel', nowMs: 5, reason: 'enough' });
    expect(types(effects)).toEqual([...Array(5).fill('publishOutcome'), 'recordRound', 'runCancelled']);
    expect(run.state).toMatchObject({ status: 'cancelled', reason: 'enough', committed: 0 });
    expect(start(run)).toEqual([]);
    expect(run.feed({ type: 'resume', nowMs: 6, inNewAttempt: false })).toEqual([]);
  });

  it('lets a commit that is under way finish before it is cancelled', () => {
    const run = driveRun({ max: 9 });
    const commit = untilCommit(run, start(run));
    expect(run.feed({ type: 'cancel', nowMs: 5, reason: 'enough' })).toEqual([]);
    expect(types(run.feed({ type: 'committed', nowMs: 6, ref: commit.ref })).slice(-2)).toEqual([
      'recordRound',
      'runCancelled',
    ]);
    expect(run.state).toMatchObject({ status: 'cancelled', committed: 1, modelHash: 'm1' });
  });

  describe('whose work fails when some have counted by a seal', () => {
    const held = () => {
      const run = driveRun({ max: 1 }, { seal: { afterMs: 0, updatesMax: 1 } });
      const queue = [...start(run)];
      for (let effect = queue.shift(); effect; effect = queue.shift()) {
        if (effect.type !== 'requestAggregation') {
          queue.unshift(...carryOutOne(run, effect)); // each site to the end before the next, and its seal
          continue;
        }
        const why = { code: 'STORAGE_CORRUPT', reason: 'the model has rotted' } as const;
        const paused = run.feed({ type: 'workFailed', nowMs: run.nowMs, ref: effect.ref, ...why });
        expect(paused).toMatchObject([{ type: 'runPaused', ...why, retryInMs: null }]);
      }
      expect(run.state).toMatchObject({ status: 'running', round: { phase: 'held' } });
      expect(runWakeMs(run.state)).toBeNull();
      return run;
    };
    const resume = (run: RunDriver, inNewAttempt: boolean) =>
      carryOut(run, run.feed({ type: 'resume', nowMs: run.nowMs, inNewAttempt }), good);
    const results = (effects: ReturnType<RunDriver['feed']>) =>
      effects.flatMap((effect) => (effect.type === 'recordRound' ? [effect.record] : []));

    it('keeps them, and does the work again when a person says so, or after a restart', () => {
      const run = held();
      expect(results(resume(run, false))).toMatchObject([{ result: 'committed', ref: { attempt: 1 } }]);
      const restarted = held();
      const { round } = restarted.state.status === 'running' ? restarted.state : {};
      const members = round && 'members' in round ? round.members : [];
      const again = restarted.feed({
        type: 'restarted',
        nowMs: 3,
        held: Object.fromEntries(members.map(({ site, ...update }) => [site, update])),
      });
      expect(results(carryOut(restarted, again, good))).toMatchObject([{ result: 'committed' }]);
    });

    it('gives them up, or stops, when a person says so', () => {
      const anew = held();
      expect(results(resume(anew, true))).toMatchObject([
        { result: 'abandoned', code: 'CANCELLED' },
        { result: 'committed', ref: { attempt: 2 } },
      ]);
      const stopped = held();
      stopped.feed({ type: 'cancel', nowMs: 5, reason: 'enough' });
      expect(stopped.state).toMatchObject({ status: 'cancelled', committed: 0 });
    });
  });

  it('tells a site that comes with a past round what is on record', () => {
    const run = driveRun({ max: 1 });
    carryOut(run, start(run), good);
    const ref = { run: 'r', round: 1, attempt: 1 };
    expect(
      run.feed({ type: 'updateAnnounced', nowMs: 9, site: 'a', ref, updateHash: 'u', weight: 1 }),
    ).toEqual([{ type: 'lookUpOutcome', ref, site: 'a', about: 'update' }]);
  });
});

describe('a run after a restart of its coordinator', () => {
  it('goes on with the open attempt, on the new clock', () => {
    const run = driveRun();
    run.nowMs = 1_000_000;
    start(run);
    run.ready = [];
    expect(run.feed({ type: 'restarted', nowMs: 77, held: {} })).toEqual([]);
    expect(run.state).toMatchObject({
      status: 'running',
      failures: 0,
      clockMs: 77,
      round: { ref: { round: 1, attempt: 1 }, openedAtMs: 77, deadlineAtMs: 100_077 },
    });
    expect(runWakeMs(run.state)).toBe(10_077);
    // The run ends as one that nobody disturbed.
    run.nowMs = 100;
    const back = ['a', 'b', 'c', 'd', 'e'].flatMap((site) => [
      ...run.feed({ type: 'siteConnected', nowMs: 100, site }),
    ]);
    run.ready = ['a', 'b', 'c', 'd', 'e'];
    carryOut(run, back, good);
    expect(run.state).toMatchObject({ status: 'completed', committed: 3, modelHash: 'm3' });
  });

  it('waits a little for all who are coming back before it opens the next round', () => {
    const run = driveRun({ max: 2 });
    const commit = untilCommit(run, start(run));
    run.nowMs = 50;
    run.gatherUntilMs = 10_050;
    run.ready = [];
    const held = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((site) => [site, { updateHash: `u-${site}-1-1`, weight: 10 }]),
    );
    const again = run.feed({ type: 'restarted', nowMs: 50, held });
    run.ready = ['a', 'b', 'c'];
    carryOut(run, [...again], good);
    expect(commit).toMatchObject({ ref: { round: 1, attempt: 1 } });
    expect(run.state).toMatchObject({ status: 'waiting', committed: 1, patientUntilMs: 10_050 });
    run.ready = ['a', 'b', 'c', 'd', 'e'];
    carryOut(run, run.feed({ type: 'readinessChanged', nowMs: 60 }), good);
    expect(run.state).toMatchObject({ status: 'completed', committed: 2 });
  });

  it('tries a closed round again whose updates are gone, as nobody’s failure', () => {
    const run = driveRun();
    untilCommit(run, start(run));
    run.ready = [];
    run.feed({ type: 'restarted', nowMs: 3, held: {} });
    expect(run.state).toMatchObject({
      status: 'waiting',
      failures: 0,
      committed: 0,
      attemptsOver: 1,
      modelHash: 'm0',
      patientUntilMs: 10_003,
    });
  });

  it('stops a run that was being stopped when its commit was cut off', () => {
    const run = driveRun();
    untilCommit(run, start(run));
    run.feed({ type: 'cancel', nowMs: 9, reason: 'enough' });
    expect(run.state).toMatchObject({ status: 'running', stopping: { as: 'cancelled' } });
    const effects = run.feed({ type: 'restarted', nowMs: 3, held: {} });
    expect(types(effects).slice(-2)).toEqual(['recordRound', 'runCancelled']);
    expect(run.state).toMatchObject({ status: 'cancelled', committed: 0, reason: 'enough' });
  });

  it('is due as long after the restart as it was before', () => {
    const run = driveRun({ retryS: 5 });
    carryOut(run, start(run), { ...good, refusing: ['a', 'b', 'c'] });
    run.feed({ type: 'restarted', nowMs: 9_000, held: {} });
    expect(runWakeMs(run.state)).toBe(14_000);
  });

  it('does not revive a run that is over', () => {
    const run = driveRun({ max: 1 });
    carryOut(run, start(run), good);
    expect(run.feed({ type: 'restarted', nowMs: 5, held: {} })).toEqual([]);
    expect(run.state.status).toBe('completed');
  });
});

function untilCommit(run: RunDriver, first: ReturnType<RunDriver['feed']>) {
  const queue = [...first];
  for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
    if (effect.type === 'commitRound') return effect;
    queue.push(...carryOutOne(run, effect));
  }
  throw new Error('no commit was asked for');
}

/** The answers to one effect only, so that the test can stop in between. */
function carryOutOne(run: RunDriver, effect: ReturnType<RunDriver['feed']>[number]) {
  const followed: ReturnType<RunDriver['feed']>[number][] = [];
  const spy: RunDriver = {
    ...run,
    feed: (input) => {
      followed.push(...run.feed(input));
      return [];
    },
  };
  carryOut(spy, [effect], good);
  return followed;
}
