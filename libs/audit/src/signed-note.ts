/** @module Signed notes: a text, a blank line, signature lines (C2SP signed-note). */
import { MusterError } from '@muster/errors';
import {
  type NoteSignature,
  parseSignatureLine,
  type VerifiedSignature,
  verifySignature,
} from './note-signature.ts';
import { decodeUtf8 } from './strict-text.ts';
import { sameKey, type VerifierKey } from './verifier-key.ts';

/** Signatures on one note; the specification asks for at least 16, golang.org/x/mod/sumdb/note stops here too. */
const SIGNATURES_MAX = 100;

/** A note as it is written; nothing of it is verified. */
export interface SignedNote {
  /** With its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note with the signatures that were verified, one to a key. */
export interface OpenedNote {
  readonly text: string;
  readonly signatures: readonly VerifiedSignature[];
}

/** The bytes of a note: the text, which ends in a newline, and signature lines without theirs (C2SP signed-note, "Format"). */
export function formatNote(text: string, lines: readonly string[]): Uint8Array {
  return Buffer.from(`${text}\n${lines.map((line) => `${line}\n`).join('')}`);
}

/**
 * The parts of a note (C2SP signed-note, "Format"); it is split at the last blank line. Throws AUDIT_NOTE_INVALID for bytes that are
 * no UTF-8, a control character other than newline, no blank line, no signature, a missing final newline, a malformed signature
 * line, more than 100 of them.
 */
export function parseNote(note: Uint8Array): SignedNote {
  const whole = decodeUtf8(note);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (whole === null || /[\u0000-\u0009\u000b-\u001f]/.test(whole))
    throw new MusterError('AUDIT_NOTE_INVALID', 'a note is UTF-8 without control characters but newline');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n') || split + 2 === whole.length)
    throw new MusterError('AUDIT_NOTE_INVALID', 'a note ends in a blank line and signature lines');
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX)
    throw new MusterError(
      'AUDIT_NOTE_INVALID',
      `a note has at most ${SIGNATURES_MAX} signatures, not ${lines.length}`,
    );
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/**
 * Opens a note (C2SP signed-note, "Signatures"): signatures of unknown keys are passed over, those of `keys` must hold. Of several by
 * one key the latest counts. Throws AUDIT_NOTE_INVALID for a malformed note, SIGNATURE_INVALID when a known key's signature does not
 * hold (however many others do), AUDIT_NOTE_UNTRUSTED when no known key has signed.
 */
export function openNote(note: Uint8Array, keys: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const verified: VerifiedSignature[] = [];
  for (const signature of signatures) {
    // Colliding ids: the signature must hold for each key that claims it, so none can vouch in the other's place.
    for (const key of keys.filter((each) => sameKey(each, signature))) {
      const next = verifySignature(text, key, signature);
      const at = verified.findIndex((each) => each.key === key);
      const before = verified[at];
      if (!before) verified.push(next);
      else if ((next.timeS ?? 0) > (before.timeS ?? 0)) verified[at] = next;
    }
  }
  if (verified.length === 0)
    throw new MusterError('AUDIT_NOTE_UNTRUSTED', 'no key that is known here has signed the note');
  return { text, signatures: verified };
}
