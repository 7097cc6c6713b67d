/** @module Verifier keys, written `name+id+key`: whose signatures on a note count (C2SP signed-note, "Verifier keys"). */
import { hash, type KeyObject } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { privateKeyOf, publicKeyOf, type SchemeName, SEED_BYTES } from './signature-scheme.ts';
import { decodeBase64, encodeBase64 } from './strict-text.ts';

/** Signature types by their byte in a key (C2SP signed-note, "Signature types"; tlog-cosignature, "Format"). */
const TYPES = {
  /** Ed25519 over the text of the note: a log's own signature. */
  ed25519: { byte: 0x01, scheme: 'ed25519' },
  /** Ed25519 with a time: a witness's cosignature. */
  'cosignature/v1': { byte: 0x04, scheme: 'ed25519' },
  /** ML-DSA-44 with a time: a log's second signature, or a witness's. */
  'subtree/v1': { byte: 0x06, scheme: 'ml-dsa-44' },
} as const satisfies Record<string, { byte: number; scheme: SchemeName }>;

export type SignatureType = keyof typeof TYPES;

/** A public key under a name; name and id together tell which signatures are its own. */
export interface VerifierKey {
  readonly name: string;
  /** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), 8 hex digits. */
  readonly id: string;
  readonly type: SignatureType;
  /** Raw: 32 bytes, or 1,312 of ML-DSA-44. */
  readonly publicKey: Uint8Array;
  /** The same, ready to verify with. */
  readonly verifying: KeyObject;
}

/** The scheme behind a signature type. */
export function schemeOf(type: SignatureType): SchemeName {
  return TYPES[type].scheme;
}

/** Whether this runtime makes and verifies signatures of the type: ML-DSA-44 is not in every Node.js. */
export function supportsType(type: SignatureType): boolean {
  try {
    privateKeyOf(schemeOf(type), new Uint8Array(SEED_BYTES));
    return true;
  } catch {
    return false;
  }
}

/** The byte of a signature type, in front of a key. */
export function typeByte(type: SignatureType): number {
  return TYPES[type].byte;
}

/** The signature type of a byte; null for one that Muster does not use. */
export function typeOfByte(byte: number | undefined): SignatureType | null {
  for (const type of ['ed25519', 'cosignature/v1', 'subtree/v1'] as const)
    if (TYPES[type].byte === byte) return type;
  return null;
}

/**
 * Whether a text can name a key: not empty, no plus, no Unicode space (C2SP signed-note, "Format"), no control character below
 * U+0020, since no note may hold one. JavaScript's `\s` is another set than White_Space: it lacks U+0085 and has U+FEFF.
 */
export function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return name.isWellFormed() && /^[^\p{White_Space}\u0000-\u001f+]+$/u.test(name);
}

/** A verifier key from a raw public key. Throws AUDIT_KEY_INVALID for a bad name or key, and for ML-DSA-44 where the runtime lacks it. */
export function makeVerifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name))
    throw new MusterError('AUDIT_KEY_INVALID', `no name of a key: ${JSON.stringify(name.slice(0, 80))}`);
  const named = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(TYPES[type].byte), publicKey]);
  return {
    name,
    id: hash('sha256', named).slice(0, 8),
    type,
    publicKey,
    verifying: publicKeyOf(TYPES[type].scheme, publicKey),
  };
}

/** `name+id+base64(type ‖ key)` (C2SP signed-note, "Verifier keys"). */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${encodeBase64(Buffer.concat([Uint8Array.of(TYPES[type].byte), publicKey]))}`;
}

/**
 * The key that a text writes (C2SP signed-note, "Verifier keys"). Throws AUDIT_KEY_INVALID for another form, a type that Muster
 * does not use, a key of the wrong length, and an id that is not the key's.
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', id, base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = decodeBase64(base64);
  const type = typeOfByte(bytes?.[0]);
  if (!bytes || !type)
    throw new MusterError('AUDIT_KEY_INVALID', `no verifier key of a known type: ${text.slice(0, 120)}`);
  const key = makeVerifierKey(name, type, bytes.subarray(1));
  if (key.id !== id)
    throw new MusterError('AUDIT_KEY_INVALID', `the id of the verifier key ${name} is ${key.id}, not ${id}`);
  return key;
}

/** The signature type that the text of a key names, whether or not this runtime has it; null for none that Muster uses. */
export function typeOfKeyText(text: string): SignatureType | null {
  const [, base64 = ''] = /^[^+]+\+[0-9a-f]{8}\+(.+)$/.exec(text) ?? [];
  return typeOfByte(decodeBase64(base64)?.[0]);
}

/** Whether two keys claim the same signatures: equal name and id. */
export function sameKey(a: Pick<VerifierKey, 'name' | 'id'>, b: Pick<VerifierKey, 'name' | 'id'>): boolean {
  return a.name === b.name && a.id === b.id;
}
