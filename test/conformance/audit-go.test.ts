/** Our log before programs that nobody here wrote, and a log of theirs before ours. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  assessCheckpoint,
  cosign,
  decodeBundle,
  EMPTY_EDGE,
  filesBetween,
  formatLogPolicy,
  formatVerifierKey,
  headOf,
  leafHash,
  makeSigningKey,
  openCheckpoint,
  parseNote,
  parseSigningKey,
  parseTilePath,
  parseVerifierKey,
  quorumPolicy,
  signCheckpoint,
  type Tile,
  type TreeHead,
  TreeReader,
  tilePath,
  tilesBetween,
  unfinishedBundleStart,
  verifyConsistency,
  verifyInclusion,
  withCosignatures,
} from '@muster/audit';
import { afterAll, describe, expect, it } from 'vitest';
import { GoProgram } from './go-program.ts';

const sumdb = new GoProgram(join(import.meta.dirname, 'audit-go/sumdb'), 'golang.org/x/mod');
const tessera = new GoProgram(
  join(import.meta.dirname, 'audit-go/tessera'),
  'github.com/transparency-dev/tessera',
);
const without = ({ missing }: GoProgram) => (missing === '' ? '' : ` (skipped: ${missing})`);
const root = sumdb.missing && tessera.missing ? '' : mkdtempSync(join(tmpdir(), 'muster-conformance-'));
afterAll(() => {
  for (const program of [sumdb, tessera]) program.remove();
  if (root !== '') rmSync(root, { recursive: true, force: true });
});

/** The published key of the log in tessera's test data. */
const TESSERA_KEY =
  'PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg';
const ORIGIN = 'audit.example/fed/f1/1';
const key = makeSigningKey(ORIGIN, 'ed25519', new Uint8Array(32).fill(7));
const vkey = formatVerifierKey(key.verifier);
const entries = Array.from({ length: 70_000 }, (_, i) => Buffer.from(`entry ${i}`));
const readFrom = (folder: string) => async (tile: Tile) =>
  new Uint8Array(readFileSync(join(folder, tilePath(tile))));

/** A folder with the log of the first `size` entries, as its publisher writes it: by way of the sizes on the way. */
function writeLog(name: string, size: number): string {
  const folder = join(root, name);
  let edge = EMPTY_EDGE;
  for (const next of [...new Set([1, 255, 256, 257, 65_536].filter((each) => each < size)), size]) {
    const grown = filesBetween(edge, entries.slice(unfinishedBundleStart(edge.size), next));
    for (const { path, bytes } of grown.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    edge = grown.edge;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'checkpoint'), signCheckpoint({ origin: ORIGIN, ...headOf(edge) }, [key], 0));
  return folder;
}

