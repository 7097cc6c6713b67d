/** @module An organisation signs a manifest, and with which key. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import { type KeyPair, readPassphrase, readSigningKeyFile, signManifest } from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';
import type { FoundManifests } from './manifest-source.ts';

/** The key of an organisation, from the file that `muster federation key` made. Throws KEY_FILE_INVALID, PASSPHRASE_*. */
export async function readOrganisationKey(
  file: string,
  passphraseFile: string | undefined,
): Promise<KeyPair> {
  return readSigningKeyFile(file, await readPassphrase(passphraseFile, process.env));
}

/** The chain with one signature more under its last epoch; undefined where that is there already. Throws INVALID_ARGUMENT for a stranger's key. */
export function withSignature(
  { chain, newest, before }: FoundManifests,
  key: KeyPair,
): { readonly organisation: string; readonly chain: readonly SignedManifest[]; readonly isNew: boolean } {
  const organisation = [...newest.organisations, ...(before?.organisations ?? [])].find((each) =>
    equal(each.key, key.publicKey),
  );
  if (!organisation)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the key is of no organisation of "${newest.federationName}": ${newest.organisations.map(({ name }) => name).join(', ')}`,
    );
  const last = chain.at(-1) ?? { manifest: newest.bytes, signatures: [] };
  const isNew = !last.signatures.some((each) => equal(each.key, key.publicKey));
  const signatures = isNew ? [...last.signatures, signManifest(newest, key)] : last.signatures;
  return { organisation: organisation.name, chain: chain.with(-1, { ...last, signatures }), isNew };
}

/** The key of an organisation that lies with a coordinator, whose credential is in its folder; undefined where none does. */
export function keyBeside(credential: string): string | undefined {
  const file = join(dirname(credential), 'keys', 'organisation.json');
  return existsSync(file) ? file : undefined;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
