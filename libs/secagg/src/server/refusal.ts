/** @module Words of a site that break the protocol: answered with a code, and nothing of them is used (secure-aggregation.md, section 1.9). */
import { type ErrorCode, MusterError } from '@muster/errors';
import { sameBytes } from '../bytes.ts';
import type { GroupContext, GroupStep, ServerEffect } from './server-effect.ts';
import type { GroupState } from './server-state.ts';

export function refuse(siteId: Uint8Array, code: ErrorCode, reason: string): ServerEffect {
  return { type: 'refuse', siteId, code, reason };
}

/** Throws the code, which `stepServer` turns into a refusal, unless the condition holds. */
export function demand(condition: boolean, code: ErrorCode, reason: string): asserts condition {
  if (!condition) throw new MusterError(code, reason);
}

/** A message of another round, or of another attempt at this one. */
export function demandRound(
  { round }: Pick<GroupContext, 'round'>,
  message: { readonly roundId: Uint8Array },
): void {
  demand(sameBytes(message.roundId, round.roundId), 'ROUND_CLOSED', 'a message of another round');
}

export function stays(state: GroupState): GroupStep {
  return { state, effects: [] };
}
