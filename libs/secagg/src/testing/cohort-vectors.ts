/** @module Everything that a cohort computes, from seeds, for whoever writes the protocol in another language (secure-aggregation.md, section 8). */
import { HashTree, leafHashes } from '@muster/merkle';
import { agree, agreementKey } from '../agreement.ts';
import { abortFields } from '../client/aborted.ts';
import { consistencyFields } from '../consistency.ts';
import { fieldFor } from '../field.ts';
import { graphSeed, makeGraph, permutationOf } from '../graph.ts';
import { boxKey, maskKey, selfKey } from '../key-schedule.ts';
import { keystreamBytes } from '../keystream.ts';
import { encodeSet } from '../member-set.ts';
import { advertisedFields, commitmentTo, inOrder, type Member, rosterTree } from '../roster.ts';
import { coefficientBytes, split } from '../shamir.ts';
import { openShares, sealShares } from '../share-box.ts';
import { sign } from '../signature.ts';
import { roundIdOf } from '../terms.ts';
import { digest, pairOf } from './federation.ts';
import { sampleTerms } from './sample-terms.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface SeededMember extends Member {
  readonly seeds: {
    readonly signing: Uint8Array;
    readonly c: Uint8Array;
    readonly s: Uint8Array;
    readonly b: Uint8Array;
  };
}

/** Byte strings in hexadecimal. Seeds are SHA-256 of `site I`, after a word for what they are for. */
export function cohortVectors(sites: number, degree: number, threshold: number) {
  const terms = sampleTerms();
  const roundId = roundIdOf(terms);
  const members = inOrder(Array.from({ length: sites }, (_, i) => memberOf(`site ${i}`, roundId)));
  const tree = rosterTree(members);
  const root = tree.root;
  const graph = makeGraph(sites, degree, roundId, root);
  const [owner] = members;
  const neighbours = graph.neighboursOf(0);
  const [first = 0] = neighbours;
  const peer = members[first];
  if (!owner || !peer) throw new RangeError('no members');
  const sharing = digest('sharing', 'site');
  const secret = Buffer.concat([owner.seeds.s, owner.seeds.b]);
  const coefficients = keystreamBytes(sharing, coefficientBytes(threshold, secret.length));
  const shares = split(fieldFor(degree), secret, { threshold, holders: degree }, coefficients);
  const boxSecret = agree(agreementKey(owner.seeds.c).privateKey, peer.cPk);
  const maskSecret = agree(agreementKey(owner.seeds.s).privateKey, peer.sPk);
  const key = boxKey(boxSecret, roundId, 0, first);
  const [share = new Uint8Array()] = shares;
  const pair = { x: 1, maskSeed: share.subarray(0, 32), selfSeed: share.subarray(32) };
  const address = { roundId, from: 0, to: first };
  const box = sealShares(key, address, 8, pair);
  if (openShares(key, address, 8, box) === undefined) throw new Error('a box that does not open');
  const u2 = encodeSet(sites, graph.neighboursOf(0).concat(0));
  const u3 = encodeSet(sites, graph.neighboursOf(0).slice(1).concat(0));
  const mask = maskKey(maskSecret, roundId, [0, first], { segment: 0, bits: 32 });
  return {
    about: `A cohort of ${sites} sites, k = ${degree}, t = ${threshold}; the terms are those of the file. Places are those of the roster, sorted by siteId. Everything else follows from seeds: secure-aggregation.md, sections 1.4, 1.5, 1.7 and 1.11.`,
    terms: JSON.parse(
      JSON.stringify(terms, (_, value) => (value instanceof Uint8Array ? hex(value) : value)),
    ),
    roundId: hex(roundId),
    members: members.slice(0, 8).map((member) => ({
      siteId: hex(member.siteId),
      certHash: hex(member.certHash),
      seeds: Object.fromEntries(Object.entries(member.seeds).map(([name, seed]) => [name, hex(seed)])),
      cPk: hex(member.cPk),
      sPk: hex(member.sPk),
      bCommit: hex(member.bCommit),
      adv: hex(member.sig),
    })),
    roster: {
      root: hex(root),
      proofOfPlace0: tree.proofOf(0).map(hex),
      proofOfLastPlace: tree.proofOf(sites - 1).map(hex),
      rootOfThreeEmptyEntries: hex(
        new HashTree(leafHashes([new Uint8Array(), new Uint8Array(), new Uint8Array()])).root,
      ),
    },
    graph: {
      seed: hex(graphSeed(roundId, root)),
      permutation: [...permutationOf(sites, graphSeed(roundId, root))],
      neighboursOf0: neighbours,
      neighboursOfLast: graph.neighboursOf(sites - 1),
    },
    sharing: {
      secretOf0: hex(secret),
      coefficientKey: hex(sharing),
      sharesOf0: shares.map(hex),
    },
    pair: {
      places: [0, first],
      boxKey: hex(key),
      box: hex(box),
      maskKeySegment0w32: hex(mask),
      maskKeySegment1w64: hex(maskKey(maskSecret, roundId, [0, first], { segment: 1, bits: 64 })),
      maskFirstBytes: hex(keystreamBytes(mask, 32)),
      selfKeyOf0Segment0w32: hex(selfKey(owner.seeds.b, roundId, 0, { segment: 0, bits: 32 })),
    },
    statements: {
      u2: hex(u2),
      u3: hex(u3),
      consistencyOf0: hex(
        sign('cons', consistencyFields(roundId, root, u2, u3), pairOf(nameOf(owner)).privateKey),
      ),
      maskedOf0: hex(sign('y', [roundId, digest('words')], pairOf(nameOf(owner)).privateKey)),
      abortOf0: hex(
        sign('abort', abortFields(roundId, owner.siteId, 5, 'two sets'), pairOf(nameOf(owner)).privateKey),
      ),
    },
  };
}

const names = new WeakMap<Member, string>();

function nameOf(member: Member): string {
  return names.get(member) ?? '';
}

function memberOf(name: string, roundId: Uint8Array): SeededMember {
  const seeds = {
    signing: digest('pair', name),
    c: digest('c', name),
    s: digest('s', name),
    b: digest('b', name),
  };
  const siteId = digest(name).slice(0, 16);
  const cPk = agreementKey(seeds.c).publicKey;
  const sPk = agreementKey(seeds.s).publicKey;
  const bCommit = commitmentTo(roundId, siteId, seeds.b);
  const sig = sign('adv', advertisedFields(roundId, siteId, { cPk, sPk, bCommit }), pairOf(name).privateKey);
  const member = { siteId, certHash: digest('certificate', name), cPk, sPk, bCommit, sig, seeds };
  names.set(member, name);
  return member;
}
