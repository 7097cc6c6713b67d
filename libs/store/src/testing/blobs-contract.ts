/** @module What any driver of `Blobs` must do. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BlobRef, Blobs } from '../blobs.ts';
import { refused } from './refusal.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** `makeBlobs(directory)` opens the blobs of a place; `directory` is a fresh folder, the same one names the same place. */
export function runBlobsContract(driver: string, makeBlobs: (directory: string) => Promise<Blobs>): void {
  describe(`Blobs contract: ${driver}`, () => {
    let directory: string;
    let blobs: Blobs;
    const all = async (of = blobs): Promise<BlobRef[]> => {
      const refs: BlobRef[] = [];
      for await (const { hash, sizeBytes } of of.list()) refs.push({ hash, sizeBytes });
      return refs;
    };
    const bytesOf = async (hash: string, of = blobs): Promise<Uint8Array> => {
      await using reader = await of.open(hash);
      return await reader.read(0, reader.sizeBytes);
    };

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'muster-blobs-'));
      blobs = await makeBlobs(join(directory, 'place'));
    });
    afterEach(async () => {
      await rm(directory, { recursive: true, force: true });
    });

    test('bytes, a stream and a file of the same content are one blob', async () => {
      const bytes = randomBytes(300_000);
      const file = join(directory, 'file');
      await writeFile(file, bytes);
      async function* stream() {
        for (let at = 0; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001);
      }
      const refs = [await blobs.put(bytes), await blobs.put(stream()), await blobs.put({ file })];
      const ref = { hash: hashOf(bytes), sizeBytes: bytes.length };
      expect(refs).toEqual([ref, ref, ref]);
      expect(await all()).toEqual([ref]);
      expect(Buffer.compare(await bytesOf(ref.hash), bytes)).toBe(0);
      await refused('STORAGE_FAILED', () => blobs.put({ file: join(directory, 'nowhere') }));
    });

    test('the empty blob is a blob', async () => {
      const ref = await blobs.put(new Uint8Array());
      expect(ref).toEqual({ hash: hashOf(new Uint8Array()), sizeBytes: 0 });
      expect(await bytesOf(ref.hash)).toEqual(new Uint8Array());
    });

    test('a failing stream leaves nothing and its error is what the caller sees', async () => {
      async function* failing() {
        yield new Uint8Array(10);
        throw new Error('the source broke');
      }
      await expect(blobs.put(failing())).rejects.toThrow('the source broke');
      expect(await all()).toEqual([]);
    });

    test('the writer takes bytes in order only, and shows nothing before it commits', async () => {
      const bytes = randomBytes(1000);
      const writer = await blobs.writer();
      await writer.write(0, bytes.subarray(0, 400));
      await refused('INVALID_ARGUMENT', () => writer.write(0, bytes.subarray(0, 400)));
      await refused('INVALID_ARGUMENT', () => writer.write(401, bytes.subarray(401)));
      const pair = [writer.write(400, bytes.subarray(400, 700)), writer.write(700, bytes.subarray(700))];
      await Promise.all(pair);
      expect(writer.sizeBytes).toBe(1000);
      expect(await all()).toEqual([]);
      expect(await writer.commit(hashOf(bytes))).toEqual({ hash: hashOf(bytes), sizeBytes: 1000 });
      await refused('INVALID_ARGUMENT', () => writer.write(1000, bytes));
      await refused('INVALID_ARGUMENT', () => writer.commit());
      await writer.abort();
      expect(await blobs.has(hashOf(bytes))).toBe(true);
    });

    test('commit waits for the writes that are under way', async () => {
      const bytes = randomBytes(4 << 20);
      await using writer = await blobs.writer();
      for (let at = 0; at < bytes.length; at += 1 << 20)
        void writer.write(at, bytes.subarray(at, at + (1 << 20)));
      expect(await writer.commit(hashOf(bytes))).toEqual({ hash: hashOf(bytes), sizeBytes: bytes.length });
      await blobs.verify(hashOf(bytes));
    });

    test('other bytes than announced are OBJECT_CORRUPT; an aborted or disposed writer leaves nothing', async () => {
      const bytes = randomBytes(64);
      const writer = await blobs.writer();
      await writer.write(0, bytes);
      const fault = await refused('OBJECT_CORRUPT', () => writer.commit(hashOf(randomBytes(64))));
      expect(fault.detail.found).toBe(hashOf(bytes));
      const aborted = await blobs.writer();
      await aborted.write(0, bytes);
      await aborted.abort();
      {
        await using disposed = await blobs.writer();
        await disposed.write(0, bytes);
      }
      expect(await all()).toEqual([]);
      expect(await blobs.has(hashOf(bytes))).toBe(false);
    });

    test('adopt moves a file in if it has the hash, and leaves it if not', async () => {
      const bytes = randomBytes(5000);
      const file = join(directory, 'spool');
      await writeFile(file, bytes);
      await refused('OBJECT_CORRUPT', () => blobs.adopt(file, hashOf(randomBytes(1))));
      expect(await readdir(directory)).toContain('spool');
      expect(await blobs.adopt(file, hashOf(bytes))).toEqual({ hash: hashOf(bytes), sizeBytes: 5000 });
      expect(await readdir(directory)).not.toContain('spool');
      await blobs.verify(hashOf(bytes));
    });

    test('reads by offset: inside, across the end, beyond it', async () => {
      const bytes = randomBytes(1000);
      const { hash } = await blobs.put(bytes);
      await using reader = await blobs.open(hash);
      expect(Buffer.compare(await reader.read(100, 50), bytes.subarray(100, 150))).toBe(0);
      expect(Buffer.compare(await reader.read(990, 50), bytes.subarray(990))).toBe(0);
      expect((await reader.read(1000, 5)).length).toBe(0);
      expect((await reader.read(5000, 5)).length).toBe(0);
      const window = new Uint8Array(64);
      expect(await reader.readInto(968, window)).toBe(32);
      await refused('INVALID_ARGUMENT', () => reader.read(-1, 5));
    });

    test('an open blob is readable after its removal', async () => {
      const bytes = randomBytes(100);
      const { hash } = await blobs.put(bytes);
      await using reader = await blobs.open(hash);
      expect([await blobs.remove(hash), await blobs.remove(hash)]).toEqual([true, false]);
      expect(Buffer.compare(await reader.read(0, 100), bytes)).toBe(0);
      expect(await blobs.has(hash)).toBe(false);
      await refused('NOT_FOUND', () => blobs.open(hash));
      await refused('NOT_FOUND', () => blobs.verify(hash));
    });

    test('one that was stored again stays when the earlier one is to go', async () => {
      const bytes = randomBytes(100);
      const { hash } = await blobs.put(bytes);
      const modifiedMs = async (): Promise<number> => {
        for await (const each of blobs.list()) if (each.hash === hash) return each.modifiedMs;
        return Number.NaN;
      };
      const before = await modifiedMs();
      while ((await modifiedMs()) === before) await blobs.put(bytes);
      expect(await blobs.remove(hash, before)).toBe(false);
      expect(await blobs.has(hash)).toBe(true);
      expect(await blobs.remove(hash, await modifiedMs())).toBe(true);
      expect(await blobs.remove(hash, before)).toBe(false);
    });

    test('a name that is no hash reaches no file', async () => {
      for (const name of ['', '../../etc/passwd', 'A'.repeat(64), 'ab']) {
        await refused('INVALID_ARGUMENT', () => blobs.open(name));
        await refused('INVALID_ARGUMENT', () => blobs.remove(name));
        await refused('INVALID_ARGUMENT', () => blobs.has(name));
      }
    });

    test('many at once, some the same, are all there after opening again', async () => {
      const contents = Array.from({ length: 40 }, (_, index) => randomBytes(2000).fill(index % 30, 0, 2000));
      await Promise.all(contents.map((bytes) => blobs.put(bytes)));
      const again = await makeBlobs(join(directory, 'place'));
      const hashes = (await all(again)).map((ref) => ref.hash).sort();
      expect(hashes).toEqual([...new Set(contents.map(hashOf))].sort());
      for (const hash of hashes) await again.verify(hash);
    });
  });
}
