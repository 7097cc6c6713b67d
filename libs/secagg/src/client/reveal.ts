/**
 * @module The shares that a site answers with (secure-aggregation.md, section 1.5, R4): of the own mask of each neighbour that is counted, of
 * the mask key of each that is not; one of the two, and for one set.
 */
import type { Share } from '@muster/protocol';
import { fieldFor } from '../field.ts';
import { makeGraph } from '../graph.ts';
import { openShares } from '../share-box.ts';
import { type ClientStep, type RevealedState, type SignedState, send } from './client-state.ts';
import { membersOf } from './sets.ts';

type Told = Pick<SignedState, 'terms' | 'roundId' | 'expiresAtMs' | 'place' | 'relay' | 'u3'>;

export function reveal({ terms, roundId, expiresAtMs, place, relay, u3 }: Told): ClientStep {
  const shared = membersOf(place, relay.u2);
  const counted = membersOf(place, u3);
  const field = fieldFor(place.degree);
  const graph = makeGraph(place.sites, place.degree, roundId, place.root);
  const b: Share[] = [];
  const sk: Share[] = [];
  for (const { index: owner, inboxKey } of place.neighbours) {
    const box = relay.boxes.find(({ from }) => from === owner)?.box;
    if (!shared.has(owner) || box === undefined) continue;
    const address = { roundId, from: owner, to: place.index };
    const opened = openShares(inboxKey, address, field.bits, box);
    // A box that is not for this place is its owner's fault, and the owner's loss: others hold shares of it.
    if (opened === undefined || opened.x !== graph.placeOf(owner, place.index)) continue;
    const { x, maskSeed, selfSeed } = opened;
    if (counted.has(owner)) {
      b.push({ owner, x, v: selfSeed });
      maskSeed.fill(0);
    } else {
      sk.push({ owner, x, v: maskSeed });
      selfSeed.fill(0);
    }
  }
  const next: RevealedState = {
    phase: 'revealed',
    terms,
    roundId,
    expiresAtMs,
    u3,
    unmask: { roundId, b, sk },
  };
  return {
    state: next,
    effects: [
      { type: 'save' },
      send({ kind: 'unmask', value: next.unmask }),
      { type: 'wipe', secrets: place.neighbours.map(({ inboxKey }) => inboxKey) },
    ],
  };
}
