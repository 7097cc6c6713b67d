/**
 * @module The agent's side of secure aggregation as a pure state machine, a file to a phase (secure-aggregation.md, sections 1.5 and 1.11): a
 * check that fails ends its part in the round, by a signed abort with a code.
 */
import { MusterError } from '@muster/errors';
import { Refusal } from './abort-code.ts';
import * as aborted from './aborted.ts';
import * as advertised from './advertised.ts';
import type { ClientContext, ClientInput, ClientState, ClientStep } from './client-state.ts';
import * as idle from './idle.ts';
import * as masked from './masked.ts';
import * as revealed from './revealed.ts';
import * as rostered from './rostered.ts';
import { secretsOf } from './secrets.ts';
import * as signed from './signed.ts';

export const IDLE: ClientState = { phase: 'idle' };

/**
 * One step. Messages of another round are passed over; those that contradict what was said in this one end it. Throws nothing that the
 * coordinator could bring about.
 */
export function stepClient(state: ClientState, input: ClientInput, context: ClientContext): ClientStep {
  if (input.type === 'close') return close(state);
  try {
    if (isActive(state)) {
      if (input.nowMs > state.expiresAtMs)
        throw new Refusal('INTERNAL', 'the round was not over in its time');
      if (input.type === 'giveUp') throw new Refusal(input.code, input.detail);
    }
    return stepPhase(state, input, context);
  } catch (thrown) {
    const refusal = refusalFor(thrown);
    if (refusal === undefined) throw thrown;
    return aborted.abort(state, roundIdFor(state, input), refusal, context);
  }
}

/** When the agent wants its next `wake`; null while it waits for nothing. */
export function clientWakeMs(state: ClientState): number | null {
  if (!isActive(state)) return null;
  const { expiresAtMs } = state;
  const dueMs = state.phase === 'advertised' ? advertised.rosterDueMs(state) : expiresAtMs;
  return Math.min(dueMs, expiresAtMs) + 1;
}

function stepPhase(state: ClientState, input: ClientInput, context: ClientContext): ClientStep {
  switch (state.phase) {
    case 'idle':
      return idle.step(state, input, context);
    case 'advertised':
      return advertised.step(state, input, context);
    case 'rostered':
      return rostered.step(state, input, context);
    case 'masked':
      return masked.step(state, input, context);
    case 'signed':
      return signed.step(state, input);
    case 'revealed':
      return revealed.step(state, input);
    case 'aborted':
      return aborted.step(state, input);
    default:
      return state satisfies never;
  }
}

function isActive(state: ClientState): state is Exclude<ClientState, { phase: 'idle' | 'aborted' }> {
  return state.phase !== 'idle' && state.phase !== 'aborted';
}

/** Terms, keys and sets that cannot be used are the fault of whoever sent them. */
function refusalFor(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown;
  if (!(thrown instanceof MusterError)) return undefined;
  switch (thrown.code) {
    case 'SECAGG_REFUSED':
      return new Refusal('ROSTER_SIG', thrown.message);
    case 'SECAGG_COHORT_TOO_SMALL':
    case 'INVALID_ARGUMENT':
      return new Refusal('POLICY', thrown.message);
    default:
      return undefined;
  }
}

/** Which round is refused: also one that was never entered. */
function roundIdFor(state: ClientState, input: ClientInput): Uint8Array {
  if (isActive(state)) return state.roundId;
  return input.type === 'offer' ? idle.nameOf(input.offer) : new Uint8Array(32);
}

/** Whatever the round came to: nothing of it is kept. */
function close(state: ClientState): ClientStep {
  const secrets = secretsOf(state);
  if (state.phase === 'idle') return { state, effects: [] };
  return { state: IDLE, effects: [{ type: 'save' }, { type: 'wipe', secrets }] };
}