function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe.skipIf(sumdb.missing !== '')(`golang.org/x/mod/sumdb${without(sumdb)}`, () => {
  it.each([
    [1, 1],
    [255, 1],
    [256, 1],
    [257, 1],
    [1000, 1],
    [70_000, 37],
  ])('opens our checkpoint of %i entries and proves its records and sizes from our tiles', (size, step) => {
    const { status, stdout, stderr } = sumdb.run([
      'log',
      writeLog(`sumdb-${size}`, size),
      vkey,
      String(step),
    ]);
    const count = Math.ceil(size / step);
    expect([status, stdout, stderr]).toEqual([0, `1 signatures, ${count} records, ${count} sizes\n`, '']);
  });

  it.each(['checkpoint', 'tile/0/001', 'tile/1/000.p/3', 'tile/entries/002'])(
    'refuses our log with a bit of %s flipped',
    (file) => {
      const folder = writeLog(`sumdb-flip-${file.replaceAll('/', '-')}`, 1000);
      flipBit(join(folder, file), 40);
      expect(sumdb.run(['log', folder, vkey, '1']).status).toBe(1);
    },
  );

  it('agrees with us on proofs, good and bad', async () => {
    const folder = writeLog('sumdb-proofs', 70_000);
    const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
    const lines: string[] = [];
    const ours: string[] = [];
    const ask = (
      kind: string,
      next: TreeHead,
      place: number,
      hash: Uint8Array,
      proof: readonly Uint8Array[],
    ) => {
      lines.push([kind, next.size, base64(next.root), place, base64(hash), ...proof.map(base64)].join(' '));
      try {
        if (kind === 'record') verifyInclusion({ index: place, leaf: hash, ...next }, proof);
        else verifyConsistency({ size: place, root: hash }, next, proof);
        ours.push('good');
      } catch {
        ours.push('bad');
      }
    };
    const sizes = [
      ...Array.from({ length: 34 }, (_, i) => i + 1),
      255,
      256,
      257,
      511,
      512,
      4097,
      65_535,
      65_536,
      70_000,
    ];
    const heads = sizes.map((size) => headOf(filesBetween(EMPTY_EDGE, entries.slice(0, size)).edge));
    for (const head of heads) {
      // A partial tile is the beginning of the one that the whole log has.
      const reader = new TreeReader(head, async (tile) => {
        const whole = [...tilesBetween(0, 70_000)].find(
          ({ level, index }) => level === tile.level && index === tile.index,
        );
        return (await readFrom(folder)(whole ?? tile)).subarray(0, 32 * tile.width);
      });
      for (const place of new Set(
        [...sizes.map((size) => size - 1), ...sizes, head.size - 1].filter((each) => each < head.size),
      )) {
        const proof = await reader.inclusionProof(place);
        const leaf = leafHash(entries[place] ?? new Uint8Array());
        ask('record', head, place, leaf, proof);
        ask('record', head, place ^ 1, leaf, proof);
        ask('record', head, place, leaf, proof.slice(1));
        ask('record', head, place, leaf, [...proof, leaf]);
      }
      for (const old of heads.filter(({ size }) => size <= head.size)) {
        const proof = await reader.consistencyProof(old.size);
        ask('tree', head, old.size, old.root, proof);
        ask('tree', head, old.size + 1, old.root, proof);
        ask('tree', head, old.size, old.root, proof.slice(0, -1));
        ask('tree', head, old.size, old.root, proof.toReversed());
        ask('tree', head, old.size, head.root, proof);
      }
    }
    const { status, stdout } = sumdb.run(['proofs'], `${lines.join('\n')}\n`);
    expect(status).toBe(0);
    const theirs = stdout.trim().split('\n');
    expect(theirs).toHaveLength(lines.length);
    expect(lines.filter((_, i) => theirs[i] !== ours[i])).toEqual([]);
    expect(ours.filter((verdict) => verdict === 'good').length).toBeGreaterThan(1000);
    expect(ours.filter((verdict) => verdict === 'bad').length).toBeGreaterThan(1000);
  });
});

