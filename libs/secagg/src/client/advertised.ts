/** @module Advertised: the roster is checked, and the secrets of the round are shared among the neighbours (secure-aggregation.md, section 1.5, R1). */
import type { Roster, ShareCt } from '@muster/protocol';
import { agree, agreementKey } from '../agreement.ts';
import { copyOf, sameBytes } from '../bytes.ts';
import { fieldFor } from '../field.ts';
import { boxKey } from '../key-schedule.ts';
import { keystreamBytes } from '../keystream.ts';
import { ROSTER_WITHIN_MS } from '../offer.ts';
import { coefficientBytes, split } from '../shamir.ts';
import { SECRET_BYTES, sealShares } from '../share-box.ts';
import { insist } from './abort-code.ts';
import {
  type AdvertisedState,
  type ClientContext,
  type ClientInput,
  type ClientStep,
  type Neighbour,
  type RosteredState,
  send,
  unmoved,
} from './client-state.ts';
import { type CheckedRoster, checkRoster } from './roster-check.ts';

export function step(state: AdvertisedState, input: ClientInput, context: ClientContext): ClientStep {
  switch (input.type) {
    case 'roster':
      return sameBytes(input.message.roundId, state.roundId)
        ? share(state, input.message, checkRoster(input.message, state, context, input.nowMs))
        : unmoved(state);
    case 'updateReady':
      return unmoved({ ...state, updateReady: true });
    case 'reconnected':
      return { state, effects: [send({ kind: 'advertise', value: state.advertise })] };
    case 'wake':
      insist(input.nowMs <= rosterDueMs(state), 'POLICY', 'no roster came within a minute');
      return unmoved(state);
    default:
      return unmoved(state);
  }
}

export function rosterDueMs({ advertisedAtMs }: AdvertisedState): number {
  return advertisedAtMs + ROSTER_WITHIN_MS;
}

/**
 * The polynomials come from the seed that was kept before the keys left: whoever is killed here and begins anew makes the same boxes, so
 * that no key ever seals two.
 */
function share(
  state: AdvertisedState,
  roster: Roster,
  { neighbourhood, neighbours }: CheckedRoster,
): ClientStep {
  const { roundId, secrets } = state;
  const { degree, threshold } = neighbourhood;
  const index = roster.self.index;
  const field = fieldFor(degree);
  const secret = Buffer.concat([secrets.mask, secrets.self]);
  const coefficients = keystreamBytes(secrets.sharing, coefficientBytes(threshold, secret.length));
  const parts = split(field, secret, { threshold, holders: degree }, coefficients);
  const boxSecret = agreementKey(secrets.box).privateKey;
  const ordered = neighbours.toSorted((a, b) => a.leaf.index - b.leaf.index);
  const ct: ShareCt[] = [];
  const placed: Neighbour[] = [];
  ordered.forEach(({ leaf, signingKey }, rank) => {
    const agreed = agree(boxSecret, leaf.cPk);
    const outboxKey = boxKey(agreed, roundId, index, leaf.index);
    const inboxKey = boxKey(agreed, roundId, leaf.index, index);
    const part = parts[rank] ?? new Uint8Array();
    const shares = {
      x: rank + 1,
      maskSeed: part.subarray(0, SECRET_BYTES),
      selfSeed: part.subarray(SECRET_BYTES),
    };
    const address = { roundId, from: index, to: leaf.index };
    ct.push({ to: leaf.index, box: sealShares(outboxKey, address, field.bits, shares) });
    placed.push({
      index: leaf.index,
      siteId: copyOf(leaf.siteId),
      signingKey: copyOf(signingKey),
      sPk: copyOf(leaf.sPk),
      inboxKey,
    });
    for (const bytes of [outboxKey, part]) bytes.fill(0);
  });
  for (const bytes of [secret, coefficients]) bytes.fill(0);
  const next: RosteredState = {
    phase: 'rostered',
    tries: state.tries,
    terms: state.terms,
    roundId,
    expiresAtMs: state.expiresAtMs,
    secrets: { mask: secrets.mask, self: secrets.self },
    place: {
      index,
      sites: roster.n,
      root: copyOf(roster.root),
      degree,
      threshold,
      neighbours: placed,
    },
    shares: { roundId, ct },
    relay: null,
    updateReady: state.updateReady,
  };
  return {
    state: next,
    effects: [
      { type: 'save' },
      send({ kind: 'shares', value: next.shares }),
      { type: 'wipe', secrets: [secrets.box, secrets.sharing] },
    ],
  };
}
