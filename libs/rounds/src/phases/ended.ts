/** @module The end of an attempt: committed or abandoned, with one outcome for every selected site. */
import type { CentralEvaluation, RoundEffect, RoundRecord } from '../effect.ts';
import { abandoned, atShortfall, endSeats, type Why } from '../endings.ts';
import type { FrozenRound } from '../frozen-round.ts';
import type { OpenRound, RoundHead } from '../open-round.ts';
import { listOutcomes, type Outcome } from '../outcome.ts';
import { publish } from '../seat.ts';
import type { Seats } from '../seats.ts';

export interface EndedState {
  readonly phase: 'ended';
  readonly record: RoundRecord;
}

interface Ending {
  readonly state: EndedState;
  readonly effects: readonly RoundEffect[];
}

/** Below quorum at the deadline, or with the quorum out of reach. */
export function abandonShort(round: OpenRound, reason: string, nowMs: number): Ending {
  const why: Why = { code: 'QUORUM_NOT_REACHED', reason };
  const atDeadline = nowMs >= round.deadlineAtMs;
  const { seats, effects } = endSeats(round.ref, round.seats, (seat) => atShortfall(seat, why, atDeadline));
  return end(round, why, outcomesOf(seats), effects, nowMs);
}

/** Stopped from outside (cancelled, restarted) while updates could still come. */
export function abandonOpen(round: OpenRound, why: Why, nowMs: number): Ending {
  const { seats, effects } = endSeats(round.ref, round.seats, (seat) => abandoned(seat, why));
  return end(round, why, outcomesOf(seats), effects, nowMs);
}

/** Stopped after the close: nothing was committed, so nobody has counted. */
export function abandonFrozen(round: FrozenRound, why: Why, nowMs: number): Ending {
  const left = round.members.map(({ site, updateHash }): [string, Outcome] => [
    site,
    { outcome: 'abandoned', code: why.code, reason: why.reason, updateHash },
  ]);
  const effects = left.map(([site, outcome]) => publish(round.ref, site, outcome));
  return end(round, why, { ...round.outcomes, ...Object.fromEntries(left) }, effects, nowMs);
}

/** The commit is through: the members have counted and may be told. */
export function commitFrozen(
  round: FrozenRound,
  modelHash: string,
  evaluation: CentralEvaluation,
  nowMs: number,
): Ending {
  const counted = round.members.map(({ site, updateHash }): [string, Outcome] => [
    site,
    { outcome: 'counted', code: '', reason: '', updateHash },
  ]);
  const record: RoundRecord = {
    ref: round.ref,
    result: 'committed',
    code: '',
    reason: '',
    modelHash,
    evaluation,
    openedAtMs: round.openedAtMs,
    endedAtMs: nowMs,
    outcomes: listOutcomes({ ...round.outcomes, ...Object.fromEntries(counted) }),
  };
  const effects = counted.map(([site, outcome]) => publish(round.ref, site, outcome, modelHash));
  return { state: { phase: 'ended', record }, effects: [...effects, { type: 'recordRound', record }] };
}

function end(
  round: RoundHead,
  why: Why,
  outcomes: Readonly<Record<string, Outcome>>,
  effects: readonly RoundEffect[],
  nowMs: number,
): Ending {
  const record: RoundRecord = {
    ref: round.ref,
    result: 'abandoned',
    code: why.code,
    reason: why.reason,
    modelHash: '',
    evaluation: null,
    openedAtMs: round.openedAtMs,
    endedAtMs: nowMs,
    outcomes: listOutcomes(outcomes),
  };
  return { state: { phase: 'ended', record }, effects: [...effects, { type: 'recordRound', record }] };
}

function outcomesOf(seats: Seats): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(
    seats.entries.flatMap(([site, seat]) => (seat.stage === 'ended' ? [[site, seat.outcome]] : [])),
  );
}
