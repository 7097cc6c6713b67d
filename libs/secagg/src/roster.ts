/** @module The roster of a round: what each site advertised, under one root (secure-aggregation.md, section 1.5, R0 and R1). */
import { MusterError } from '@muster/errors';
import { HashTree, leafHash, leafHashes, verifyInclusion } from '@muster/merkle';
import type { Advertise, Leaf } from '@muster/protocol';
import { copyOf, sha256, sized } from './bytes.ts';

/** A site with its keys for the round. All in memory of its own. */
export interface Member {
  /** 16 bytes. */
  readonly siteId: Uint8Array;
  /** SHA-256 of the certificate as it travels. */
  readonly certHash: Uint8Array;
  readonly cPk: Uint8Array;
  readonly sPk: Uint8Array;
  readonly bCommit: Uint8Array;
  readonly sig: Uint8Array;
}

export function memberOf(siteId: Uint8Array, certHash: Uint8Array, advertise: Advertise | Leaf): Member {
  const [id, hash, cPk, sPk, bCommit, sig] = [
    siteId,
    certHash,
    advertise.cPk,
    advertise.sPk,
    advertise.bCommit,
    advertise.sig,
  ].map((bytes) => copyOf(bytes));
  if (!id || !hash || !cPk || !sPk || !bCommit || !sig)
    throw new MusterError('INTERNAL', 'a member lacks a part');
  return { siteId: id, certHash: hash, cPk, sPk, bCommit, sig };
}

/** What a site signs of its keys, under the label "adv". */
export function advertisedFields(
  roundId: Uint8Array,
  siteId: Uint8Array,
  { cPk, sPk, bCommit }: Pick<Member, 'cPk' | 'sPk' | 'bCommit'>,
): readonly Uint8Array[] {
  return [roundId, siteId, cPk, sPk, bCommit];
}

/** The commitment to the seed of a site's own mask. */
export function commitmentTo(roundId: Uint8Array, siteId: Uint8Array, seed: Uint8Array): Uint8Array {
  return sha256(sized('b'), roundId, siteId, seed);
}

/** In the order of the roster, by id. */
export function inOrder<M extends Member>(members: readonly M[]): readonly M[] {
  return members.toSorted((a, b) => Buffer.compare(a.siteId, b.siteId));
}

/** The tree over members in order. */
export function rosterTree(members: readonly Member[]): HashTree {
  return new HashTree(leafHashes(members.map(entryOf)));
}

/** Whether the leaf is entry `index` of the roster of so many sites with this root. */
export function isInRoster(leaf: Leaf, sites: number, root: Uint8Array): boolean {
  try {
    verifyInclusion({ index: leaf.index, size: sites, leaf: leafHash(entryOf(leaf)), root }, leaf.proof);
    return true;
  } catch (thrown) {
    if (thrown instanceof MusterError) return false;
    throw thrown;
  }
}

function entryOf(member: Member): Uint8Array {
  const { siteId, certHash, cPk, sPk, bCommit, sig } = member;
  return Buffer.concat([siteId, certHash, cPk, sPk, bCommit, sig]);
}
