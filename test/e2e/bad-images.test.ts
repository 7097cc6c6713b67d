import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { muster, type RunningProcess } from '../../tools/processes/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-bad-images-'));
const started: RunningProcess[] = [];
let federation: LocalFederation;

const COUNT = 40;
const SIDE = 8;

/** IDX files (images of bytes, labels of bytes), big-endian as the format has it. */
function idx(sizes: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(sizes.length, 3);
  for (const [index, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * index);
  return Buffer.concat([header, values]);
}
const images = idx(
  [COUNT, SIDE, SIDE],
  Uint8Array.from({ length: COUNT * SIDE * SIDE }, (_, index) => (index * 37) % 256),
);
const labels = idx(
  [COUNT],
  Uint8Array.from({ length: COUNT }, (_, index) => index % 2),
);

/** What each site has on disk, and how its rounds end. */
const SITES = {
  plain: { images, labels, ends: 'counted' },
  zipped: { images: gzipSync(images), labels: gzipSync(labels), ends: 'counted' },
  truncated: { images: images.subarray(0, images.length - 100), labels, ends: 'failed DATA_UNREADABLE' },
  torn: {
    images: gzipSync(images).subarray(0, 300),
    labels: gzipSync(labels),
    ends: 'failed DATA_UNREADABLE',
  },
  labelled: {
    images,
    labels: idx([COUNT], new Uint8Array(COUNT).fill(7)),
    ends: 'failed DATA_SCHEMA',
  },
} as const;

const TASK = `task: shapes
purpose: test
model: { architecture: logistic }
data: { dataset: shapes, kind: image, height: ${SIDE}, width: ${SIDE}, channels: 1, classes: ['even','odd'], normalise: { mean: 128, deviation: 64 } }
training: { optimizer: { name: sgd, learningRate: 0.01 }, batchSize: 8 }
rounds: { max: 1, cohort: 5, quorum: 2, deadlineS: 60 }
secureAggregation: { profile: off }
strategy: { name: fedavg }
`;

beforeAll(async () => {
  for (const [name, site] of Object.entries(SITES)) {
    mkdirSync(join(folder, name, 'data'), { recursive: true });
    writeFileSync(join(folder, name, 'data', 'images'), site.images);
    writeFileSync(join(folder, name, 'data', 'labels'), site.labels);
  }
  federation = await startLocalFederation({
    folder,
    name: 'Bad images',
    sites: Object.keys(SITES).map((name) => ({
      name,
      folder: join(folder, name),
      config: {
        datasets: { shapes: { type: 'idx', images: 'data/images', labels: 'data/labels' } },
      },
      policy: {
        tasks: ['*'],
        architectures: ['logistic'],
        minCohort: 2,
        maxRounds: 5,
        metrics: ['examples'],
      },
    })),
    coordinatorConfig: { log: 'warn' },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
});

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('IDX files that are damaged', () => {
  it('cost their site the round with a code, and the others nothing', async () => {
    const { id } = await federation.api.startRun(TASK, 'task.yaml');
    for await (const event of federation.api.events(id, { follow: true })) void event;
    const [round] = (await federation.api.run(id)).history;
    expect(
      Object.fromEntries(
        (round?.members ?? []).map(({ site, outcome, code }) => [site, `${outcome} ${code}`.trim()]),
      ),
    ).toEqual(Object.fromEntries(Object.entries(SITES).map(([name, { ends }]) => [name, ends])));
  });

  it('are named by `muster agent check`, with how far they could be read', async () => {
    const { stdout, code } = await muster(['agent', 'check', '--dir', join(folder, 'truncated'), '--json']);
    const check = JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'data set shapes');
    expect([code, check.status]).toEqual([1, 'failed']);
    expect(check.finding).toMatch(/images file/);
    expect(check.finding).toMatch(/DATA_UNREADABLE/);
  });
});
