/** @module One signature of a note: its line, how a key makes it and whether it holds (C2SP signed-note, "Signatures"). */
import { MusterError } from '@muster/errors';
import { parseCheckpoint } from './checkpoint.ts';
import { ed25519Message, mlDsaMessage, splitTime, withTime } from './cosignature.ts';
import { signRaw, verifyRaw } from './signature-scheme.ts';
import type { SigningKey } from './signing-key.ts';
import { decodeBase64, encodeBase64 } from './strict-text.ts';
import { isKeyName, schemeOf, type VerifierKey } from './verifier-key.ts';

const PREFIX = '\u2014 ';
const ID_BYTES = 4;

/** A signature as its line has it: not verified. */
export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A signature that was verified. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** POSIX seconds that a cosignature names; null of a log's plain Ed25519 signature. */
  readonly timeS: number | null;
  /** The line as it stands in the note, without its newline. */
  readonly line: string;
}

/** `— name base64(id ‖ signature)`, without the newline (C2SP signed-note, "Format"). */
export function formatSignatureLine({ name, id, bytes }: NoteSignature): string {
  return `${PREFIX}${name} ${encodeBase64(Buffer.concat([Buffer.from(id, 'hex'), bytes]))}`;
}

/**
 * The signature of a line without its newline (C2SP signed-note, "Format"). Throws AUDIT_NOTE_INVALID for another form, a bad name,
 * base64 that is not canonical.
 */
export function parseSignatureLine(line: string): NoteSignature {
  const [name = '', base64 = '', ...more] = line.startsWith(PREFIX)
    ? line.slice(PREFIX.length).split(' ')
    : [];
  const bytes = decodeBase64(base64);
  if (!isKeyName(name) || !bytes || bytes.length <= ID_BYTES || more.length > 0)
    throw new MusterError('AUDIT_NOTE_INVALID', `no line of a signature: ${line.slice(0, 120)}`);
  const id = Buffer.from(bytes.subarray(0, ID_BYTES)).toString('hex');
  return { name, id, bytes: bytes.subarray(ID_BYTES) };
}

/**
 * A signature line over a note's text, without its newline. Ed25519 signs the text (C2SP signed-note, "Ed25519 signatures"); the
 * other types sign it as a checkpoint at `timeS`, POSIX seconds (C2SP tlog-cosignature). Throws INVALID_ARGUMENT for a time that is no
 * whole number, AUDIT_NOTE_INVALID when a cosignature is asked over what is no checkpoint or has too long an origin.
 */
export function signText(text: string, { verifier, privateKey }: SigningKey, timeS: number): string {
  if (!Number.isSafeInteger(timeS) || timeS < 0)
    throw new MusterError('INVALID_ARGUMENT', `no time in POSIX seconds: ${timeS}`);
  const message = messageOf(text, verifier, timeS);
  if (!message)
    throw new MusterError('AUDIT_NOTE_INVALID', 'the origin or the name is longer than 255 bytes');
  const signature = signRaw(privateKey, message);
  return formatSignatureLine({
    name: verifier.name,
    id: verifier.id,
    bytes: verifier.type === 'ed25519' ? signature : withTime(timeS, signature),
  });
}

/**
 * The signature by `key` over a note's text, verified. Throws SIGNATURE_INVALID when it does not hold or is malformed, and
 * AUDIT_NOTE_INVALID for a cosignature over what is no checkpoint.
 */
export function verifySignature(text: string, key: VerifierKey, { bytes }: NoteSignature): VerifiedSignature {
  const timed = key.type === 'ed25519' ? { timeS: null, signature: bytes } : splitTime(bytes);
  const message = timed && messageOf(text, key, timed.timeS ?? 0);
  if (!message || !verifyRaw(schemeOf(key.type), key.verifying, message, timed.signature))
    throw new MusterError('SIGNATURE_INVALID', `the signature of ${key.name} on the note does not verify`);
  return { key, timeS: timed.timeS, line: formatSignatureLine({ name: key.name, id: key.id, bytes }) };
}

/** What a key of this type signs; null for what the type has no room for. */
function messageOf(text: string, { name, type }: VerifierKey, timeS: number): Uint8Array | null {
  switch (type) {
    case 'ed25519':
      return Buffer.from(text);
    case 'cosignature/v1':
      parseCheckpoint(text);
      return ed25519Message(text, timeS);
    case 'subtree/v1':
      return mlDsaMessage(name, parseCheckpoint(text), timeS);
  }
}
