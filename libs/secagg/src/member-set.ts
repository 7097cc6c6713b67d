/** @module A set of places in a roster as it travels and is signed: a bit for each, lowest first, in the order of the roster (secure-aggregation.md, section 1.11). */
import { MusterError } from '@muster/errors';

/** Bytes for so many places. */
export function setBytes(sites: number): number {
  return Math.ceil(sites / 8);
}

export function encodeSet(sites: number, members: Iterable<number>): Uint8Array {
  const bytes = new Uint8Array(setBytes(sites));
  for (const member of members) bytes[member >> 3] = (bytes[member >> 3] ?? 0) | (1 << (member & 7));
  return bytes;
}

/** In ascending order. SECAGG_REFUSED for another length, or a bit that stands for nobody: one set has one form. */
export function decodeSet(sites: number, bytes: Uint8Array): readonly number[] {
  const members: number[] = [];
  for (let place = 0; place < 8 * bytes.length; place++)
    if (((bytes[place >> 3] ?? 0) >> (place & 7)) & 1) members.push(place);
  const last = members.at(-1) ?? 0;
  if (bytes.length !== setBytes(sites) || last >= sites)
    throw new MusterError('SECAGG_REFUSED', `${bytes.length} bytes are no set of ${sites} sites`);
  return members;
}
