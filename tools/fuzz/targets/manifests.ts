/** @module Targets: who belongs to a federation: manifests with their signatures, and the files that people hand to one another. */
import { writeFileSync } from 'node:fs';
import {
  acceptManifest,
  formatBundle,
  formatCard,
  formatManifests,
  formatRequest,
  makeKeyPair,
  makeManifest,
  parseManifest,
  readBundle,
  readCard,
  readManifests,
  readRequest,
  requestCertificate,
  signManifest,
} from '@muster/identity';
import fc from 'fast-check';
import { byteMutations, mutateBytes } from '../byte-mutation.ts';
import { bytesFrom, federation, NOW_MS } from '../parties.ts';
import { scratchFile } from '../scratch.ts';
import { type FuzzTarget, fuzzTarget, mustTake, rule } from '../target.ts';
import { mutateTree, treeMutations } from '../tree-mutation.ts';
import { bytesOf } from '../wire-arbitrary.ts';

const random = bytesFrom('manifests');
const keys = ['north', 'south', 'east'].map((name) => ({ name, pair: makeKeyPair('ed25519', random) }));
const organisations = keys.map(({ name, pair }) => ({
  ...{ name, key: pair.publicKey, sitesMax: 10, formerKey: new Uint8Array() },
}));
const first = makeManifest({ ...federation.manifest, organisations, signaturesMin: 2 });
const second = makeManifest({ ...first, epoch: 2, previousHash: first.hash, timeMs: NOW_MS });
const [north, south, east] = keys.map(({ pair }) => pair);
if (!north || !south || !east) throw new Error('no organisations');

/** The next epoch, broken or made up; signatures of two that have signed the sound one, and of a third that signs anything. */
const manifests = fuzzTarget(
  'manifests',
  fc.record({
    bytes: fc.oneof(
      byteMutations(2).map((mutations) => mutateBytes(second.bytes, mutations)),
      bytesOf('FederationManifest'),
      fc.constant(second.bytes),
    ),
    signers: fc.shuffledSubarray([0, 1, 2, 2]),
    broken: byteMutations(1),
    isBroken: fc.boolean(),
  }),
  ({ bytes, signers, broken, isBroken }) => {
    const anything = { key: east.publicKey, signature: signManifest({ bytes }, east).signature };
    const all = [signManifest(second, north), signManifest(second, south), anything];
    const signatures = signers.flatMap((each, index) => {
      const signed = all[each];
      if (!signed) return [];
      const signature = isBroken && index === 0 ? mutateBytes(signed.signature, broken) : signed.signature;
      return [{ ...signed, signature }];
    });
    const parsed = parseManifest(bytes);
    const again = mustTake('what was read can be written', () => makeManifest(parsed));
    rule(Buffer.compare(again.hash, parsed.hash) === 0, 'a manifest is read in two ways');
    const taken = acceptManifest(first, { manifest: bytes, signatures });
    rule(
      Buffer.compare(taken.bytes, second.bytes) === 0,
      'a manifest was taken that one organisation made alone',
    );
    rule(new Set(signers).size > 1, 'a manifest was taken that one organisation signed');
    return 'accepted';
  },
);

const { certificate, identity } = federation.site('site', { random: bytesFrom('site') });
const claim = {
  ...{ name: 'site', hostLabel: 'host' },
  ...{ producerKey: new Uint8Array(32), witnessKey: new Uint8Array(32), logKey: new Uint8Array(32) },
};
const chain = [federation.signed];
const FILES: readonly { readonly text: string; readonly read: (path: string) => Promise<unknown> }[] = [
  { text: formatCard({ role: 'organisation', name: 'north', key: north.publicKey }), read: readCard },
  { text: formatRequest(requestCertificate(claim, identity)), read: readRequest },
  { text: formatBundle({ certificate, manifests: chain }), read: readBundle },
  { text: formatManifests(chain), read: readManifests },
];

const handedFiles = fuzzTarget(
  'handed files',
  fc.record({
    file: fc.nat({ max: FILES.length - 1 }),
    mutations: treeMutations(2),
    broken: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
  }),
  async ({ file, mutations, broken }) => {
    const path = scratchFile('handed.json');
    const tree: unknown = JSON.parse(FILES[file]?.text ?? '');
    const bytes = Buffer.from(JSON.stringify(mutateTree(tree, mutations)) ?? '', 'utf8');
    writeFileSync(path, mutateBytes(bytes, broken));
    await FILES[file]?.read(path);
    return 'accepted';
  },
);

export const manifestTargets: readonly FuzzTarget[] = [manifests, handedFiles];
