/** @module Signed checkpoints: a log's head as a note, and the cosignatures that gather on it (C2SP tlog-checkpoint, tlog-cosignature). */
import { MusterError } from '@muster/errors';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { formatSignatureLine, signText, type VerifiedSignature } from './note-signature.ts';
import { formatNote, openNote, parseNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';
import { sameKey, type VerifierKey } from './verifier-key.ts';

/** A checkpoint whose signatures by known keys hold. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The text that was signed. */
  readonly text: string;
  /** One to a known key. */
  readonly signatures: readonly VerifiedSignature[];
}

/**
 * The checkpoint as a note under the log's keys (C2SP tlog-checkpoint, "Signatures"): Ed25519 first, then ML-DSA-44 where there is
 * such a key; `timeS`, POSIX seconds, goes into the latter. Whoever calls it makes sure that the log never signs two trees of
 * which neither continues the other. Throws INVALID_ARGUMENT for a key of another name than the origin, or none.
 */
export function signCheckpoint(
  checkpoint: Checkpoint,
  keys: readonly SigningKey[],
  timeS: number,
): Uint8Array {
  const text = formatCheckpoint(checkpoint);
  if (keys.length === 0 || keys.some(({ verifier }) => verifier.name !== checkpoint.origin))
    throw new MusterError('INVALID_ARGUMENT', `the log ${checkpoint.origin} signs with keys of its name`);
  return formatNote(
    text,
    keys.map((key) => signText(text, key, timeS)),
  );
}

/**
 * Opens a checkpoint (C2SP tlog-checkpoint): throws like `openNote` and `parseCheckpoint`. A cosigner's signature alone opens it too:
 * see `openUnderPolicy` for whether the log itself and enough witnesses have signed.
 */
export function openCheckpoint(note: Uint8Array, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const { text, signatures } = openNote(note, keys);
  return { checkpoint: parseCheckpoint(text), text, signatures };
}

/**
 * A witness's cosignature lines over a checkpoint's text, one to a key, at `timeS` in POSIX seconds (C2SP tlog-cosignature,
 * "Format"). Throws AUDIT_NOTE_INVALID for what is no checkpoint, INVALID_ARGUMENT for a key that signs without a time.
 */
export function cosign(text: string, keys: readonly SigningKey[], timeS: number): readonly string[] {
  if (keys.some(({ verifier }) => verifier.type === 'ed25519'))
    throw new MusterError(
      'INVALID_ARGUMENT',
      'a witness cosigns with a cosignature key, not with a plain one',
    );
  return keys.map((key) => signText(text, key, timeS));
}

/**
 * The signed checkpoint with these signature lines of `keys` added; the lines of other keys are passed over, and a later line
 * takes the place of an earlier one by the same key (C2SP tlog-witness, "add-checkpoint"). Throws SIGNATURE_INVALID for a line
 * that does not hold, so that one bad cosignature never spoils a checkpoint, and AUDIT_NOTE_UNTRUSTED when none is by `keys`.
 */
export function withCosignatures(
  note: Uint8Array,
  lines: readonly string[],
  keys: readonly VerifierKey[],
): Uint8Array {
  const { text, signatures } = parseNote(note);
  const added = openNote(formatNote(text, lines), keys).signatures;
  const kept = signatures.filter((old) => !added.some(({ key }) => sameKey(key, old)));
  return formatNote(text, [...kept.map(formatSignatureLine), ...added.map(({ line }) => line)]);
}

/**
 * The signed checkpoint with as many of its signatures as it has room for, in at most `bytesMax` bytes: the shortest first, which the log's own Ed25519
 * signature is. Throws AUDIT_NOTE_INVALID for what is no note.
 */
export function shortened(note: Uint8Array, bytesMax: number): Uint8Array {
  if (note.length <= bytesMax) return note;
  const { text, signatures } = parseNote(note);
  let room = bytesMax - formatNote(text, []).length;
  const kept = signatures
    .map(formatSignatureLine)
    .toSorted((a, b) => a.length - b.length)
    .filter((line) => {
      room -= Buffer.byteLength(line) + 1;
      return room >= 0;
    });
  return formatNote(text, kept);
}
