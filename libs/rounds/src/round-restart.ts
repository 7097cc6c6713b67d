/**
 * @module A round whose state was read back by a new process. It goes on under the same attempt: what was due in s seconds is due in s
 * seconds, sites are offered it again as they come back, and what the shell was doing is asked for again.
 */

import type { Member } from './effect.ts';
import { type CloseState, type FrozenRound, frozenOf, requestSum, type UnmaskState } from './frozen-round.ts';
import { headOf, type OpenRound, type RoundHead } from './open-round.ts';
import type { Outcome } from './outcome.ts';
import { abandonFrozen } from './phases/ended.ts';
import { askToPrepare } from './phases/prepare.ts';
import { requestUnmasking } from './phases/unmask.ts';
import type { ActiveRound, RoundStep } from './round.ts';
import { NOT_SEALING } from './seal.ts';
import { publish, type Seat, unreachable } from './seat.ts';
import { Seats } from './seats.ts';

/** Whole, admitted updates that survived with their bytes, and those in the sum that was sealed, by site. */
export type Held = Readonly<Record<string, { readonly updateHash: string; readonly weight: number }>>;

/** Sites find their way back within it: an open round lasts at least so long after a restart. */
export const RESTART_GRACE_MS = 10_000;

export interface Restart {
  /** Takes a time of the old process's clock to the new one's. */
  readonly shiftMs: number;
  readonly nowMs: number;
  readonly held: Held;
  readonly quorum: number;
}

export function restartRound(state: ActiveRound, { shiftMs, nowMs, held, quorum }: Restart): RoundStep {
  const head = shifted(state, shiftMs, nowMs);
  switch (state.phase) {
    case 'select': {
      // Who had not answered gets the whole time to answer again, as far as the round lasts.
      const offerMs = Math.max(RESTART_GRACE_MS, state.offerEndsAtMs - state.openedAtMs);
      const offerEndsAtMs = Math.max(state.offerEndsAtMs + shiftMs, nowMs + offerMs);
      return stay({ ...state, ...head, ...openAgain(state, nowMs, held), offerEndsAtMs });
    }
    case 'prepare': {
      const again = { ...state, ...head, ...openAgain(state, nowMs, held) };
      return { state: again, effects: [askToPrepare(again)] };
    }
    case 'train':
      return stay({ ...state, ...head, ...openAgain(state, nowMs, held) });
    case 'report': {
      const reportingSinceMs = state.reportingSinceMs + shiftMs;
      return stay({ ...state, ...head, ...openAgain(state, nowMs, held), reportingSinceMs });
    }
    case 'unmask':
      return unmaskAgain({ ...state, ...head, closedAtMs: state.closedAtMs + shiftMs }, nowMs, held);
    // The sum and the model in the making went with the process: both are made again of the same members, with the same bits.
    case 'close':
    case 'apply':
    // What had failed may succeed now.
    case 'held':
      return closeAgain(
        { ...state, ...head, closedAtMs: state.closedAtMs + shiftMs },
        { nowMs, held, quorum },
      );
    default:
      return unreachable(state);
  }
}

function shifted(round: RoundHead, shiftMs: number, nowMs: number): RoundHead {
  return {
    ...headOf(round),
    openedAtMs: round.openedAtMs + shiftMs,
    deadlineAtMs: Math.max(round.deadlineAtMs + shiftMs, nowMs + RESTART_GRACE_MS),
  };
}

/** What is received and not sealed is sealed at once: what survived one crash is not left to the next. */
function openAgain({ seats }: OpenRound, nowMs: number, held: Held): Pick<OpenRound, 'seats' | 'sealing'> {
  const again = seats.entries.map(([site, seat]) => [site, seatAgain(seat, heldOf(held, site))] as const);
  const open = Seats.of(again);
  return { seats: open, sealing: { ...NOT_SEALING, dueAtMs: open.count('received') > 0 ? nowMs + 1 : null } };
}

/**
 * Nobody is connected yet. What is here whole was received, though the state was saved before it came. A site that was told `received`
 * still has its bytes, and brings them again where ours are gone.
 */
function seatAgain(seat: Seat, held: Held[string] | undefined): Seat {
  if (seat.stage === 'ended' || seat.stage === 'counted') return seat;
  if (held && (seat.stage !== 'received' || seat.updateHash === held.updateHash))
    return { stage: 'received', updateHash: held.updateHash, weight: held.weight };
  return seat.stage === 'received' ? { stage: 'working', connected: false } : { ...seat, connected: false };
}

function heldOf(held: Held, site: string): Held[string] | undefined {
  return Object.hasOwn(held, site) ? held[site] : undefined;
}

/**
 * The same members are summed again. One whose bytes are gone was told `received` at most and is left out, as long as there is a quorum
 * without it; those who were sealed, and told `counted`, are one by themselves.
 */
function closeAgain(
  round: FrozenRound,
  { nowMs, held, quorum }: Pick<Restart, 'nowMs' | 'held' | 'quorum'>,
): RoundStep {
  const isHere = ({ site, updateHash }: Member): boolean => heldOf(held, site)?.updateHash === updateHash;
  const members = round.members.filter(isHere);
  const lost = round.members.filter((member) => !isHere(member));
  const names = lost.map(({ site }) => site).join(', ');
  const why = {
    code: 'STORAGE_CORRUPT',
    reason: `the update of ${names} did not outlast the restart`,
  } as const;
  if (members.length < quorum) return abandonFrozen(round, why, nowMs);
  const left = lost.map(({ site, updateHash }): [string, Outcome] => [
    site,
    { outcome: 'lost', ...why, updateHash },
  ]);
  const outcomes = { ...round.outcomes, ...Object.fromEntries(left) };
  const state: CloseState = { phase: 'close', ...frozenOf(round), members, outcomes };
  const told = left.map(([site, outcome]) => publish(round.ref, site, outcome));
  return { state, effects: [...told, requestSum(state)] };
}

/** Survivors may have signed this very set: it is this or none. */
function unmaskAgain(state: UnmaskState, nowMs: number, held: Held): RoundStep {
  const lost = state.members.filter(({ site, updateHash }) => heldOf(held, site)?.updateHash !== updateHash);
  if (lost.length === 0) return { state, effects: [requestUnmasking(state)] };
  const names = lost.map(({ site }) => site).join(', ');
  const reason = `the update of ${names} did not outlast the restart`;
  return abandonFrozen(state, { code: 'STORAGE_CORRUPT', reason }, nowMs);
}

function stay(state: ActiveRound): RoundStep {
  return { state, effects: [] };
}
