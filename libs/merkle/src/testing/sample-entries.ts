/** @module Entries to hash, for tests. */

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** `count` different entries. */
export function sampleEntries(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => bytes(`entry ${i}`));
}