describe.skipIf(tessera.missing !== '')(
  `github.com/transparency-dev/tessera v1.0.4${without(tessera)}`,
  () => {
    it.each([1, 255, 256, 257, 1000, 65_536, 70_000])(
      'finds nothing wrong with our log of %i entries, by its fsck',
      (size) => {
        expect(tessera.run(['fsck', writeLog(`fsck-${size}`, size), vkey]).status).toBe(0);
      },
    );

    it.each(['checkpoint', 'tile/0/001', 'tile/1/000.p/3', 'tile/entries/003.p/232'])(
      'finds a bit of %s flipped',
      (file) => {
        const folder = writeLog(`fsck-flip-${file.replaceAll('/', '-')}`, 1000);
        flipBit(join(folder, file), 40);
        expect(tessera.run(['fsck', folder, vkey]).status).toBe(1);
      },
    );

    it('reads our policy and our cosignatures, and counts the same quorum', () => {
      const witnesses = [1, 2, 3, 4].map((i) =>
        makeSigningKey(`w${i}.example`, 'cosignature/v1', new Uint8Array(32).fill(10 + i)),
      );
      const policy = quorumPolicy(
        [{ key: key.verifier, url: null }],
        witnesses.map(({ verifier }, i) => ({ name: `w${i}`, key: verifier, url: `https://w${i}.example/` })),
        1,
      );
      const policyFile = join(root, 'policy');
      writeFileSync(policyFile, formatLogPolicy(policy));
      let note: Uint8Array = signCheckpoint(
        { origin: ORIGIN, ...headOf(filesBetween(EMPTY_EDGE, entries.slice(0, 9)).edge) },
        [key],
        0,
      );
      const verdicts = witnesses.map((witness, i) => {
        note = withCosignatures(note, cosign(parseNote(note).text, [witness], 1000 + i), [witness.verifier]);
        const file = join(root, `checkpoint-${i}`);
        writeFileSync(file, note);
        expect(tessera.run(['cosigned', file, formatVerifierKey(witness.verifier)]).stdout).toBe(
          `${1000 + i}\n`,
        );
        const theirs = tessera.run(['quorum', policyFile, file]).stdout;
        return [theirs, assessCheckpoint(note, policy).hasQuorum];
      });
      expect(verdicts).toEqual([
        ['not reached\n', false],
        ['not reached\n', false],
        ['reached\n', true],
        ['reached\n', true],
      ]);
    });

    it('writes a log that we accept: every checkpoint, entry, tile and step between sizes', async () => {
      const theirs = parseSigningKey(TESSERA_KEY).verifier;
      const folder = join(root, 'by-tessera');
      const sizes = [1, 2, 255, 256, 257, 600];
      const { status, stderr } = tessera.run(['write', folder, TESSERA_KEY, ...sizes.map(String)]);
      expect(status, stderr).toBe(0);
      const heads = sizes.map(
        (size) => openCheckpoint(readFileSync(join(folder, `checkpoint.${size}`)), [theirs]).checkpoint,
      );
      expect(heads.map(({ size }) => size)).toEqual(sizes);
      const head = heads.at(-1) ?? { size: 0, root: new Uint8Array() };
      const reader = new TreeReader(head, readFrom(folder));
      for (const old of heads) verifyConsistency(old, head, await reader.consistencyProof(old.size));
      const stored: Uint8Array[] = [];
      for (const tile of tilesBetween(0, head.size))
        if (tile.level === 'entries') stored.push(...decodeBundle(await readFrom(folder)(tile), tile.width));
      for (const [index, entry] of stored.entries())
        verifyInclusion({ index, leaf: leafHash(entry), ...head }, await reader.inclusionProof(index));
      expect(stored.map((entry) => Buffer.from(entry).toString())).toEqual(entries.slice(0, 600).map(String));
      for (const { path, bytes } of filesBetween(EMPTY_EDGE, stored).files)
        expect(Buffer.compare(bytes, readFileSync(join(folder, path))), path).toBe(0);
    });

    it('carries a log in its test data that we write byte by byte', () => {
      const folder = join(tessera.sourceOf('github.com/transparency-dev/tessera'), 'testdata/log');
      const vkeyOf = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
      const signer = parseSigningKey(TESSERA_KEY);
      expect(signer.verifier).toEqual(parseVerifierKey(vkeyOf));
      const words = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'
        .split(' ')
        .map((word) => Buffer.from(word));
      const files = new Map<string, Uint8Array>();
      for (let size = 0; size <= words.length; size++) {
        const { edge, files: written } = filesBetween(EMPTY_EDGE, words.slice(0, size));
        for (const { path, bytes } of written) files.set(path, bytes);
        files.set(
          `checkpoint.${size}`,
          signCheckpoint({ origin: signer.verifier.name, ...headOf(edge) }, [signer], 0),
        );
      }
      const theirs = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile() && !file.parentPath.includes('.state') && file.name !== 'checkpoint')
        .map((file) => join(file.parentPath, file.name).slice(folder.length + 1));
      expect(theirs.toSorted()).toEqual([...files.keys()].sort());
      for (const path of theirs) {
        if (path.startsWith('tile/')) parseTilePath(path);
        expect(
          Buffer.compare(files.get(path) ?? Buffer.alloc(0), readFileSync(join(folder, path))),
          path,
        ).toBe(0);
      }
    });
  },
);
