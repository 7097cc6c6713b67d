/** @module Rostered: who shared is checked, and the update is masked against each of them (secure-aggregation.md, sections 1.5, R2, and 1.7). */
import type { ShareRelay } from '@muster/protocol';
import { agree, agreementKey } from '../agreement.ts';
import { copyOf, sameBytes } from '../bytes.ts';
import { encodingFor } from '../encoding.ts';
import { maskKey, selfKey } from '../key-schedule.ts';
import type { Mask } from '../mask.ts';
import { segmentsOf } from '../masked-vector.ts';
import { sign } from '../signature.ts';
import { insist, Refusal } from './abort-code.ts';
import {
  type ClientContext,
  type ClientEffect,
  type ClientInput,
  type ClientStep,
  type MaskedState,
  type Relay,
  type RosteredState,
  send,
  unmoved,
} from './client-state.ts';
import { membersOf, neighboursIn } from './sets.ts';

export function step(state: RosteredState, input: ClientInput, context: ClientContext): ClientStep {
  switch (input.type) {
    case 'roster': {
      const { message } = input;
      if (!sameBytes(message.roundId, state.roundId)) return unmoved(state);
      const isSame = sameBytes(message.root, state.place.root) && message.n === state.place.sites;
      insist(isSame, 'SPLIT_VIEW', 'a second roster in one round');
      return { state, effects: [sendShares(state)] };
    }
    case 'shareRelay':
      return sameBytes(input.message.roundId, state.roundId) ? relay(state, input.message) : unmoved(state);
    case 'updateReady':
      return maskWhenReady({ ...state, updateReady: true });
    case 'wordsKept':
      return announce(state, input, context);
    case 'survivors':
      if (!sameBytes(input.message.roundId, state.roundId)) return unmoved(state);
      throw new Refusal('NOT_IN_U3', 'the sum was closed before this site had sent its words');
    case 'reconnected':
      return { state, effects: [sendShares(state)] };
    default:
      return unmoved(state);
  }
}

function sendShares(state: RosteredState): ClientEffect {
  return send({ kind: 'shares', value: state.shares });
}

function relay(state: RosteredState, message: ShareRelay): ClientStep {
  const { place, terms } = state;
  const members = membersOf(place, message.u2);
  insist(members.has(place.index), 'NOT_IN_U3', 'this site is not among those who shared');
  insist(members.size >= terms.cohort.minCohort, 'BELOW_T', `${members.size} sites have shared`);
  const shared = neighboursIn(place, members);
  insist(
    shared >= place.threshold,
    'BELOW_T',
    `${shared} neighbours have shared, and ${place.threshold} are needed`,
  );
  const next = { ...state, relay: joined(place.neighbours, state.relay, message) };
  // Not kept by itself: until the words are on disk, whoever begins anew is told the same again.
  return next.updateReady ? maskWhenReady(next) : unmoved(next);
}

/** Boxes may come with the set or after it, but the set is told once. Those of others than neighbours are left out. */
export function joined(
  neighbours: RosteredState['place']['neighbours'],
  before: Relay | null,
  { u2, ct }: ShareRelay,
): Relay {
  insist(
    before === null || sameBytes(before.u2, u2),
    'SPLIT_VIEW',
    'two sets of those who shared in one round',
  );
  const boxes = [...(before?.boxes ?? [])];
  for (const { from, box } of ct) {
    const isNew = neighbours.some(({ index }) => index === from) && !boxes.some((each) => each.from === from);
    if (isNew) boxes.push({ from, box: copyOf(box) });
  }
  return { u2: before?.u2 ?? copyOf(u2), boxes };
}

function maskWhenReady(state: RosteredState): ClientStep {
  if (state.relay === null) return unmoved(state);
  const members = membersOf(state.place, state.relay.u2);
  return { state, effects: [{ type: 'mask', roundId: state.roundId, masks: masksOf(state, members) }] };
}

/** The site's own, and one with each neighbour that has shared, added at the lower place and subtracted at the higher. */
function masksOf(
  { place, roundId, secrets, terms }: RosteredState,
  members: ReadonlySet<number>,
): readonly Mask[] {
  const segments = segmentsOf(encodingFor(terms.encoding, terms.cohort.maxCohort));
  const [own, ownTail] = segments.map((segment) => selfKey(secrets.self, roundId, place.index, segment));
  if (!own || !ownTail) throw new Refusal('INTERNAL', 'no key for a segment');
  const secret = agreementKey(secrets.mask).privateKey;
  const pairs = place.neighbours
    .filter(({ index }) => members.has(index))
    .map(({ index, sPk }): Mask => {
      const agreed = agree(secret, sPk);
      const ends = [place.index, index] as const;
      const keys = [
        maskKey(agreed, roundId, ends, segments[0]),
        maskKey(agreed, roundId, ends, segments[1]),
      ] as const;
      return { sign: place.index < index ? 1 : -1, keys };
    });
  return [{ sign: 1, keys: [own, ownTail] }, ...pairs];
}

function announce(
  state: RosteredState,
  { sha256, sizeBytes }: Extract<ClientInput, { type: 'wordsKept' }>,
  { signingKey }: ClientContext,
): ClientStep {
  if (state.relay === null) return unmoved(state);
  const { terms, roundId, expiresAtMs, place, secrets } = state;
  const encoding = encodingFor(terms.encoding, terms.cohort.maxCohort);
  insist(sizeBytes === encoding.sizeBytes, 'INTERNAL', `${sizeBytes} bytes of masked words`);
  const next: MaskedState = {
    phase: 'masked',
    terms,
    roundId,
    expiresAtMs,
    place,
    relay: state.relay,
    masked: {
      roundId,
      size: sizeBytes,
      sha256: copyOf(sha256),
      sig: sign('y', [roundId, sha256], signingKey),
    },
  };
  return {
    state: next,
    effects: [
      {
        type: 'recordAttempt',
        taskId: terms.taskId,
        record: { round: terms.round, attempt: terms.attempt, tries: state.tries + 1 },
      },
      { type: 'save' },
      send({ kind: 'masked', value: next.masked }),
      { type: 'wipe', secrets: [secrets.mask, secrets.self] },
    ],
  };
}
