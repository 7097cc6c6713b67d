/** @module Merkle tree hashing of RFC 6962, section 2.1, over SHA-256. Hashes are 32 bytes; many of them are one run of bytes. */
import { hash } from 'node:crypto';
import { MusterError } from '@muster/errors';

export const HASH_BYTES = 32;

/** Root of the tree without entries: SHA-256 of nothing (RFC 6962, section 2.1). */
export const EMPTY_ROOT: Uint8Array = new Uint8Array(hash('sha256', '', 'buffer'));

// A digest comes out of Node four times faster as a latin1 text than as a buffer of its own; hence the detour in this file.
const pair = Buffer.alloc(1 + 2 * HASH_BYTES);
pair[0] = 0x01;

function hashLeafInto(target: Buffer, offset: number, entry: Uint8Array): void {
  const prefixed = Buffer.allocUnsafe(1 + entry.length);
  prefixed[0] = 0x00;
  prefixed.set(entry, 1);
  target.write(hash('sha256', prefixed, 'binary'), offset, 'latin1');
}

/** Hash of an entry, `SHA-256(0x00 ‖ entry)` (RFC 6962, section 2.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return leafHashes([entry]);
}

/** Hashes of the entries (RFC 6962, section 2.1), 32 bytes each, one after the other. */
export function leafHashes(entries: readonly Uint8Array[]): Uint8Array {
  const leaves = Buffer.alloc(entries.length * HASH_BYTES);
  entries.forEach((entry, i) => {
    hashLeafInto(leaves, i * HASH_BYTES, entry);
  });
  return new Uint8Array(leaves.buffer, leaves.byteOffset, leaves.length);
}

/** Hash of an inner node, `SHA-256(0x01 ‖ left ‖ right)` (RFC 6962, section 2.1). Both are 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return Buffer.from(hash('sha256', pair, 'binary'), 'latin1');
}

/**
 * Root of a tree of these hashes, MTH of RFC 6962, section 2.1; EMPTY_ROOT of none. To pair neighbours level by level and to
 * carry an odd last one up unchanged is the same as the RFC's split at the largest power of two below the size.
 * Throws AUDIT_TILE_INVALID for a length that is no multiple of 32.
 */
export function rootOfHashes(hashes: Uint8Array): Uint8Array {
  if (hashes.length % HASH_BYTES !== 0)
    throw new MusterError('AUDIT_TILE_INVALID', `${hashes.length} bytes are no run of 32-byte hashes`);
  if (hashes.length === 0) return EMPTY_ROOT;
  const level = Buffer.from(hashes);
  for (let width = level.length / HASH_BYTES; width > 1; width = Math.ceil(width / 2)) {
    for (let i = 0; i + 1 < width; i += 2) {
      level.copy(pair, 1, i * HASH_BYTES, (i + 2) * HASH_BYTES);
      level.write(hash('sha256', pair, 'binary'), (i / 2) * HASH_BYTES, 'latin1');
    }
    if (width % 2 === 1)
      level.copy(level, ((width - 1) / 2) * HASH_BYTES, (width - 1) * HASH_BYTES, width * HASH_BYTES);
  }
  return new Uint8Array(level.subarray(0, HASH_BYTES));
}

/** Whether two hashes are the same bytes. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
