import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBlobs } from './blob-files.ts';
import { runBlobsContract } from './testing/blobs-contract.ts';
import { refused } from './testing/refusal.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-blob-files-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

runBlobsContract('files', openBlobs);

/** Puts blobs and streams others without end, and prints the hash of each once it is told that it is stored. */
const WRITER = `
const { openBlobs } = await import(process.argv[1]);
const { randomBytes } = await import('node:crypto');
const blobs = await openBlobs(process.argv[2]);
const put = async (size) => {
  for (;;) {
    await using writer = await blobs.writer();
    for (let at = 0; at < size; at += 65536) await writer.write(at, randomBytes(65536));
    process.stdout.write((await writer.commit()).hash + '\\n');
  }
};
const unfinished = await blobs.writer();
await unfinished.write(0, randomBytes(65536));
await Promise.all([put(65536), put(1 << 20), put(16 << 20)]);
`;

async function writeUntilKilled(place: string): Promise<string[]> {
  const module = new URL('./blob-files.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, module, place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.length > 65 * 12) child.kill('SIGKILL');
  }
  return said.split('\n').slice(0, -1);
}

describe('blob files', () => {
  test('kill -9 while writing: what was acknowledged is whole, nothing else is visible, orphans go', async () => {
    const place = join(directory, 'killed');
    const acknowledged = await writeUntilKilled(place);
    expect(acknowledged.length).toBeGreaterThanOrEqual(12);
    expect((await readdir(join(place, 'tmp'))).length).toBeGreaterThan(0);
    const blobs = await openBlobs(place);
    expect(await readdir(join(place, 'tmp'))).toEqual([]);
    const listed: string[] = [];
    for await (const ref of blobs.list()) listed.push(ref.hash);
    expect(listed).toEqual(expect.arrayContaining(acknowledged));
    for (const hash of listed) await blobs.verify(hash);
  });

  test('lie under sha256/ab/cdef...; a flipped bit is STORAGE_CORRUPT, and putting the bytes again mends it', async () => {
    const place = join(directory, 'rotten');
    const blobs = await openBlobs(place);
    const { hash } = await blobs.put(Buffer.from('a model'));
    const path = join(place, 'sha256', hash.slice(0, 2), hash.slice(2));
    const bytes = await readFile(path);
    bytes[0] = 98;
    await writeFile(path, bytes);
    await refused('STORAGE_CORRUPT', () => blobs.verify(hash));
    await blobs.put(Buffer.from('a model'));
    await blobs.verify(hash);
  });

  test('a blob that is refused, aborted or whose source fails leaves no temporary file', async () => {
    const place = join(directory, 'temporary');
    const blobs = await openBlobs(place);
    const refusedOne = await blobs.writer();
    await refusedOne.write(0, Buffer.from('a'));
    await refused('OBJECT_CORRUPT', () => refusedOne.commit('0'.repeat(64)));
    const aborted = await blobs.writer();
    await aborted.write(0, Buffer.from('b'));
    expect(await readdir(join(place, 'tmp'))).toHaveLength(1);
    await aborted.abort();
    await refused('STORAGE_FAILED', () => blobs.put({ file: join(place, 'nowhere') }));
    expect(await readdir(join(place, 'tmp'))).toEqual([]);
  });

  test('a disk that refuses is STORAGE_FAILED', async () => {
    const place = join(directory, 'blocked');
    await mkdir(place);
    await writeFile(join(place, 'sha256'), 'a file where the folder should be');
    await refused('STORAGE_FAILED', () => openBlobs(place));
  });
});
