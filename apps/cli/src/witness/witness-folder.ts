/** @module The folder of a witness: its key, its database, and the evidence of forks that it has seen. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatSigningKey, formatVerifierKey, parseSigningKey, type SigningKey } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { createPrivateFile } from '@muster/identity';

const KEY_FILE = 'witness.key';

export interface MadeWitness {
  readonly folder: string;
  readonly name: string;
  /** What others know it by. */
  readonly key: string;
}

/** Makes folder and key. Throws AUDIT_KEY_INVALID for a name that no key can have, CONFLICT where there is one already. */
export async function makeWitness(dir: string, name: string): Promise<MadeWitness> {
  const folder = resolve(dir);
  const seed = randomBytes(32);
  const text = formatSigningKey(name, 'cosignature/v1', seed);
  seed.fill(0);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createPrivateFile(join(folder, KEY_FILE), `${text}\n`);
  return { folder, name, key: formatVerifierKey(parseSigningKey(text).verifier) };
}

/** The key of a folder. Throws NOT_FOUND where `init` was not run, KEY_FILE_INVALID for a file that others can read or that holds no such key. */
export async function readWitnessKey(dir: string): Promise<SigningKey> {
  const path = join(resolve(dir), KEY_FILE);
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new MusterError('NOT_FOUND', `there is no ${path}: make one by \`muster audit witness init\``);
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new MusterError('KEY_FILE_INVALID', `${path} can be read by others; run: chmod 600 ${path}`);
  const key = parseSigningKey((await readFile(path, 'utf8')).trimEnd());
  if (key.verifier.type !== 'cosignature/v1')
    throw new MusterError('KEY_FILE_INVALID', `${path} holds a key of another kind than a witness has`);
  return key;
}
