/** @module Hashes and keys: bytes on the wire, lower-case hexadecimal in files, rows and words for people. */

/** Two lower-case digits for each byte. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
