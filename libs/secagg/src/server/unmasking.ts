/** @module Unmasking: the masks that are left on the sum are taken off by the shell, and the sum is judged (secure-aggregation.md, sections 1.8 and 1.9). */
import { agree, agreementKey } from '../agreement.ts';
import { encodingFor } from '../encoding.ts';
import { maskKey, selfKey } from '../key-schedule.ts';
import type { Mask } from '../mask.ts';
import { segmentsOf } from '../masked-vector.ts';
import { decodeSet } from '../member-set.ts';
import { faultOf } from '../sum-reader.ts';
import { aborted, countsOf, published } from './ended-group.ts';
import { viewOf } from './group-roster.ts';
import { stays } from './refusal.ts';
import type { GroupContext, GroupStep, ServerEffect } from './server-effect.ts';
import type { GroupInput } from './server-input.ts';
import type { CollectUnmaskState, UnmaskingState } from './server-state.ts';

export function openUnmasking(collected: CollectUnmaskState, context: GroupContext): GroupStep {
  const { roster, u2, u3, words, secrets, blames, shares } = collected;
  const state: UnmaskingState = {
    phase: 'unmasking',
    ...{ roster, u2, u3, words, secrets, blames },
    counts: countsOf(collected),
  };
  const spent = shares.flatMap((held) => held.map(({ value }) => value));
  return { state, effects: [{ type: 'save' }, { type: 'wipe', secrets: spent }, unmask(state, context)] };
}

export function step(state: UnmaskingState, input: GroupInput, context: GroupContext): GroupStep {
  if (input.type !== 'unmasked' || input.group !== context.group) return stays(state);
  const { terms } = context.round;
  const encoding = encodingFor(terms.encoding, terms.cohort.maxCohort);
  const sites = state.words.filter((each) => each !== null).length;
  const fault = faultOf(input.figures, encoding, sites);
  return fault === undefined
    ? published(state, input.figures)
    : aborted(state, 'SECAGG_SUM_INVALID', `the sum cannot be true: ${fault}`);
}

/** The work that the shell does; again after a restart. */
export function unmask(state: UnmaskingState, context: GroupContext): ServerEffect {
  const words = state.words.flatMap((sha256, place) => {
    const siteId = state.roster.members[place]?.siteId;
    return sha256 !== null && siteId !== undefined ? [{ siteId, sha256 }] : [];
  });
  return { type: 'unmask', group: context.group, words, masks: masksOf(state, context) };
}

/** Each counted site's own mask, and what it has put on against each neighbour that shared and is not counted. */
function masksOf({ roster, u2, u3, secrets }: UnmaskingState, { round }: GroupContext): readonly Mask[] {
  const { terms, roundId } = round;
  const [parameters, tail] = segmentsOf(encodingFor(terms.encoding, terms.cohort.maxCohort));
  const { graph } = viewOf(roster, round);
  const sites = roster.members.length;
  const counted = new Set(decodeSet(sites, u3));
  return decodeSet(sites, u2).flatMap((owner): readonly Mask[] => {
    const secret = secrets[owner];
    if (!secret) return [];
    if (counted.has(owner))
      return [
        {
          sign: -1,
          keys: [selfKey(secret, roundId, owner, parameters), selfKey(secret, roundId, owner, tail)],
        },
      ];
    const { privateKey } = agreementKey(secret);
    return graph.neighboursOf(owner).flatMap((other): readonly Mask[] => {
      const peer = roster.members[other];
      if (!counted.has(other) || peer === undefined) return [];
      const agreed = agree(privateKey, peer.sPk);
      const ends = [owner, other] as const;
      const keys = [
        maskKey(agreed, roundId, ends, parameters),
        maskKey(agreed, roundId, ends, tail),
      ] as const;
      // The counted site has added it where its own place is the lower one.
      return [{ sign: other < owner ? -1 : 1, keys }];
    });
  });
}
