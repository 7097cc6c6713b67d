/** @module A run under random sites, crashes and commands: it never goes on with less, never goes back, and can always finish. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SITES } from './round.fixture.ts';
import type { Held } from './round-restart.ts';
import { answersTo, driveRun, type GoodShell, type RunDriver } from './run.fixture.ts';
import { runWakeMs, stepRun } from './run.ts';
import { isRunOver, type RunEffect, type RunInput, type RunState } from './run-state.ts';
import { readRunState } from './saved-run.ts';

type Command =
  | { readonly do: 'answer'; readonly share: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'ready'; readonly sites: readonly string[] }
  | {
      readonly do: 'site';
      readonly type: 'siteConnected' | 'siteDisconnected' | 'siteRevoked';
      readonly site: string;
    }
  | { readonly do: 'restart'; readonly clockMs: number; readonly lost: readonly string[] }
  | { readonly do: 'resume'; readonly inNewAttempt: boolean }
  | { readonly do: 'workFails' };

const someCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('answer' as const), share: fc.constantFrom(0.4, 0.8, 1, 1) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ready' as const), sites: fc.subarray([...SITES]) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('site' as const),
      type: fc.constantFrom('siteConnected' as const, 'siteDisconnected' as const, 'siteRevoked' as const),
      site: fc.constantFrom(...SITES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      clockMs: fc.nat(1000),
      lost: fc.subarray([...SITES], { maxLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('resume' as const), inNewAttempt: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('workFails' as const) }) },
);

const shell: GoodShell = { accuracy: () => 0.5 };

/** Feeds a run, checking after each input what always holds; keeps the effects that nobody has answered yet. */
function guarded(run: RunDriver) {
  const pending: RunEffect[] = [];
  let lastRef = [0, 0];
  /** Of the open attempt, who was told `counted`. */
  const sealed = new Set<string>();
  const feed = (input: RunInput) => {
    const before = run.state;
    const context = run.context();
    const step = stepRun(before, input, context);
    const readBack = readRunState(JSON.parse(JSON.stringify(before)), before.run);
    expect(stepRun(readBack, input, context)).toEqual(step);
    run.state = step.state;
    check(before, step.state);
    for (const effect of step.effects) {
      pending.push(effect);
      if (effect.type === 'recordSeal') for (const { site } of effect.added) sealed.add(site);
      if (effect.type === 'recordRound') {
        const { result, code, outcomes } = effect.record;
        for (const { site, outcome } of outcomes)
          if (result === 'committed' && sealed.has(site)) expect(outcome).toBe('counted');
        // Only a person ends an attempt that somebody has counted in.
        if (result === 'abandoned' && sealed.size > 0) expect(code).toBe('CANCELLED');
        sealed.clear();
      }
      if (effect.type !== 'roundOpened') continue;
      const { ref, cohortSize } = effect.round;
      expect(cohortSize).toBeGreaterThanOrEqual(context.settings.quorum);
      expect(new Set(context.ready).size).toBeGreaterThanOrEqual(context.settings.quorum);
      expect(ref.round).toBe(step.state.committed + 1);
      // A pair (round, attempt) is never used twice, not even over a restart.
      expect(ref.round > (lastRef[0] ?? 0) || ref.attempt > (lastRef[1] ?? 0)).toBe(true);
      lastRef = [ref.round, ref.attempt];
    }
  };
  const check = (before: RunState, after: RunState) => {
    if (isRunOver(before)) expect(after).toEqual({ ...before, clockMs: after.clockMs });
    expect([before.committed, before.committed + 1]).toContain(after.committed);
    expect(after.committed === before.committed).toBe(
      after.modelHash === before.modelHash || before.status === 'queued',
    );
    const wake = runWakeMs(after);
    if (wake !== null) expect(wake).toBeGreaterThan(after.clockMs);
  };
  return { pending, feed, sealed };
}

function act(run: RunDriver, { pending, feed, sealed }: ReturnType<typeof guarded>, command: Command) {
  switch (command.do) {
    case 'answer': {
      const effects = pending.splice(0, Math.ceil(pending.length * command.share));
      for (const effect of effects) for (const input of answersTo(effect, run.nowMs, shell)) feed(input);
      break;
    }
    case 'wait':
      run.nowMs += command.ms;
      feed({ type: 'wake', nowMs: run.nowMs });
      break;
    case 'ready':
      run.ready = command.sites;
      feed({ type: 'readinessChanged', nowMs: run.nowMs });
      break;
    case 'site':
      feed({ type: command.type, nowMs: run.nowMs, site: command.site });
      break;
    case 'restart': {
      run.nowMs = command.clockMs;
      pending.length = 0; // what was asked for died with the process
      const saved = JSON.parse(JSON.stringify(run.state));
      expect(JSON.parse(JSON.stringify(readRunState(saved, run.state.run)))).toEqual(saved);
      feed({
        type: 'restarted',
        nowMs: run.nowMs,
        held: survivors(
          run.state,
          command.lost.filter((site) => !sealed.has(site)),
        ),
      });
      break;
    }
    case 'resume':
      feed({ type: 'resume', nowMs: run.nowMs, inNewAttempt: command.inNewAttempt });
      break;
    case 'workFails':
      if (run.state.status !== 'running') break;
      feed({
        type: 'workFailed',
        nowMs: run.nowMs,
        ref: run.state.round.ref,
        code: 'STORAGE_FULL',
        reason: 'no room',
      });
      break;
  }
}

/** The updates that the open attempt has received, but those that were lost. */
function survivors(state: RunState, lost: readonly string[]): Held {
  if (state.status !== 'running') return {};
  const { round } = state;
  const received =
    'seats' in round
      ? round.seats.entries.flatMap(([site, seat]) =>
          seat.stage === 'received' || seat.stage === 'counted'
            ? [[site, { updateHash: seat.updateHash, weight: seat.weight }] as const]
            : [],
        )
      : round.members.map(({ site, ...update }) => [site, update] as const);
  return Object.fromEntries(received.filter(([site]) => !lost.includes(site)));
}

describe('a run under random events', () => {
  it('never opens a round below quorum, uses no attempt twice, and ends when sites and disks are good again', () => {
    fc.assert(
      fc.property(
        fc.array(someCommand, { maxLength: 40 }),
        fc.constantFrom(0, 2),
        (commands, federatedEvery) => {
          const run = driveRun(
            { max: 3, maxAttempts: 3 },
            {
              federatedEvery,
              centralEvaluation: federatedEvery === 0,
              seal: { afterMs: 500, updatesMax: 4 },
            },
          );
          const guard = guarded(run);
          guard.feed({ type: 'start', nowMs: 0, modelHash: 'm0' });
          for (const command of commands) act(run, guard, command);
          // From here on all is well; what was on its way when things were bad may be lost for good.
          run.ready = SITES;
          for (let turn = 0; turn < 60 && !isRunOver(run.state); turn += 1) {
            act(run, guard, { do: 'resume', inNewAttempt: false });
            act(run, guard, { do: 'answer', share: 1 });
            if (guard.pending.length === 0) act(run, guard, { do: 'wait', ms: 101_000 });
          }
          expect(run.state).toMatchObject({ status: 'completed', committed: 3 });
        },
      ),
      { numRuns: 300 },
    );
  });
});
