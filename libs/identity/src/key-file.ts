/**
 * @module Keys at rest: a JSON file of mode 0600, optionally under a passphrase (Argon2id, 64 MiB and 3 passes, then XChaCha20-Poly1305,
 * both by libsodium, which is loaded only for that).
 */
import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MusterError } from '@muster/errors';
import { type Identity, type KeyPair, keyPairFromSeed, seedOf } from './keys.ts';
import type { RandomBytes } from './random.ts';

const FORMAT = 'muster-keys-v1';
/** As Argon2id and XChaCha20-Poly1305 of libsodium take them. */
const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const ARGON2 = { passes: 3, memoryBytes: 64 * 1024 * 1024 } as const;

interface KeyFile {
  readonly format: typeof FORMAT;
  readonly keys: Readonly<Record<string, string>>;
  readonly passphrase: null | {
    readonly salt: string;
    readonly nonce: string;
    readonly passes: number;
    readonly memoryBytes: number;
  };
}

/** Writes both key pairs to a new file; an existing one is never overwritten (CONFLICT). */
export async function writeIdentityFile(
  path: string,
  identity: Identity,
  random: RandomBytes,
  passphrase?: string,
): Promise<void> {
  await writeKeyFile(path, { signing: identity.signing, sealing: identity.sealing }, random, passphrase);
}

/** Throws KEY_FILE_INVALID, PASSPHRASE_REQUIRED, PASSPHRASE_WRONG. */
export async function readIdentityFile(path: string, passphrase?: string): Promise<Identity> {
  const seeds = await readKeyFile(path, passphrase);
  return {
    signing: pair('ed25519', seeds, 'signing', path),
    sealing: pair('x25519', seeds, 'sealing', path),
  };
}

/** As `writeIdentityFile`, for the one signing key of an organisation. */
export async function writeSigningKeyFile(
  path: string,
  signing: KeyPair,
  random: RandomBytes,
  passphrase?: string,
): Promise<void> {
  await writeKeyFile(path, { signing }, random, passphrase);
}

/** Throws KEY_FILE_INVALID, PASSPHRASE_REQUIRED, PASSPHRASE_WRONG. */
export async function readSigningKeyFile(path: string, passphrase?: string): Promise<KeyPair> {
  return pair('ed25519', await readKeyFile(path, passphrase), 'signing', path);
}

function pair(
  curve: 'ed25519' | 'x25519',
  seeds: Readonly<Record<string, Uint8Array>>,
  name: string,
  path: string,
): KeyPair {
  const seed = seeds[name];
  if (!seed) throw new MusterError('KEY_FILE_INVALID', `${path} holds no ${name} key`);
  const made = keyPairFromSeed(curve, seed);
  seed.fill(0);
  return made;
}

async function writeKeyFile(
  path: string,
  pairs: Readonly<Record<string, KeyPair>>,
  random: RandomBytes,
  passphrase?: string,
): Promise<void> {
  const seeds = Object.fromEntries(Object.entries(pairs).map(([name, each]) => [name, seedOf(each)]));
  const lock = passphrase === undefined ? undefined : await lockFor(passphrase, random(SALT_BYTES), ARGON2);
  const nonce = random(NONCE_BYTES);
  const keys = Object.fromEntries(
    Object.entries(seeds).map(([name, seed]) => [
      name,
      Buffer.from(lock ? lock.seal(name, nonce, seed) : seed).toString('base64'),
    ]),
  );
  for (const seed of Object.values(seeds)) seed.fill(0);
  const file: KeyFile = {
    format: FORMAT,
    keys,
    passphrase: lock ? { salt: lock.salt, nonce: Buffer.from(nonce).toString('base64'), ...ARGON2 } : null,
  };
  lock?.wipe();
  await createPrivateFile(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** A new file that only its owner can read, durable when it resolves: a crash leaves no file or all of it. Throws CONFLICT when there is one. */
export async function createPrivateFile(path: string, text: string): Promise<void> {
  if (
    await stat(path).then(
      () => true,
      () => false,
    )
  )
    throw new MusterError('CONFLICT', `${path} exists already; it is kept`);
  await replacePrivateFile(path, text);
}

/**
 * The file, whether or not there was one, readable by its owner alone. Written beside its place, synced, renamed, and the folder synced:
 * a crash, also of the machine, leaves the old file or the new one, and once this resolves it is the new one.
 */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.chmod(0o600); // an umask or an older file may have said otherwise
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}

/** Windows cannot sync a folder, and journals the rename itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Text of a file that nobody else may read or write: KEY_FILE_INVALID says how to mend its mode. */
export async function readPrivateFile(path: string): Promise<string> {
  try {
    await assertPrivate(path);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof MusterError) throw cause;
    throw new MusterError('KEY_FILE_INVALID', `${path} cannot be read`, { cause });
  }
}

