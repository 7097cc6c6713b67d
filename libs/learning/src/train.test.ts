import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, type FeatureSpec, seededPermutation } from '@muster/data';
import { MusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from './engine.ts';
import { type EpochState, readEpochState, writeEpochState } from './epoch-state.ts';
import { type ModelSpec, modelLayers } from './model.ts';
import { Pace } from './pace.ts';
import { openTfjsEngine } from './tfjs-engine.ts';
import { type EpochKeeper, type TrainProgress, train } from './train.ts';
import { type TrainingSpec, trainingSchema } from './training.ts';

const features: FeatureSpec = { kind: 'table', features: 2 };
const SIZE = 23;

/** Two clouds that a line parts, in memory. */
const clouds: Dataset = {
  size: SIZE,
  classes: ['no', 'yes'],
  features,
  residentBytes: 0,
  labelCounts: () => [12, 11],
  gather(indices, outX, outY) {
    for (const [row, index] of indices.entries()) {
      const side = index % 2 === 0 ? -1 : 1;
      outX.set([side + Math.sin(index), side + Math.cos(3 * index)], 2 * row);
      outY[row] = index % 2;
    }
  },
  [Symbol.asyncDispose]: async () => {},
};
const rows = Uint32Array.from({ length: SIZE }, (_, index) => index);

let network: Network;
let base: Float32Array;

beforeAll(async () => {
  const engine = await openTfjsEngine('wasm');
  const spec: ModelSpec = { architecture: 'mlp', hidden: [4], activation: 'tanh', dropout: 0.2 };
  network = engine.build(modelLayers(spec, features, 2, 3), features, 2);
  base = new Float32Array(network.layout.length);
  network.read(base);
});
afterAll(() => network[Symbol.dispose]());

const still = (): Pace => new Pace(() => 0, new AbortController().signal);

function spec(change: object = {}): TrainingSpec {
  return trainingSchema.parse({
    epochs: 2,
    batchSize: 8,
    optimizer: { name: 'sgd', learningRate: 0.1 },
    seed: 5,
    ...change,
  });
}

interface Change {
  readonly training?: TrainingSpec;
  readonly round?: { readonly run: string; readonly round: number };
  readonly proximalMu?: number;
  readonly dataset?: Dataset;
}

function run(
  change: Change = {},
  pace = still(),
  report: (progress: TrainProgress) => void = () => {},
  keeper?: EpochKeeper,
) {
  const lesson = {
    network,
    dataset: clouds,
    rows,
    training: spec(),
    round: { run: 'r', round: 1 },
    proximalMu: 0,
    base,
  };
  return train({ ...lesson, ...change }, pace, report, keeper);
}

async function failure(work: Promise<unknown>): Promise<MusterError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof MusterError) return thrown;
  throw new Error('it did not fail as it should');
}

const norm = (vector: Float32Array): number =>
  Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

