/** @module Training time: five real agents on MNIST dealt out evenly, CNN conv32-pool-conv64-pool-dense128-softmax10, until 97 % and 99 %. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { makeMnistSlices } from '../datasets/mnist.ts';
import { startLocalFederation } from '../processes/local-federation.ts';
import type { Benchmark } from './benchmark.ts';

const SITES = ['a', 'b', 'c', 'd', 'e'];
const ROUNDS_MAX = 20;

export const mnist: Benchmark = {
  name: 'mnist',
  async run(log) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
    await makeMnistSlices({ folder, sites: SITES, split: 'iid', seed: 1 });
    const federation = await startLocalFederation({
      folder,
      name: 'bench',
      sites: SITES.map((name) => ({ name, folder: join(folder, name), config: SITE, policy: POLICY })),
      coordinatorConfig: {
        log: 'warn',
        datasets: {
          'mnist-test': {
            type: 'idx',
            images: 'public/t10k-images-idx3-ubyte',
            labels: 'public/t10k-labels-idx1-ubyte',
          },
        },
      },
      onStep: () => {},
      onProcess: () => {},
    });
    try {
      const figures: Record<string, number | null> = {
        secondsTo97: null,
        roundsTo97: null,
        secondsTo99: null,
        roundsTo99: null,
        accuracy: 0,
      };
      const { id } = await federation.api.startRun(stringify(TASK), 'task.yaml');
      const started = performance.now();
      for await (const event of federation.api.events(id, { follow: true })) {
        if (event.kind !== 'round-closed' || event.data.accuracy === undefined) continue;
        const seconds = Math.round((performance.now() - started) / 100) / 10;
        const { round } = event.data;
        const { accuracy } = event.data;
        log(`round ${round}: ${(accuracy * 100).toFixed(2)} % after ${seconds} s`);
        figures.accuracy = accuracy;
        for (const [share, key] of [
          [0.97, '97'],
          [0.99, '99'],
        ] as const) {
          if (accuracy < share || figures[`secondsTo${key}`] !== null) continue;
          figures[`secondsTo${key}`] = seconds;
          figures[`roundsTo${key}`] = round;
        }
      }
      return { engine: 'wasm', sites: SITES.length, ...figures };
    } finally {
      await federation.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const SITE = {
  datasets: {
    digits: { type: 'idx', images: 'data/train-images-idx3-ubyte', labels: 'data/train-labels-idx1-ubyte' },
  },
  engine: 'wasm',
  log: 'warn',
};
const POLICY = { architectures: ['cnn'], minCohort: 3 };

const TASK = {
  task: 'mnist-cnn',
  purpose: 'benchmark',
  model: { architecture: 'cnn', conv: [32, 64], kernel: 3, dense: 128 },
  data: {
    dataset: 'digits',
    kind: 'image',
    height: 28,
    width: 28,
    channels: 1,
    classes: [...'0123456789'],
    normalise: { mean: 33.3, deviation: 78.6 },
  },
  training: { epochs: 1, batchSize: 32, optimizer: { name: 'adam', learningRate: 0.001 }, seed: 1 },
  rounds: {
    max: ROUNDS_MAX,
    cohort: SITES.length,
    quorum: SITES.length,
    deadlineS: 600,
    target: { metric: 'accuracy', atLeast: 0.99 },
  },
  strategy: { name: 'fedavg' },
  evaluation: { central: { dataset: 'mnist-test' } },
};