/** Throws KEY_FILE_INVALID when anybody but its owner may read or write the file, and as `stat` does when there is none. */
export async function assertPrivate(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new MusterError('KEY_FILE_INVALID', `${path} can be read by others; run: chmod 600 ${path}`);
}

async function readKeyFile(path: string, passphrase?: string): Promise<Record<string, Uint8Array>> {
  const file = parseKeyFile(await readPrivateFile(path), path);
  const keys = Object.entries(file.keys);
  if (!file.passphrase)
    return Object.fromEntries(keys.map(([name, text]) => [name, Buffer.from(text, 'base64')]));
  if (passphrase === undefined) throw new MusterError('PASSPHRASE_REQUIRED', `${path} is under a passphrase`);
  const { salt, nonce, passes, memoryBytes } = file.passphrase;
  const lock = await lockFor(passphrase, Buffer.from(salt, 'base64'), { passes, memoryBytes });
  try {
    return Object.fromEntries(
      keys.map(([name, text]) => [
        name,
        lock.open(name, Buffer.from(nonce, 'base64'), Buffer.from(text, 'base64')),
      ]),
    );
  } catch (cause) {
    throw new MusterError('PASSPHRASE_WRONG', `the passphrase does not open ${path}`, { cause });
  } finally {
    lock.wipe();
  }
}

function parseKeyFile(text: string, path: string): KeyFile {
  const invalid = (cause?: unknown) =>
    new MusterError('KEY_FILE_INVALID', `${path} is damaged or no key file`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(cause);
  }
  const record = (each: unknown): each is Record<string, unknown> =>
    each !== null && typeof each === 'object' && !Array.isArray(each);
  if (!record(value) || value.format !== FORMAT || !record(value.keys)) throw invalid();
  const { keys, passphrase } = value;
  if (!Object.values(keys).every((each) => typeof each === 'string')) throw invalid();
  if (passphrase !== null) {
    const sound =
      record(passphrase) &&
      isBase64Of(passphrase.salt, SALT_BYTES) &&
      isBase64Of(passphrase.nonce, NONCE_BYTES) &&
      isWholeIn(passphrase.passes, 1, 100) &&
      isWholeIn(passphrase.memoryBytes, 8192, 2 ** 30);
    if (!sound) throw invalid();
  }
  return value as unknown as KeyFile;
}

function isBase64Of(value: unknown, bytes: number): boolean {
  return typeof value === 'string' && Buffer.from(value, 'base64').length === bytes;
}

function isWholeIn(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

interface Lock {
  readonly salt: string;
  seal(name: string, nonce: Uint8Array, seed: Uint8Array): Uint8Array;
  open(name: string, nonce: Uint8Array, box: Uint8Array): Uint8Array;
  wipe(): void;
}

/** The name of a key is bound into its box: boxes cannot trade places. */
async function lockFor(
  passphrase: string,
  salt: Uint8Array,
  cost: { passes: number; memoryBytes: number },
): Promise<Lock> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  const key = sodium.crypto_pwhash(
    32,
    passphrase,
    salt,
    cost.passes,
    cost.memoryBytes,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  // One nonce serves both keys of a file: each name gives a key of its own.
  const keyFor = (name: string): Uint8Array => sodium.crypto_generichash(32, name, key);
  return {
    salt: Buffer.from(salt).toString('base64'),
    seal: (name, nonce, seed) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(seed, name, null, nonce, keyFor(name)),
    open: (name, nonce, box) =>
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, name, nonce, keyFor(name)),
    wipe: () => sodium.memzero(key),
  };
}
