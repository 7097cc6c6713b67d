/** @module What somebody has verified of a log before: from there on it may only grow. */
import { MusterError } from '@muster/errors';
import { z } from 'zod';
import type { Checkpoint } from '../checkpoint.ts';
import { parseCheckpoint } from '../checkpoint.ts';
import { parseNote } from '../signed-note.ts';
import { decodeBase64, decodeUtf8, encodeBase64 } from '../strict-text.ts';

export interface TrustedState extends Checkpoint {
  /** As it was signed: one half of the evidence, should the log turn out to have forked. */
  readonly note: Uint8Array;
}

const stateSchema = z.strictObject({
  origin: z.string().min(1),
  size: z.int().min(0),
  root: z.string(),
  checkpoint: z.string(),
});

/** The file, JSON. */
export function formatTrustedState({ origin, size, root, note }: TrustedState): string {
  const checkpoint = decodeUtf8(note);
  return `${JSON.stringify({ origin, size, root: encodeBase64(root), checkpoint }, null, 2)}\n`;
}

/** Throws INVALID_ARGUMENT for a file that was not written by `formatTrustedState`. */
export function parseTrustedState(bytes: Uint8Array): TrustedState {
  try {
    const { origin, size, root, checkpoint } = stateSchema.parse(JSON.parse(decodeUtf8(bytes) ?? ''));
    const note = Buffer.from(checkpoint);
    const signed = parseCheckpoint(parseNote(note).text);
    const hash = decodeBase64(root);
    if (signed.origin === origin && signed.size === size && hash && Buffer.compare(hash, signed.root) === 0)
      return { ...signed, note };
  } catch (cause) {
    throw refused(cause);
  }
  throw refused(undefined);
}

function refused(cause: unknown): MusterError {
  return new MusterError('INVALID_ARGUMENT', 'the state is not one that a verification has written', {
    cause,
  });
}
