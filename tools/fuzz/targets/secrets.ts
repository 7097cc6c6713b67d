/** @module Targets: what a site holds of its identity: the token that a person copies, and the files of keys and certificate. */
import { writeFileSync } from 'node:fs';
import {
  formatToken,
  makeToken,
  openEnrolment,
  parseCertificate,
  parseToken,
  readIdentityFile,
  readSigningKeyFile,
  requestEnrolment,
} from '@muster/identity';
import fc from 'fast-check';
import { byteMutations, mutateBytes } from '../byte-mutation.ts';
import { bytesFrom, federation } from '../parties.ts';
import { scratchFile } from '../scratch.ts';
import { type FuzzTarget, fuzzTarget, rule } from '../target.ts';
import { mutateTree, treeMutations } from '../tree-mutation.ts';
import { bytesOf } from '../wire-arbitrary.ts';

const token = makeToken(federation.organisation.publicKey, bytesFrom('token'));
const text = formatToken(token);
const { identity } = federation.site('site', { random: bytesFrom('site') });

const tokens = fuzzTarget(
  'tokens',
  fc.oneof(
    byteMutations(3).map((mutations) => mutateBytes(Buffer.from(text), mutations).toString('utf8')),
    fc.string({ unit: 'binary', maxLength: 120 }),
  ),
  (copied) => {
    const { secret } = parseToken(copied);
    // Two bytes of checksum: of 65,536 slips of the pen one gets through, and is no token that anybody issued.
    return Buffer.compare(secret, token.secret) === 0 ? 'accepted' : 'another token';
  },
);

/** What somebody with a token sends to be certified. */
const enrolments = fuzzTarget(
  'enrolments',
  fc.record({
    body: fc.oneof(
      byteMutations(2).map((mutations) => ({ mutations, other: undefined })),
      bytesOf('EnrolmentBody').map((other) => ({ mutations: [], other })),
    ),
    signature: byteMutations(1),
  }),
  ({ body, signature }) => {
    const honest = requestEnrolment(
      {
        name: 'site',
        hostLabel: 'host',
        producerKey: new Uint8Array(32),
        witnessKey: new Uint8Array(32),
        logKey: new Uint8Array(32),
      },
      identity,
      token,
    );
    const shown = {
      ...honest,
      body: body.other ?? mutateBytes(honest.body, body.mutations),
      signature: mutateBytes(honest.signature, signature),
    };
    const { name } = openEnrolment(shown);
    rule(
      name === 'site' && Buffer.compare(shown.body, honest.body) === 0,
      'keys were certified that nobody signed for',
    );
    return 'accepted';
  },
);

const certificates = fuzzTarget('certificate files', bytesOf('Certificate'), (bytes) => {
  parseCertificate(bytes);
  return 'accepted';
});

const KEY_FILES = [
  {
    format: 'muster-keys-v1',
    keys: {
      signing: Buffer.alloc(32, 1).toString('base64'),
      sealing: Buffer.alloc(32, 2).toString('base64'),
    },
    passphrase: null,
  },
  {
    format: 'muster-keys-v1',
    keys: {
      signing: Buffer.alloc(48, 1).toString('base64'),
      sealing: Buffer.alloc(48, 2).toString('base64'),
    },
    passphrase: {
      salt: Buffer.alloc(16, 3).toString('base64'),
      nonce: Buffer.alloc(24, 4).toString('base64'),
      passes: 1,
      memoryBytes: 8192,
    },
  },
];

const keyFiles = fuzzTarget(
  'key files',
  fc.record({
    file: fc.constantFrom(...KEY_FILES),
    mutations: treeMutations(3),
    broken: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteMutations(2) }),
    passphrase: fc.constantFrom(undefined, 'open sesame'),
    whole: fc.boolean(),
  }),
  async ({ file, mutations, broken, passphrase, whole }) => {
    const path = scratchFile('keys.json');
    const bytes = Buffer.from(JSON.stringify(mutateTree(file, mutations)) ?? '', 'utf8');
    writeFileSync(path, mutateBytes(bytes, broken), { mode: 0o600 });
    await (whole ? readIdentityFile(path, passphrase) : readSigningKeyFile(path, passphrase));
    return 'accepted';
  },
);

export const secretTargets: readonly FuzzTarget[] = [tokens, enrolments, certificates, keyFiles];
