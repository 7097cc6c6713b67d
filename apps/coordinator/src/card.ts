/** @module `muster coordinator card`: the keys of a coordinator, made before its federation is, and the card by which a manifest names them. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MusterError } from '@muster/errors';
import { formatCard, readIdentityFile, readPassphrase, replacePrivateFile } from '@muster/identity';
import { hex } from '@muster/protocol';
import { coordinatorFolder } from './folder.ts';
import { makeOwnKeys } from './own-identity.ts';

export interface CardOptions {
  readonly dir: string;
  /** Other keys than those that are there: they take their place once a manifest names them. */
  readonly fresh?: boolean;
  readonly passphraseFile?: string;
}

export interface MadeCard {
  readonly folder: string;
  readonly card: string;
  /** Hex. */
  readonly key: string;
  /** False where the keys were there already. */
  readonly keysCreated: boolean;
}

/** Writes the card beside the keys, which it makes where there are none. Throws CONFLICT for new keys where there are none yet, KEY_FILE_INVALID, PASSPHRASE_*. */
export async function makeCard(options: CardOptions): Promise<MadeCard> {
  const folder = coordinatorFolder(resolve(options.dir));
  const passphrase = await readPassphrase(options.passphraseFile, process.env);
  if (options.fresh === true && !existsSync(folder.coordinatorKey))
    throw new MusterError('CONFLICT', `${folder.root} has no keys that others could take the place of`);
  const file = options.fresh === true ? folder.nextCoordinatorKey : folder.coordinatorKey;
  const isThere = existsSync(file);
  await mkdir(join(folder.root, 'keys'), { recursive: true, mode: 0o700 });
  const { signing } = isThere
    ? await readIdentityFile(file, passphrase)
    : await makeOwnKeys(file, passphrase);
  const card = join(folder.root, 'coordinator.card.json');
  await replacePrivateFile(card, formatCard({ role: 'coordinator', name: '', key: signing.publicKey }));
  return { folder: folder.root, card, key: hex(signing.publicKey), keysCreated: !isThere };
}
