/**
 * @module The federation manifest (secure-aggregation.md, section 1.3): which organisations belong to a federation, who coordinates, within
 * which limits, and whose certificates are void. One epoch of it, as bytes that hash to its name; who must have signed it: manifest-chain.ts.
 */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { decodeMessage, encodeMessage, type FederationManifest, type Organisation } from '@muster/protocol';

/** Largest manifest: 4096 revoked certificates, 256 models, 64 organisations and 16 witnesses fit. */
const MANIFEST_BYTES_MAX = 229_376;
const NO_HASH = new Uint8Array(32);

/** The most sites that a manifest can allow an organisation. */
export const SITES_MAX = 100_000;

/** What the first epoch says where nobody says otherwise. Shares are per mille. */
export const FIRST_EPOCH = {
  epoch: 1,
  previousHash: NO_HASH,
  cohortMin: 3,
  groupMin: 8,
  corruptPerMilleMax: 50,
  dropoutPerMilleMax: 100,
  modelHashes: [],
  revoked: [],
  witnesses: [],
} as const;

/** One epoch: what it says, checked, and the bytes that say it. */
export interface Manifest extends FederationManifest {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, 32 bytes. */
  readonly hash: Uint8Array;
}

/** The manifest that these fields make. Throws MANIFEST_INVALID for what no federation can have. */
export function makeManifest(fields: FederationManifest): Manifest {
  return parseManifest(encodeMessage('FederationManifest', fields));
}

/** Throws MANIFEST_INVALID: malformed, too large, another encoding than ours, or what no federation can have. */
export function parseManifest(bytes: Uint8Array): Manifest {
  let fields: FederationManifest;
  try {
    fields = decodeMessage('FederationManifest', bytes, MANIFEST_BYTES_MAX);
  } catch (cause) {
    const why = cause instanceof MusterError ? cause.message : String(cause);
    throw invalid(why, cause);
  }
  // Nobody signs what he was not shown: a field that we do not know, or one that is there twice.
  if (!equal(encodeMessage('FederationManifest', fields), bytes))
    throw invalid('its encoding is not canonical');
  assertSound(fields);
  return { ...fields, bytes, hash: createHash('sha256').update(bytes).digest() };
}

/** The organisation whose key, or former key, has issued a certificate. */
export function organisationOf(
  { organisations }: Pick<Manifest, 'organisations'>,
  issuerKey: Uint8Array,
): Organisation | undefined {
  return organisations.find(({ key, formerKey }) => equal(key, issuerKey) || equal(formerKey, issuerKey));
}

/** Whether the manifest has declared a certificate void; `hash`: SHA-256 in hex. */
export function isRevoked({ revoked }: Pick<Manifest, 'revoked'>, hash: string): boolean {
  let [first, end] = [0, revoked.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    const at = Buffer.from(revoked[middle] ?? NO_HASH).toString('hex');
    if (at === hash) return true;
    if (at < hash) first = middle + 1;
    else end = middle;
  }
  return false;
}

function assertSound(fields: FederationManifest): void {
  const { organisations, signaturesMin, coordinatorKeys, epoch, previousHash } = fields;
  if (fields.federationName === '') throw invalid('the federation has no name');
  if (organisations.length === 0) throw invalid('it names no organisation');
  if (coordinatorKeys.length === 0) throw invalid('it names no coordinator');
  if (signaturesMin > organisations.length)
    throw invalid(`${signaturesMin} of ${organisations.length} organisations can never sign`);
  if ((epoch === 1) !== equal(previousHash, NO_HASH))
    throw invalid('the first epoch has no manifest before it, and each later one has');
  const names = organisations.map(({ name }) => name.normalize('NFKC').toLowerCase());
  if (names.some((name) => name.trim() === '')) throw invalid('an organisation has no name');
  if (new Set(names).size < names.length) throw invalid('two organisations have one name');
  const formerKeys = organisations.map(({ formerKey }) => formerKey).filter(({ length }) => length > 0);
  if (formerKeys.some(({ length }) => length !== 32)) throw invalid('a former key has not 32 bytes');
  const keys = [...organisations.map(({ key }) => key), ...formerKeys, ...coordinatorKeys];
  if (new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size < keys.length)
    throw invalid('it names a key twice');
  if (!isAscending(fields.revoked) || !isAscending(fields.modelHashes))
    throw invalid('its hashes are not in order, or one is there twice');
}

function isAscending(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash, index) => index === 0 || Buffer.compare(hashes[index - 1] ?? NO_HASH, hash) < 0);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function invalid(why: string, cause?: unknown): MusterError {
  return new MusterError('MANIFEST_INVALID', `the federation manifest is refused: ${why}`, { cause });
}
