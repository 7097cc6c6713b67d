/** @module IDX files, whole: the tools cut them; sites read theirs through @muster/data, which trusts nothing. */
import { readFile, writeFile } from 'node:fs/promises';

export interface Idx {
  /** Rows first. */
  readonly dimensions: readonly number[];
  readonly elements: Uint8Array;
}

/** Bytes of one row. */
function rowBytes(idx: Idx): number {
  return idx.dimensions.slice(1).reduce((product, size) => product * size, 1);
}

/** The rows `rows`, in that order. */
export function takeRows(idx: Idx, rows: Uint32Array): Idx {
  const length = rowBytes(idx);
  const elements = new Uint8Array(rows.length * length);
  for (const [at, row] of rows.entries()) {
    elements.set(idx.elements.subarray(row * length, (row + 1) * length), at * length);
  }
  return { dimensions: [rows.length, ...idx.dimensions.slice(1)], elements };
}

export async function readIdx(path: string): Promise<Idx> {
  const bytes = await readFile(path);
  const rank = bytes.readUInt8(3);
  const dimensions = Array.from({ length: rank }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  return { dimensions, elements: bytes.subarray(4 + 4 * rank) };
}

export async function writeIdx(path: string, idx: Idx): Promise<void> {
  const header = Buffer.alloc(4 + 4 * idx.dimensions.length);
  header.writeUInt32BE(0x0800 | idx.dimensions.length);
  for (const [axis, size] of idx.dimensions.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  await writeFile(path, Buffer.concat([header, idx.elements]));
}
