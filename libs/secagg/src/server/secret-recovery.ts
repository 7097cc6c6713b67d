/** @module Secrets from their shares, judged by what their owners committed to; who lied is named (secure-aggregation.md, section 1.8). */
import { agreementKey } from '../agreement.ts';
import { sameBytes } from '../bytes.ts';
import { decodeSet } from '../member-set.ts';
import { recover } from '../recovery.ts';
import { correct } from '../reed-solomon.ts';
import { commitmentTo } from '../roster.ts';
import type { PlacedShare } from '../shamir.ts';
import { viewOf } from './group-roster.ts';
import { neighboursIn } from './reachable.ts';
import type { GroupContext } from './server-effect.ts';
import type { Blame, CollectUnmaskState } from './server-state.ts';

/** Puts together what can be, of these owners. */
export function recoverSecrets(
  state: CollectUnmaskState,
  owners: readonly number[],
  context: GroupContext,
): CollectUnmaskState {
  const { graph, field } = viewOf(state.roster, context.round);
  const secrets = [...state.secrets];
  const blames: Blame[] = [...state.blames];
  for (const owner of owners) {
    const held = state.shares[owner] ?? [];
    if (secrets[owner] !== null || held.length < state.roster.threshold) continue;
    const liars = new Set(blames.map(({ holder }) => holder));
    const suspects = new Set(
      held.flatMap(({ holder }) => (liars.has(holder) ? [graph.placeOf(owner, holder)] : [])),
    );
    const found = recover(
      field,
      state.roster.threshold,
      placed(state, owner, context),
      (secret) => isCommitted(state, owner, secret, context),
      suspects,
    );
    if (found === undefined) continue;
    secrets[owner] = found.secret;
    const wrong = new Set(found.wrong);
    for (const { holder } of held)
      if (wrong.has(graph.placeOf(owner, holder))) blames.push({ holder, owner });
  }
  return { ...state, secrets, blames };
}

/**
 * Owners whose shares agree on a secret that is not the one they committed to, or whose boxes did not open for those who answered: fewer than
 * the corrupt sites that the terms allow for cannot bring that about against an honest one.
 */
export function ownersAtFault(
  state: CollectUnmaskState,
  owners: readonly number[],
  context: GroupContext,
): readonly number[] {
  const { threshold } = state.roster;
  const { field, graph } = viewOf(state.roster, context.round);
  const answered = new Set(state.answered.flatMap((each, place) => (each ? [place] : [])));
  return owners.filter((owner) => {
    const shares = placed(state, owner, context);
    if (shares.length < threshold) return neighboursIn(graph, owner, answered) >= threshold;
    // With no share to spare any shares agree on something.
    return shares.length > threshold && correct(field, threshold, shares) !== undefined;
  });
}

function placed(state: CollectUnmaskState, owner: number, { round }: GroupContext): readonly PlacedShare[] {
  const { graph } = viewOf(state.roster, round);
  return (state.shares[owner] ?? []).map(({ holder, value }) => ({ x: graph.placeOf(owner, holder), value }));
}

function isCommitted(
  { roster, u3 }: CollectUnmaskState,
  owner: number,
  secret: Uint8Array,
  { round }: GroupContext,
): boolean {
  const member = roster.members[owner];
  if (member === undefined) return false;
  const isCounted = decodeSet(roster.members.length, u3).includes(owner);
  return isCounted
    ? sameBytes(commitmentTo(round.roundId, member.siteId, secret), member.bCommit)
    : sameBytes(agreementKey(secret).publicKey, member.sPk);
}