describe('local training', () => {
  it('gives the same bits for the same inputs, whatever was trained in between', async () => {
    const first = await run();
    await run({ training: spec({ optimizer: { name: 'adam', learningRate: 0.1 } }) });
    const second = await run();
    expect(second.delta).toEqual(first.delta);
    expect(second.figures).toEqual(first.figures);
    expect(first.figures.updateNorm).toBe(norm(first.delta));
    expect(first.figures).toMatchObject({ examples: SIZE, steps: 6 });
  });

  it.each([
    ['seed', { training: spec({ seed: 6 }) }],
    ['run', { round: { run: 's', round: 1 } }],
    ['round', { round: { run: 'r', round: 2 } }],
  ] as const)('gives another update for another %s', async (_name, change) => {
    expect((await run(change)).delta).not.toEqual((await run()).delta);
  });

  it('takes each row once an epoch, in another order in each', async () => {
    const seen: number[][] = [];
    const dataset: Dataset = {
      ...clouds,
      gather(indices, outX, outY) {
        seen.push([...indices]);
        clouds.gather(indices, outX, outY);
      },
    };
    await run({ dataset });
    expect(seen.map(({ length }) => length)).toEqual([8, 8, 7, 8, 8, 7]);
    const epochs = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    for (const epoch of epochs) expect([...epoch].sort((a, b) => a - b)).toEqual([...rows]);
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('follows the recurrence of FedProx (Li et al. 2020, equation 2), written out', async () => {
    const mu = 0.7;
    const training = spec({ epochs: 3, batchSize: SIZE });
    const { delta } = await run({ training, proximalMu: mu });

    // One batch an epoch: only the order of the rows and the dropped units differ, and both are seeded.
    const weights = base.slice();
    const gradient = new Float32Array(weights.length);
    const x = new Float32Array(2 * SIZE);
    const labels = new Int32Array(SIZE);
    const { SeededRandom } = await import('@muster/data');
    const dropout = new SeededRandom('dropout', 5, 'r', 1);
    network.load(weights);
    for (let epoch = 1; epoch <= 3; epoch++) {
      clouds.gather(seededPermutation(SIZE, 'shuffle', 5, 'r', 1, epoch), x, labels);
      await network.gradient(x, labels, SIZE, dropout.below(2 ** 31), gradient);
      for (const [i, w] of weights.entries()) {
        weights[i] = w - 0.1 * ((gradient[i] ?? 0) + mu * (w - (base[i] ?? 0)));
      }
      network.load(weights);
    }
    for (const [i, value] of delta.entries())
      expect(value).toBeCloseTo((weights[i] ?? 0) - (base[i] ?? 0), 6);
    const free = await run({ training });
    expect(norm(delta)).toBeLessThan(norm(free.delta));
  });

  it('moves no further than learning rate times clip in a step', async () => {
    const training = spec({ epochs: 1, batchSize: SIZE, gradientClip: 0.01 });
    const { delta } = await run({ training });
    expect(norm(delta)).toBeCloseTo(0.1 * 0.01, 6);
    const loose = await run({ training: spec({ epochs: 1, batchSize: SIZE, gradientClip: 1e6 }) });
    expect(loose.delta).toEqual((await run({ training: spec({ epochs: 1, batchSize: SIZE }) })).delta);
  });

  it('uses the rate of the round', async () => {
    const once = { epochs: 1, batchSize: SIZE, gradientClip: 0.01 };
    const training = spec({ ...once, schedule: { name: 'step', everyRounds: 1, factor: 0.5 } });
    const { delta } = await run({ training, round: { run: 'r', round: 3 } });
    expect(norm(delta)).toBeCloseTo(0.1 * 0.25 * 0.01, 7);
  });

  it('learns', async () => {
    const { figures } = await run({
      training: spec({ epochs: 60, optimizer: { name: 'adam', learningRate: 0.05 } }),
    });
    expect(figures.lossLast).toBeLessThan(figures.lossFirst / 2);
  });

  it.each([
    ['a loss that is no number', Number.NaN],
    ['an infinite loss', Number.POSITIVE_INFINITY],
  ])('ends with TRAINING_DIVERGED for %s', async (_name, value) => {
    const dataset: Dataset = {
      ...clouds,
      gather(indices, outX, outY) {
        clouds.gather(indices, outX, outY);
        outX.fill(value);
      },
    };
    const error = await failure(run({ dataset }));
    expect(error.code).toBe('TRAINING_DIVERGED');
    expect(error.detail).toEqual({ step: 1, steps: 6 });
  });

  it('ends with TRAINING_DIVERGED when only the update is not finite', async () => {
    const broken: Network = {
      layout: network.layout,
      trainableLength: network.trainableLength,
      load: (weights) => network.load(weights),
      read: (out) => network.read(out),
      logits: (...input) => network.logits(...input),
      gradient: (_x, _labels, _rows, _seed, out) => {
        out.fill(Number.NaN);
        return 1;
      },
      [Symbol.dispose]: () => {},
    };
    const lesson = {
      dataset: clouds,
      rows,
      training: spec(),
      round: { run: 'r', round: 1 },
      proximalMu: 0,
      base,
    };
    expect((await failure(train({ ...lesson, network: broken }, still(), () => {}))).code).toBe(
      'TRAINING_DIVERGED',
    );
  });

  it('refuses to train on nothing', async () => {
    const lesson = {
      network,
      dataset: clouds,
      training: spec(),
      round: { run: 'r', round: 1 },
      proximalMu: 0,
      base,
    };
    const error = await failure(train({ ...lesson, rows: new Uint32Array(0) }, still(), () => {}));
    expect(error.code).toBe('INVALID_ARGUMENT');
  });
});

describe('the pace of training', () => {
  it('reports about five times a second, and lets other work go on', async () => {
    let ms = 0;
    const pace = new Pace(() => {
      ms += 15;
      return ms;
    }, new AbortController().signal);
    const reports: TrainProgress[] = [];
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const { figures } = await run({ training: spec({ epochs: 40 }) }, pace, (progress) =>
      reports.push(progress),
    );
    clearInterval(timer);
    expect(figures.steps).toBe(120);
    expect(reports.length).toBeGreaterThan(8);
    expect(reports.length).toBeLessThan(25);
    expect(reports.at(-1)).toMatchObject({ epoch: 40, step: 120, steps: 120 });
    expect(turns).toBeGreaterThan(0);
  });

  it('stops after the batch in which it is cancelled', async () => {
    const abort = new AbortController();
    let batches = 0;
    const dataset: Dataset = {
      ...clouds,
      gather(indices, outX, outY) {
        batches += 1;
        if (batches === 4) abort.abort();
        clouds.gather(indices, outX, outY);
      },
    };
    const error = await failure(run({ dataset }, new Pace(() => 0, abort.signal)));
    expect(error.code).toBe('CANCELLED');
    expect(batches).toBe(4);
  });
});

describe('training that is taken up after an epoch', () => {
  const OPTIMIZERS = [
    { name: 'sgd', learningRate: 0.1 },
    { name: 'momentum', learningRate: 0.1, nesterov: true },
    { name: 'adagrad', learningRate: 0.1 },
    { name: 'rmsprop', learningRate: 0.01, momentum: 0.5 },
    { name: 'adam', learningRate: 0.01 },
  ];

  it.each(OPTIMIZERS)('ends with the same bits and figures: $name', async (optimizer) => {
    const training = spec({ epochs: 4, optimizer, resume: 'epoch' });
    const folder = mkdtempSync(join(tmpdir(), 'muster-epoch-'));
    try {
      const path = join(folder, 'state');
      const whole = await run({ training });
      for (const last of [1, 2, 3]) {
        // Killed just after this epoch was kept.
        const stopped = new AbortController();
        const kept: number[] = [];
        const keeper = {
          from: undefined,
          everyMs: 0,
          keep: async (state: EpochState) => {
            kept.push(state.epoch);
            await writeEpochState(path, 'this', state);
            if (state.epoch === last) stopped.abort();
          },
        };
        await expect(
          run({ training }, new Pace(() => 0, stopped.signal), () => {}, keeper),
        ).rejects.toMatchObject({
          code: 'CANCELLED',
        });
        expect(kept.at(-1)).toBe(last);
        const from = await readEpochState(path, 'this');
        const steps: number[] = [];
        const again = await run({ training }, still(), ({ epoch }) => steps.push(epoch), {
          from,
          everyMs: 0,
          keep: async () => {},
        });
        expect(again).toEqual(whole);
        expect(Math.min(...steps)).toBeGreaterThan(last);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes up nothing of another lesson, of another model, or that is damaged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-epoch-'));
    try {
      const path = join(folder, 'state');
      expect(await readEpochState(path, 'this')).toBeUndefined();
      const losses = { count: 1, first: 1, last: 1, recent: [1] };
      const state = { epoch: 1, step: 1, optimizerSteps: 1, losses, vectors: [Float32Array.of(1, 2)] };
      await writeEpochState(path, 'this', state);
      expect(await readEpochState(path, 'this')).toEqual(state);
      expect(await readEpochState(path, 'that')).toBeUndefined();
      await expect(
        run({}, still(), () => {}, { from: state, everyMs: 0, keep: async () => {} }),
      ).rejects.toMatchObject({
        code: 'LENGTH_MISMATCH',
      });
      const bytes = readFileSync(path);
      for (const damaged of [bytes.subarray(0, -1), Buffer.from('{}\n'), Buffer.from('x'), Buffer.alloc(0)]) {
        writeFileSync(path, damaged);
        expect(await readEpochState(path, 'this')).toBeUndefined();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
