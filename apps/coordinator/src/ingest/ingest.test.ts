import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { loadSeals, makeKeyPair, sealUpdate, systemRandom } from '@muster/identity';
import { type Blobs, type CoordinatorStore, openCoordinatorStore, type StoredUpload } from '@muster/store';
import { fixedPoint, loadKernels } from '@muster/vector';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RoundSum, type SealedSum } from './round-sum.ts';
import { IngestThread, type OpenSum } from './thread.ts';
import { type Upload, type UploadLimits, Uploads } from './uploads.ts';

const ref = { run: 'r', round: 1, attempt: 1 };
const seals = await loadSeals();
const aggregator = makeKeyPair('x25519', systemRandom);
const point = fixedPoint({ valueMax: 1024, weightMax: 1_000_000 });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );

let thread: IngestThread;
let folder: string;
let store: CoordinatorStore;
let blobs: Blobs;
beforeAll(async () => {
  thread = new IngestThread();
  folder = mkdtempSync(join(tmpdir(), 'muster-ingest-'));
  store = await openCoordinatorStore(join(folder, 'store'), 1);
  blobs = store.blobs;
});
afterAll(async () => {
  await thread[Symbol.asyncDispose]();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows as the database keeps them. */
function memoryRows() {
  const rows = new Map<string, StoredUpload>();
  return {
    rows,
    all: () => [...rows.values()],
    begin: (row: StoredUpload) => void rows.set(row.file, row),
    admit: (file: string) => {
      const row = rows.get(file);
      if (row) rows.set(file, { ...row, admitted: true });
      return row?.admitted === false;
    },
    drop: (files: readonly string[]) => {
      for (const file of files) rows.delete(file);
    },
  };
}

function newUploads(limits: Partial<UploadLimits> = {}, rows = memoryRows(), own = thread): Uploads {
  return new Uploads(
    own,
    rows,
    join(folder, 'spool'),
    {
      slots: 4,
      slotBytesMax: 1e6,
      ...limits,
    },
    async (box) => seals.open(box, aggregator),
  );
}

function valuesOf(seed: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(seed * 7919 + index) * 10);
}

/** Over the blobs of the test. */
function newSum(uploads: Uploads, sealed?: SealedSum): RoundSum {
  return new RoundSum(ref, { ingest: thread, uploads, blobs, point }, sealed);
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Sends values as chunks of a size, as a transfer does. */
async function send(
  uploads: Uploads,
  site: string,
  values: Float32Array,
  options: { chunk?: number; hash?: string; from?: number; to?: number; weight?: number } = {},
): Promise<Upload> {
  const bytes = new Uint8Array(values.buffer);
  const upload = await uploads.begin({
    ref,
    site,
    updateHash: options.hash ?? sha(bytes),
    sizeBytes: bytes.length,
    codec: 'masked-u32',
    weight: options.weight ?? 1,
  });
  const { chunk = 1000, from = 0, to = bytes.length } = options;
  for (let at = from; at < to; at += chunk)
    await upload.sink().write(at, Uint8Array.from(bytes.subarray(at, Math.min(at + chunk, to))));
  return upload;
}

async function admitted(uploads: Uploads, site: string, values: Float32Array, weight = 1): Promise<Upload> {
  const upload = await send(uploads, site, values, { chunk: 262_144, weight });
  upload.isAdmitted = true;
  return upload;
}

async function meanOf(sum: OpenSum, totalWeight: number): Promise<Float64Array> {
  const mean: number[] = [];
  for await (const part of sum.means(1_000, totalWeight, point)) mean.push(...part);
  return Float64Array.from(mean);
}

/** The same by the accumulator itself. */
async function expectedMean(
  members: readonly { values: Float32Array; weight: number }[],
): Promise<Float64Array> {
  const length = members[0]?.values.length ?? 0;
  using accumulator = (await loadKernels('plain')).newAccumulator(length);
  for (const { values, weight } of members) accumulator.fold(0, values, weight, point);
  const mean = new Float64Array(length);
  accumulator.mean(
    0,
    mean,
    members.reduce((sum, { weight }) => sum + weight, 0),
    point,
  );
  return mean;
}

describe.each([
  ['in memory', { slots: 4 }],
  ['in a spool file', { slots: 0 }],
])('an upload %s', (_where, limits) => {
  it('is hashed and scanned whole, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.float32Array({ minLength: 1, maxLength: 5_000, noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 1, max: 9_000 }),
        async (random, chunk) => {
          const values = Float32Array.from(random); // of an array buffer of its own
          const uploads = newUploads(limits);
          const upload = await send(uploads, 'a', values, { chunk });
          const [hash, scan] = [await upload.hash(), await upload.scan()];
          expect(hash).toBe(sha(new Uint8Array(values.buffer)));
          expect(scan).toEqual((await loadKernels('plain')).scan(values));
          uploads.discardRound(ref);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells what may not be folded', async () => {
    const uploads = newUploads(limits);
    const values = valuesOf(1, 100_000);
    values[99_999] = Number.NaN;
    expect((await (await send(uploads, 'a', values, { chunk: 65_536 })).scan()).finite).toBe(false);
    uploads.discardRound(ref);
  });

  it('goes on where it broke off, and is not whole before its last byte', async () => {
    const uploads = newUploads(limits);
    const values = valuesOf(2, 10_000);
    const half = await send(uploads, 'a', values, { to: 20_000 });
    expect(await codeOf(half.hash())).toBe('OBJECT_CORRUPT');
    const again = await uploads.begin({
      ref,
      site: 'a',
      updateHash: half.updateHash,
      sizeBytes: 40_000,
      codec: 'masked-u32',
      weight: 1,
    });
    expect([again, again.offset]).toEqual([half, 20_000]);
    await send(uploads, 'a', values, { from: 20_000 });
    expect(await half.hash()).toBe(half.updateHash);
    uploads.discardRound(ref);
  });

  it('takes no chunk out of place or beyond the end', async () => {
    const uploads = newUploads(limits);
    const upload = await send(uploads, 'a', valuesOf(3, 10), { to: 8, chunk: 8 });
    const { update } = upload;
    expect(await codeOf(thread.write(update, 0, new Uint8Array(8)))).toBe('MALFORMED');
    expect(await codeOf(thread.write(update, 16, new Uint8Array(8)))).toBe('MALFORMED');
    expect(await codeOf(thread.write(update, 8, new Uint8Array(33)))).toBe('MALFORMED');
    uploads.discardRound(ref);
  });

  it('gives way to another update of the same site', async () => {
    const uploads = newUploads(limits);
    await send(uploads, 'a', valuesOf(4, 10), { to: 8 });
    const other = await send(uploads, 'a', valuesOf(5, 10));
    expect([uploads.stats.kept, uploads.find(ref, 'a')]).toEqual([1, other]);
    expect(await other.hash()).toBe(other.updateHash);
    uploads.discardRound(ref);
  });
});

describe.each([
  ['in memory', { slots: 4 }],
  ['in a spool file', { slots: 0 }],
])('a sealed update %s', (_where, limits) => {
  const values = valuesOf(7, 150_001); // more than two windows
  const plain = new Uint8Array(values.buffer);

  async function brought(bytes: Uint8Array, uploads: Uploads): Promise<Upload> {
    const updateHash = sha(bytes);
    const announced = { ref, site: 'a', updateHash, sizeBytes: bytes.length, weight: 3 };
    const upload = await uploads.begin({ ...announced, codec: 'sealed-f32' });
    for (let at = 0; at < bytes.length; at += 262_144)
      await upload.sink().write(at, Uint8Array.from(bytes.subarray(at, at + 262_144)));
    return upload;
  }

  it('is hashed as it came, and scanned and folded as what is in it', async () => {
    const uploads = newUploads(limits);
    const sealed = sealUpdate(plain, seals, aggregator.publicKey, systemRandom);
    const upload = await brought(sealed, uploads);
    expect([await upload.hash(), upload.length]).toEqual([sha(sealed), values.length]);
    const { finite, maxAbs } = (await loadKernels('plain')).scan(values);
    expect(await upload.scan()).toMatchObject({ finite, maxAbs });
    expect((await upload.scan()).finite).toBe(true); // again, of what is open already
    upload.isAdmitted = true;
    using sum = newSum(uploads);
    const members = [{ site: 'a', weight: 3 }];
    expect(await meanOf(await sum.close(members), 3)).toEqual(await expectedMean([{ values, weight: 3 }]));
    uploads.discardRound(ref);
  });

  it('for another, or with a bit changed, is not opened', async () => {
    const other = makeKeyPair('x25519', systemRandom).publicKey;
    const uploads = newUploads(limits);
    const elsewhere = await brought(sealUpdate(plain, seals, other, systemRandom), uploads);
    expect(await codeOf(elsewhere.scan())).toBe('SEAL_BROKEN');
    const changed = Uint8Array.from(sealUpdate(plain, seals, aggregator.publicKey, systemRandom));
    changed[400_000] = (changed[400_000] ?? 0) ^ 1;
    expect(await codeOf((await brought(changed, uploads)).scan())).toBe('SEAL_BROKEN');
    uploads.discardRound(ref);
  });

  it('of a size that no sealed update has is not opened', async () => {
    const uploads = newUploads(limits);
    for (const length of [1, 79, 80, 96, 97]) {
      const upload = await brought(new Uint8Array(length), uploads);
      expect(await codeOf(upload.scan())).not.toBe('');
    }
    uploads.discardRound(ref);
  });
});

describe('uploads', () => {
  it('lie in memory too while there are slots and they fit; their files go with them', async () => {
    const uploads = newUploads({ slots: 2, slotBytesMax: 400 });
    const made = [];
    for (const [site, length] of [
      ['a', 100],
      ['b', 101],
      ['c', 100],
      ['d', 100],
    ] as const)
      made.push(await send(uploads, site, valuesOf(length, length)));
    expect(made.map(({ inMemory }) => inMemory)).toEqual([true, false, true, false]);
    expect(uploads.stats).toMatchObject({ kept: 4, slots: 2 });
    const spool = join(folder, 'spool');
    expect(readdirSync(spool)).toHaveLength(4);
    uploads.discard(ref, 'a');
    expect((await send(uploads, 'e', valuesOf(9, 50))).inMemory).toBe(true);
    uploads.discardRound(ref);
    await thread.ask('discard', { update: 0 }); // jobs are done in their order
    expect(readdirSync(spool)).toEqual([]);
    expect(uploads.stats).toMatchObject({ kept: 0, slots: 0 });
  });

  it('outlast their process, half or whole, and nothing else does', async () => {
    const rows = memoryRows();
    const before = new IngestThread();
    const values = valuesOf(1, 50_000);
    {
      const uploads = newUploads({ slots: 1 }, rows, before);
      const whole = async (site: string) =>
        rows.admit((await send(uploads, site, values, { chunk: 65_536 })).file);
      await whole('memory');
      await whole('file');
      await send(uploads, 'half', values, { chunk: 65_536, to: 131_072 });
      await whole('rotten');
      await send(uploads, 'over', values, { chunk: 65_536 });
    }
    await before[Symbol.asyncDispose]();
    const spool = join(folder, 'spool');
    const fileOf = (site: string) => join(spool, rows.all().find((row) => row.site === site)?.file ?? '');
    writeFileSync(fileOf('rotten'), new Uint8Array(values.buffer).fill(1, 0, 4));
    writeFileSync(join(spool, 'stranger'), 'no update');
    for (const row of rows.all()) if (row.site === 'over') rows.rows.set(row.file, { ...row, attempt: 9 });

    const uploads = newUploads({ slots: 1 }, rows);
    await uploads.recover(({ attempt }) => attempt === 1);
    const hash = sha(new Uint8Array(valuesOf(1, 50_000).buffer));
    const kept = { updateHash: hash, weight: 1 };
    expect(uploads.held(ref)).toEqual({ memory: kept, file: kept });
    await thread.ask('discard', { update: 0 }); // jobs are done in their order
    expect(readdirSync(spool)).toHaveLength(3);
    expect(
      rows
        .all()
        .map(({ site }) => site)
        .sort(),
    ).toEqual(['file', 'half', 'memory']);
    // The half one goes on where its file ends.
    const again = await uploads.begin({
      ref,
      site: 'half',
      updateHash: hash,
      sizeBytes: 200_000,
      codec: 'masked-u32',
      weight: 1,
    });
    expect(again.offset).toBe(131_072);
    await send(uploads, 'half', valuesOf(1, 50_000), { from: 131_072, chunk: 65_536 });
    expect(await again.hash()).toBe(hash);
    // And the whole ones are folded as if nothing had happened.
    using sum = newSum(uploads);
    const members = [
      { site: 'memory', weight: 2 },
      { site: 'file', weight: 3 },
    ];
    expect(await meanOf(await sum.close(members), 5)).toEqual(
      await expectedMean(members.map(({ weight }) => ({ values: valuesOf(1, 50_000), weight }))),
    );
    uploads.discardRound(ref);
    await thread.ask('discard', { update: 0 });
    expect([readdirSync(spool), rows.all()]).toEqual([[], []]);
  });

  it('whose file a restart cannot open, or that lost bytes, come once more from their first byte', async () => {
    const rows = memoryRows();
    const values = valuesOf(8, 1_000);
    const spool = join(folder, 'spool');
    const before = newUploads({ slots: 0 }, rows);
    const half = await send(before, 'half', values, { to: 2_000 });
    rmSync(join(spool, half.file));
    mkdirSync(join(spool, half.file));
    const uploads = newUploads({ slots: 0 }, rows);
    await uploads.recover(() => true);
    expect([uploads.stats.kept, rows.all()]).toEqual([0, []]);
    const again = await send(uploads, 'half', values);
    expect(await again.hash()).toBe(half.updateHash);

    truncateSync(join(spool, again.file), 2_000);
    expect(await codeOf(again.scan())).toBe('OBJECT_CORRUPT'); // which its site takes for a reason to bring it again
    const anew = await send(uploads, 'half', values);
    expect([anew === again, await anew.hash()]).toEqual([false, half.updateHash]);
    uploads.discardRound(ref);
    await uploads.recover(() => false);
    expect(readdirSync(spool)).toEqual([]);
  });

  it('that go while they come are told to be late; one of which a write failed is begun anew', async () => {
    const uploads = newUploads();
    const values = valuesOf(6, 1_000);
    const upload = await send(uploads, 'a', values, { to: 2_000 });
    expect(await codeOf(thread.write(upload.update, 0, new Uint8Array(1)))).toBe('MALFORMED');
    const sink = upload.sink();
    expect(await codeOf(Promise.resolve(sink.write(9_999, new Uint8Array(1))))).toBe('MALFORMED');
    const anew = await send(uploads, 'a', values, { to: 1_000 });
    expect([anew === upload, anew.offset]).toEqual([false, 1_000]);
    uploads.discardRound(ref);
    expect(await codeOf(Promise.resolve(anew.sink().write(1_000, new Uint8Array(1))))).toBe('LATE');
  });

  it('say when the disk takes no spool file', async () => {
    const uploads = newUploads({ slots: 0 });
    rmSync(join(folder, 'spool'), { recursive: true });
    expect(await codeOf(send(uploads, 'a', valuesOf(1, 10)))).toBe('STORAGE_FAILED');
    expect(uploads.stats.kept).toBe(0);
  });
});

describe('the sum of a round', () => {
  const weights = { a: 3, b: 70_000, c: 11 };
  const length = 150_001; // more than two windows
  const all = Object.entries(weights).map(([site, weight], index) => ({
    site,
    weight,
    values: valuesOf(index, length),
  }));

  it('is the same whether members were folded ahead, in whatever order, or at the close', async () => {
    const expected = await expectedMean(all);
    for (const [order, slots] of [
      [[0, 1, 2], 4],
      [[2, 0, 1], 1],
      [[1], 0],
      [[], 4],
    ] as const) {
      const uploads = newUploads({ slots });
      const kept = [];
      for (const { site, values, weight } of all) kept.push(await admitted(uploads, site, values, weight));
      using sum = newSum(uploads);
      for (const index of order) {
        const upload = kept[index];
        if (upload) sum.add(upload);
      }
      expect(await meanOf(await sum.close(all), 70_014)).toEqual(expected);
      uploads.discardRound(ref);
    }
  });

  it('holds nobody who was folded ahead and does not count, nor under another weight', async () => {
    const members = all.slice(0, 2);
    const uploads = newUploads();
    using sum = newSum(uploads);
    for (const { site, values, weight } of all) sum.add(await admitted(uploads, site, values, weight));
    expect(await meanOf(await sum.close(members), 70_003)).toEqual(await expectedMean(members));
    const heavier = members.map((member) => ({ ...member, weight: member.weight + 1 }));
    expect(await meanOf(await sum.close(heavier), 70_005)).toEqual(await expectedMean(heavier));
    uploads.discardRound(ref);
  });

  it('is the same when it goes on from a seal, in the same process or in another', async () => {
    const [first, ...others] = all;
    if (!first) throw new Error('no members');
    const uploads = newUploads();
    using sum = newSum(uploads);
    for (const { site, values, weight } of all.slice(0, 2))
      sum.add(await admitted(uploads, site, values, weight));
    const earlier = await sum.seal([first]); // another was folded ahead already
    sum.adopted(earlier);
    const sealed = await sum.seal(all.slice(0, 2));
    sum.adopted(sealed);
    await expect.poll(() => codeOf(blobs.verify(earlier.hash))).toBe('NOT_FOUND');
    uploads.discardRound(ref, new Set(['a', 'b'])); // their bytes are in the sum
    const last = others.at(-1);
    if (last) await admitted(uploads, last.site, last.values, last.weight);
    using again = newSum(uploads, sealed);
    const expected = await expectedMean(all);
    expect(await meanOf(await sum.close(all), 70_014)).toEqual(expected);
    expect(await meanOf(await again.close(all), 70_014)).toEqual(expected);
    // Nobody who was sealed can be left out, and a sum that rotted is no sum.
    expect(await codeOf(again.close(all.slice(1)))).toBe('INTERNAL');
    const path = join(folder, 'store', 'blobs', 'sha256', sealed.hash.slice(0, 2), sealed.hash.slice(2));
    writeFileSync(path, new Uint8Array(8 * length));
    using rotten = newSum(uploads, sealed);
    expect(await codeOf(rotten.close(all))).toBe('STORAGE_CORRUPT');
    uploads.discardRound(ref);
  });

  it('is made anew after a disk failed in the middle of a fold', async () => {
    const uploads = newUploads({ slots: 0 });
    const kept = [];
    for (const { site, values, weight } of all) kept.push(await admitted(uploads, site, values, weight));
    const [first, second] = kept;
    if (!first || !second) throw new Error('nothing is kept');
    using sum = newSum(uploads);
    const path = join(folder, 'spool', second.file);
    const bytes = readFileSync(path);
    truncateSync(path, 400_000); // beyond the first window
    expect(await codeOf(sum.close(all))).not.toBe('');
    expect(await codeOf(sum.close(all))).not.toBe('');
    writeFileSync(path, bytes);
    expect(await meanOf(await sum.close(all), 70_014)).toEqual(await expectedMean(all));
    uploads.discardRound(ref);
  });

  it('is not believed whole after a fold ahead broke off, by whoever asks at once', async () => {
    const uploads = newUploads({ slots: 0 });
    const kept = [];
    for (const { site, values, weight } of all) kept.push(await admitted(uploads, site, values, weight));
    const last = kept.at(-1);
    if (!last) throw new Error('nothing is kept');
    using sum = newSum(uploads);
    const path = join(folder, 'spool', last.file);
    const bytes = readFileSync(path);
    truncateSync(path, 400_000); // beyond the first window
    for (const upload of kept) sum.add(upload);
    expect(await codeOf(sum.seal(all))).not.toBe('');
    writeFileSync(path, bytes);
    expect(await meanOf(await sum.close(all), 70_014)).toEqual(await expectedMean(all));
    uploads.discardRound(ref);
  });

  it('leaves no file behind that cannot become a blob, however often a seal is tried', async () => {
    const uploads = newUploads();
    for (const { site, values, weight } of all) await admitted(uploads, site, values, weight);
    const failing = (path: string) => Promise.reject(new MusterError('STORAGE_FAILED', `no way for ${path}`));
    const refusing = new Proxy(blobs, {
      get: (of, name) => (name === 'adopt' ? failing : Reflect.get(of, name)),
    });
    using sum = new RoundSum(ref, { ingest: thread, uploads, blobs: refusing, point }, undefined);
    const before = readdirSync(join(folder, 'spool'));
    for (const _time of ['first', 'second']) expect(await codeOf(sum.seal(all))).toBe('STORAGE_FAILED');
    expect(readdirSync(join(folder, 'spool'))).toEqual(before);
    uploads.discardRound(ref);
  });

  it('is not made of what is not here', async () => {
    const uploads = newUploads();
    using sum = newSum(uploads);
    expect(await codeOf(sum.close([{ site: 'a', weight: 1 }]))).toBe('INTERNAL');
    await send(uploads, 'a', valuesOf(1, 10)); // not admitted
    expect(await codeOf(sum.close([{ site: 'a', weight: 1 }]))).toBe('INTERNAL');
    uploads.discardRound(ref);
  });
});

describe('the ingest thread', () => {
  it('leaves the caller no view of the bytes that it took, and those of others alone', async () => {
    const uploads = newUploads();
    const upload = await uploads.begin({
      ref,
      site: 'a',
      updateHash: '',
      sizeBytes: 300_010,
      codec: 'masked-u32',
      weight: 1,
    });
    const own = new Uint8Array(new ArrayBuffer(300_100), 50, 300_000);
    await thread.write(upload.update, 0, own);
    expect(own.length).toBe(0);
    const part = new Uint8Array(new ArrayBuffer(300_000), 7, 10);
    await thread.write(upload.update, 300_000, part);
    expect(part.length).toBe(10);
    uploads.discardRound(ref);
  });

  it('that has ended fails what is asked of it', async () => {
    const other = new IngestThread();
    const asked = codeOf(other.ask('hash', { update: 1 }));
    await other[Symbol.asyncDispose]();
    expect(await asked).toBe('UNAVAILABLE');
    expect(await codeOf(other.openSum(1))).toBe('UNAVAILABLE');
    expect(other.queued).toBe(0);
  });
});
