/** @module Entry bundles: entries behind their lengths, up to 256 in one file (C2SP tlog-tiles, "Log entries"). */
import { MusterError } from '@muster/errors';

/** What the two bytes before an entry can say. */
export const ENTRY_BYTES_MAX = 65_535;

/**
 * The bundle of these entries: each behind its length as uint16, big-endian (C2SP tlog-tiles, "Log entries"). Throws
 * AUDIT_TILE_INVALID for an entry beyond 65,535 bytes.
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = Buffer.allocUnsafe(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES_MAX)
      throw new MusterError('AUDIT_TILE_INVALID', `an entry has at most 65,535 bytes, not ${entry.length}`);
    at = bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at);
    at += entry.length;
  }
  return bundle;
}

/**
 * The entries of a bundle, views into it. Throws AUDIT_TILE_INVALID for bytes that end within an entry or its length, or that
 * hold fewer or more than `width` entries: nothing may hide behind the last one.
 */
export function decodeBundle(bundle: Uint8Array, width: number): readonly Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length && entries.length < width) {
    const start = at + 2;
    const end = start <= bundle.length ? start + view.getUint16(at) : Number.POSITIVE_INFINITY;
    if (end > bundle.length)
      throw new MusterError('AUDIT_TILE_INVALID', `the bundle ends within entry ${entries.length}`);
    entries.push(bundle.subarray(start, end));
    at = end;
  }
  if (entries.length < width)
    throw new MusterError(
      'AUDIT_TILE_INVALID',
      `the bundle has ${entries.length} entries, and ${width} are due`,
    );
  if (at < bundle.length)
    throw new MusterError(
      'AUDIT_TILE_INVALID',
      `${bundle.length - at} bytes follow the last entry of the bundle`,
    );
  return entries;
}
