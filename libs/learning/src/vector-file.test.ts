import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVector, writeVector } from './vector-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-vector-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  return thrown instanceof MusterError ? thrown.code : String(thrown);
}

describe('vector files', () => {
  it('hold float32, little-endian, and nothing else', async () => {
    const path = join(folder, 'one.f32');
    await writeVector(path, Float32Array.of(1, -2, 0.5));
    expect((await readFile(path)).toString('hex')).toBe('0000803f000000c00000003f');
    expect(await readVector(path, 3)).toEqual(Float32Array.of(1, -2, 0.5));
  });

  it('hold a part of a larger vector as it is', async () => {
    const path = join(folder, 'part.f32');
    await writeVector(path, Float32Array.of(9, 1, Number.NaN, 9).subarray(1, 3));
    expect(await readVector(path, 2)).toEqual(Float32Array.of(1, Number.NaN));
  });

  it('are replaced whole: what a crash left beside the file is overwritten and gone', async () => {
    const path = join(folder, 'again.f32');
    await writeVector(path, new Float32Array(8));
    await writeFile(`${path}.part`, 'half of something much longer than what comes now');
    await writeVector(path, Float32Array.of(3));
    expect(await readVector(path, 1)).toEqual(Float32Array.of(3));
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('of another length are refused', async () => {
    const path = join(folder, 'length.f32');
    await writeFile(path, new Uint8Array(9));
    expect(await codeOf(readVector(path, 2))).toBe('LENGTH_MISMATCH');
    expect(await codeOf(readVector(path, 3))).toBe('LENGTH_MISMATCH');
  });

  it('that cannot be read or written say so', async () => {
    expect(await codeOf(readVector(join(folder, 'none.f32'), 1))).toBe('STORAGE_FAILED');
    expect(await codeOf(writeVector(join(folder, 'no', 'such', 'folder'), new Float32Array(1)))).toBe(
      'STORAGE_FAILED',
    );
    await mkdir(join(folder, 'taken'));
    expect(await codeOf(writeVector(join(folder, 'taken'), new Float32Array(1)))).toBe('STORAGE_FAILED');
  });
});
