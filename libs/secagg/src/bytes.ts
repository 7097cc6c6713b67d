/** @module Fields of fixed width as bytes: whole numbers are little-endian, a label stands behind its length (secure-aggregation.md, section 1.4). */
import { hash } from 'node:crypto';

export function u8(value: number): Uint8Array {
  return Uint8Array.of(value);
}

/** From 0 to 2^32 - 1. */
export function u32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function f64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** Behind its length as a u32. */
export function sized(bytes: Uint8Array | string): Uint8Array {
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  return Buffer.concat([u32(content.length), content]);
}

/** ASCII, then a zero byte. */
export function label(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'latin1');
}

/** Of all parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return new Uint8Array(
    Buffer.from(hash('sha256', parts.length === 1 && only ? only : Buffer.concat(parts), 'binary'), 'latin1'),
  );
}

/** In memory of its own. Not `slice`: of a Buffer, which is what decoding gives, that is a view. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Whether both are the same bytes. Not for secrets: how long it takes tells where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
