/** @module The key of an organisation: two files, of which one never leaves it. */
import { resolve } from 'node:path';
import {
  createPrivateFile,
  fingerprintOf,
  formatCard,
  makeKeyPair,
  readPassphrase,
  systemRandom,
  writeSigningKeyFile,
} from '@muster/identity';

export interface MadeKey {
  readonly organisation: string;
  readonly key: string;
  readonly card: string;
  /** Hex. */
  readonly fingerprint: string;
}

/** Throws CONFLICT where one of the files is there already, PASSPHRASE_REQUIRED, KEY_FILE_INVALID. */
export async function makeOrganisationKey(options: {
  readonly name: string;
  readonly out: string;
  readonly passphraseFile?: string;
}): Promise<MadeKey> {
  const passphrase = await readPassphrase(options.passphraseFile, process.env);
  const pair = makeKeyPair('ed25519', systemRandom);
  const [key, card] = [resolve(`${options.out}.key.json`), resolve(`${options.out}.card.json`)];
  await createPrivateFile(
    card,
    formatCard({ role: 'organisation', name: options.name, key: pair.publicKey }),
  );
  await writeSigningKeyFile(key, pair, systemRandom, passphrase);
  const fingerprint = Buffer.from(fingerprintOf(pair.publicKey)).toString('hex');
  return { organisation: options.name, key, card, fingerprint };
}
