/** @module What an adversary needs in a test: a round brought to the point where it strikes, messages of its own making, and whether it was refused. */
import assert from 'node:assert/strict';
import type { Leaf, Roster } from '@muster/protocol';
import type { Kernels } from '@muster/vector';
import type { AbortCode } from '../client/abort-code.ts';
import type { ClientMessage } from '../client/client-state.ts';
import { makeGraph } from '../graph.ts';
import { neighbourhoodFor } from '../neighbourhood.ts';
import { advertisedFields, inOrder, type Member, rosterTree } from '../roster.ts';
import type { ServerMessage } from '../server/server-effect.ts';
import { sign } from '../signature.ts';
import type { CertifiedSite } from './federation.ts';
import { sampleTerms } from './sample-terms.ts';
import { type Delivery, type RoundSetting, VirtualRound } from './virtual-round.ts';
import type { VirtualSite } from './virtual-site.ts';

export const LENGTH = 6;

/** A round of so many sites that has begun: offers are answered, and on their way. */
export function begun(kernels: Kernels, sites: number, changes: Partial<RoundSetting> = {}): VirtualRound {
  const round = new VirtualRound({
    kernels,
    terms: sampleTerms({ cohort: { minCohort: 5, maxCohort: 80 }, encoding: { length: LENGTH } }),
    sites,
    contribution: (i) => ({
      update: new Float32Array(LENGTH).fill(0.01 * (i + 1)),
      examples: 100,
      lossSum: 0,
      metrics: [],
    }),
    ...changes,
  });
  round.begin();
  return round;
}

/** The first site, which is honest and under attack. */
export function victimOf(round: VirtualRound): VirtualSite {
  const [victim] = round.sites;
  assert.ok(victim);
  return victim;
}

/** Delivers whatever comes before the message of this kind for the site, which is taken off and given back. */
export function intercepted<Kind extends ServerMessage['kind']>(
  round: VirtualRound,
  kind: Kind,
  site: VirtualSite,
): Extract<ServerMessage, { kind: Kind }>['value'] {
  for (;;) {
    const next = round.waiting[0];
    assert.ok(next, `no ${kind} is on its way`);
    if (isFor(next, kind, site)) {
      round.waiting.shift();
      return next.message.value as never;
    }
    round.deliverNext();
  }
}

function isFor(delivery: Delivery, kind: string, site: VirtualSite): boolean {
  return delivery.to === 'site' && delivery.site === site.name && delivery.message.kind === kind;
}

/** Says something to a site in the coordinator's name. */
export function tell(round: VirtualRound, site: VirtualSite, message: ServerMessage): void {
  round.deliver({ to: 'site', site: site.name, message });
}

/** What a site has said last of a kind. */
export function lastOf<Kind extends ClientMessage['kind']>(
  site: VirtualSite,
  kind: Kind,
): Extract<ClientMessage, { kind: Kind }>['value'] {
  const message = site.said.findLast((each) => each.kind === kind);
  assert.ok(message, `${kind} was not said`);
  return message.value as never;
}

/** The site has ended its part by an abort with this code, and said nothing since. */
export function assertAborted(site: VirtualSite, code: AbortCode): void {
  const { state } = site;
  assert.equal(state.phase, 'aborted', `the site went on: ${state.phase}`);
  assert.equal(state.phase === 'aborted' && state.code, code);
  assert.equal(site.said.at(-1)?.kind, 'abort');
}

/** The coordinator has refused the site's last words with this code. */
export function assertRefused(round: VirtualRound, site: VirtualSite, code: string): void {
  const refusal = round.coordinator.refused.findLast((each) => each.site === site.name);
  assert.ok(refusal, 'nothing was refused');
  assert.equal(refusal.code, code, refusal.reason);
}

/** An entry of a roster as an adversary writes it: with the certificate that it shows for it. */
export interface Entry extends Member {
  readonly site: CertifiedSite;
}

/** What all sites advertised. */
export function entriesOf(round: VirtualRound): readonly Entry[] {
  return round.sites.map((site) => {
    const { cPk, sPk, bCommit, sig } = lastOf(site, 'advertise');
    return { ...site.certified, cPk, sPk, bCommit, sig, site: site.certified };
  });
}

/** Signs the keys of an entry by the key of its site. */
export function signedEntry(
  round: VirtualRound,
  site: CertifiedSite,
  keys: Pick<Member, 'cPk' | 'sPk' | 'bCommit'>,
): Entry {
  const roundId = lastOf(victimOf(round), 'advertise').roundId;
  const sig = sign('adv', advertisedFields(roundId, site.siteId, keys), site.keys.privateKey);
  const { cPk, sPk, bCommit } = keys;
  return { siteId: site.siteId, certHash: site.certHash, cPk, sPk, bCommit, sig, site };
}

/** A roster for the victim, or for another site, sound in every way but for what the entries are. */
export function rosterOf(round: VirtualRound, entries: readonly Entry[], whom = victimOf(round)): Roster {
  const { siteId } = whom.certified;
  const roundId = lastOf(victimOf(round), 'advertise').roundId;
  const members = inOrder(entries);
  const tree = rosterTree(members);
  const { degree, threshold } = neighbourhoodFor(members.length, round.terms.cohort);
  const leaves = members.map(
    ({ site, ...member }, index): Leaf => ({
      index,
      ...member,
      proof: tree.proofOf(index),
      cert: site.certificate,
    }),
  );
  const self = leaves.find((leaf) => Buffer.compare(leaf.siteId, siteId) === 0);
  assert.ok(self);
  const graph = makeGraph(members.length, degree, roundId, tree.root);
  return {
    roundId,
    n: members.length,
    root: tree.root,
    self: { ...self, cert: null },
    neighbours: graph.neighboursOf(self.index).flatMap((index) => leaves[index] ?? []),
    k: degree,
    t: threshold,
  };
}
