/** @module Checkpoints: the text that a log signs, with its origin, its size and its root (C2SP tlog-checkpoint, "Note text"). */

import { MusterError } from '@muster/errors';
import { HASH_BYTES, type TreeHead } from '@muster/merkle';
import { decodeBase64, encodeBase64, parseDecimal } from './strict-text.ts';

/** The head of a log's tree under the log's name. */
export interface Checkpoint extends TreeHead {
  /** Name of the log, one line. */
  readonly origin: string;
}

/**
 * `origin\nsize\nbase64(root)\n` (C2SP tlog-checkpoint, "Note text"). Throws AUDIT_NOTE_INVALID for an origin that is empty or
 * no single line, a size that is no whole number, a root of another length than 32 bytes.
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${encodeBase64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

/**
 * The checkpoint that a note's text holds (C2SP tlog-checkpoint, "Note text"). Throws AUDIT_NOTE_INVALID for fewer than three
 * lines, an empty origin, a size with a sign or leading zeros or beyond 2^53 - 1, a root that is not the base64 of 32 bytes. Extension
 * lines are refused as well: the specification advises against them, ML-DSA-44 cosignatures do not cover them, and no log of Muster
 * has any.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0)
    throw new MusterError('AUDIT_NOTE_INVALID', 'a checkpoint has three lines: origin, size, root');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: notes hold no control characters
  if (origin === '' || /[\u0000-\u001f]/.test(origin) || !origin.isWellFormed())
    throw new MusterError('AUDIT_NOTE_INVALID', 'the first line of a checkpoint names the log');
  const size = parseDecimal(sizeText);
  if (size === null)
    throw new MusterError('AUDIT_NOTE_INVALID', `no size of a tree: ${sizeText.slice(0, 80)}`);
  const root = decodeBase64(rootText);
  if (root?.length !== HASH_BYTES)
    throw new MusterError('AUDIT_NOTE_INVALID', `no root of a tree: ${rootText.slice(0, 80)}`);
  return { origin, size, root };
}
