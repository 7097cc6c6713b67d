/** @module A flat vector in a file: float32 little-endian and nothing else, written whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MusterError } from '@muster/errors';

/** Every platform that Node 24 has builds for, save s390x, is little-endian: bytes in memory are bytes in the file. */
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Reads `length` floats. Throws STORAGE_FAILED, or LENGTH_MISMATCH if the file holds another number of bytes. */
export async function readVector(path: string, length: number): Promise<Float32Array> {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw storageFailed('read', thrown);
  });
  if (bytes.byteLength !== 4 * length) {
    throw new MusterError(
      'LENGTH_MISMATCH',
      `The model has ${length} parameters, ${4 * length} bytes; the file holds ${bytes.byteLength}.`,
      { detail: { expectedBytes: 4 * length, bytes: bytes.byteLength } },
    );
  }
  return floatsOf(bytes);
}

/** A copy of its own: Node may hand out a buffer at any offset of a pool, and floats must lie at multiples of four. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length / 4);
  new Uint8Array(values.buffer).set(bytes);
  return inFileOrder(values);
}

/** The bytes of a vector as they are in a file; on most machines a view of it. */
export function bytesOf(values: Float32Array): Uint8Array {
  const ordered = LITTLE_ENDIAN ? values : inFileOrder(values.slice());
  return new Uint8Array(ordered.buffer, ordered.byteOffset, ordered.byteLength);
}

/**
 * Writes the vector beside its place, makes it durable, then renames it: after a crash the file is there whole or not at all, and what a
 * crash left beside it is overwritten by the next writer. There is one writer for a path at a time. Throws STORAGE_FAILED, STORAGE_FULL.
 */
export async function writeVector(path: string, values: Float32Array): Promise<void> {
  await writeWhole(path, [bytesOf(values)]);
}

/** As `writeVector`, of parts that follow one another. */
export async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const part = `${path}.part`;
  try {
    {
      await using file = await open(part, 'w', 0o600);
      for (const bytes of parts) await file.writeFile(bytes);
      await file.sync();
    }
    await rename(part, path);
    // Windows has no durable folders to ask for.
    if (process.platform === 'win32') return;
    await using folder = await open(dirname(path), 'r');
    await folder.sync();
  } catch (thrown) {
    throw storageFailed('write', thrown);
  }
}

function inFileOrder(values: Float32Array): Float32Array {
  if (!LITTLE_ENDIAN) Buffer.from(values.buffer, values.byteOffset, values.byteLength).swap32();
  return values;
}

function storageFailed(what: string, thrown: unknown): MusterError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const message = `A file of parameters could not be ${what === 'read' ? 'read' : 'written'}${code ? ` (${code})` : ''}.`;
  return new MusterError(code === 'ENOSPC' ? 'STORAGE_FULL' : 'STORAGE_FAILED', message, { cause: thrown });
}
