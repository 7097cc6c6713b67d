/** @module The set of those who count, U3, as they are told of it (secure-aggregation.md, section 1.5, R3). */
import type { GroupContext, ServerEffect } from './server-effect.ts';
import type { CollectSignaturesState } from './server-state.ts';

/** Who counts, to one of them. */
export function sendSurvivors(
  { roster, u3 }: Pick<CollectSignaturesState, 'roster' | 'u3'>,
  place: number,
  { round }: GroupContext,
): readonly ServerEffect[] {
  const siteId = roster.members[place]?.siteId;
  if (siteId === undefined) return [];
  const value = { roundId: round.roundId, u3 };
  return [{ type: 'send', siteId, message: { kind: 'survivors', value } }];
}
