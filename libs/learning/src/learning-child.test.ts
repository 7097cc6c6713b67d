import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DataSchema, dataSchema } from '@muster/data';
import { MusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Jobs } from './job.ts';
import { LearningChild } from './learning-child.ts';
import { modelSchema } from './model.ts';
import { trainingSchema } from './training.ts';

const ROWS = 60;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-learning-'));
  // Two clouds that a line parts.
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const side = row % 2 === 0 ? 1 : -1;
    return `${side + Math.sin(row)},${side - Math.cos(3 * row)},${side > 0 ? 'yes' : 'no'}`;
  });
  await writeFile(join(folder, 'rows.csv'), ['a,b,answer', ...rows].join('\n'));
  await writeFile(join(folder, 'bad.csv'), ['a,b,answer', '1,2,yes', '1,secret-cell,no'].join('\n'));
  // The first process compiles for all that follow.
  await using first = child();
  await first.run('selfCheck', {});
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function schemaOf(deviation = 1): DataSchema {
  return dataSchema.parse({
    dataset: 'clouds',
    kind: 'table',
    columns: [
      { name: 'a', type: 'number', mean: 0, deviation },
      { name: 'b', type: 'number', mean: 0, deviation },
    ],
    label: { column: 'answer', classes: ['no', 'yes'] },
    holdout: 0.2,
  });
}

const model = modelSchema.parse({ architecture: 'mlp', hidden: [8], dropout: 0.1 });
const learn = (epochs: number): unknown => ({
  epochs,
  batchSize: 8,
  optimizer: { name: 'adam', learningRate: 0.01 },
});

function child(options: Partial<ConstructorParameters<typeof LearningChild>[0]> = {}): LearningChild {
  return new LearningChild({
    engine: 'wasm',
    memoryMb: 512,
    niceness: 0,
    lingerMs: 10_000,
    cacheFolder: join(folder, 'compiled'),
    ...options,
  });
}

function onData(name: string, file = 'rows.csv', deviation = 1) {
  const dataset = { type: 'csv', file, delimiter: ',', missing: [] } as const;
  return {
    model,
    schema: schemaOf(deviation),
    dataset: { ...dataset, missing: [] as string[] },
    baseDir: folder,
    modelFile: join(folder, `${name}.f32`),
  };
}

function lesson(name: string, training: unknown, round = 1): Jobs['train']['input'] {
  return {
    ...onData(name),
    run: 'r-1',
    training: trainingSchema.parse(training),
    proximalMu: 0,
    round,
    updateFile: join(folder, `${name}.update.f32`),
    epochFile: join(folder, `${name}.epoch`),
  };
}

async function initialise(learning: LearningChild, name: string): Promise<Jobs['initialise']['result']> {
  const weightsFile = join(folder, `${name}.f32`);
  return learning.run('initialise', { model, schema: schemaOf(), seed: 7, weightsFile });
}

async function floats(path: string): Promise<Float32Array> {
  return new Float32Array(Uint8Array.from(await readFile(path)).buffer);
}

async function failure(work: Promise<unknown>): Promise<MusterError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MusterError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Polls, since the end of a process that is not ours sends no event; as long as the test may take. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await after(20);
}

// Most of the time is the start of a process: they start side by side. The limit is for a machine that is busy with other things.
describe.concurrent('LearningChild', { timeout: 120_000 }, () => {
  it('initialises, trains, evaluates and predicts in one process; the same inputs give the same bits in another', async () => {
    await using learning = child();
    const initial = await initialise(learning, 'whole');
    expect(initial.tensors.map(({ shape }) => shape)).toEqual([[2, 8], [8], [8, 2], [2]]);
    const weights = await readFile(join(folder, 'whole.f32'));
    expect(initial.sizeBytes).toBe(weights.length);
    expect(initial.hash).toBe(createHash('sha256').update(weights).digest('hex'));
    const { pid } = learning;

    const fractions: number[] = [];
    const input = lesson('whole', learn(20));
    const trained = await learning.run('train', input, {
      onProgress: ({ phase, fraction }) => {
        if (phase === 'train') fractions.push(fraction);
      },
    });
    const updateBytes = await readFile(input.updateFile);
    expect(trained.updateHash).toBe(createHash('sha256').update(updateBytes).digest('hex'));
    expect(trained).toMatchObject({ examples: 48, steps: 120, sizeBytes: weights.length });
    expect(trained.lossLast).toBeLessThan(trained.lossFirst);
    expect(fractions.at(-1)).toBe(1);
    const update = await floats(input.updateFile);
    expect(trained.updateNorm).toBeCloseTo(Math.hypot(...update), 5);

    const before = await learning.run('evaluate', { ...onData('whole'), rows: 'holdout', seed: 1 });
    const base = await floats(join(folder, 'whole.f32'));
    await writeFile(
      join(folder, 'next.f32'),
      new Uint8Array(base.map((value, index) => value + (update[index] ?? 0)).buffer),
    );
    const next = await learning.run('evaluate', { ...onData('next'), rows: 'holdout', seed: 1 });
    expect(next.examples).toBe(12);
    expect(next.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(next.lossSum).toBeLessThan(before.lossSum);
    const all = await learning.run('evaluate', { ...onData('next'), rows: 'all', seed: 1 });
    const own = await learning.run('evaluate', { ...onData('next'), rows: 'train', seed: 1 });
    expect([all.examples, own.examples]).toEqual([ROWS, 48]);
    expect(own.lossSum + next.lossSum).toBeCloseTo(all.lossSum, 5);

    const predicted = await learning.run('predict', { ...onData('next'), first: 58, count: 10 });
    expect(predicted.rows).toBe(ROWS);
    expect(predicted.predictions.map(({ row }) => row)).toEqual([58, 59]);
    for (const { probabilities } of predicted.predictions) {
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    }
    await expect(learning.run('predict', { ...onData('next'), first: ROWS, count: 1 })).rejects.toThrow(
      `the data has ${ROWS} rows`,
    );
    expect(learning.pid).toBe(pid);

    const again = await learning.run('train', input);
    expect(again.updateHash).toBe(trained.updateHash);
    const later = await learning.run('train', { ...input, round: 2 });
    expect(later.updateHash).not.toBe(trained.updateHash);
    await using other = child();
    expect((await initialise(other, 'other')).hash).toBe(initial.hash);
    expect((await other.run('train', input)).updateHash).toBe(trained.updateHash);
    expect(other.pid).not.toBe(pid);
  });

  it('says why when its process is killed in mid-training, and does the next job in a new one', async () => {
    await using learning = child();
    await initialise(learning, 'killed');
    const { pid } = learning;
    if (pid === undefined) throw new Error('no process');
    const error = await failure(
      learning.run('train', lesson('killed', learn(1000)), {
        onProgress: ({ phase }) => {
          if (phase === 'train') process.kill(pid, 'SIGKILL');
        },
      }),
    );
    expect(error.code).toBe('TRAINING_FAILED');
    expect(error.detail.reason).toMatch(/SIGKILL/);
    await learning.run('train', lesson('killed', learn(1)));
    expect(learning.pid).not.toBe(pid);
  });

  it('cancels a job between batches and goes on in the same process', async () => {
    await using learning = child();
    await initialise(learning, 'cancelled');
    const { pid } = learning;
    const cancel = new AbortController();
    const training = learning.run('train', lesson('cancelled', learn(1000)), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    const waiting = new AbortController();
    const queued = learning.run('train', lesson('cancelled', learn(1)), { signal: waiting.signal });
    waiting.abort();
    expect((await failure(queued)).code).toBe('CANCELLED');
    expect((await failure(training)).code).toBe('CANCELLED');
    await learning.run('train', lesson('cancelled', learn(1)));
    expect(learning.pid).toBe(pid);
  });

  it('ends a job that takes too long, and its process', async () => {
    await using learning = child();
    await initialise(learning, 'slow');
    const { pid } = learning;
    const error = await failure(learning.run('train', lesson('slow', learn(1000)), { timeoutMs: 60 }));
    expect(error.code).toBe('TIMEOUT');
    await until(() => pid !== undefined && !isAlive(pid));
  });

  it('reports divergence, and data that does not match with what stays at the site apart', async () => {
    await using learning = child();
    await initialise(learning, 'diverging');
    const input = lesson('diverging', { optimizer: { name: 'sgd', learningRate: 100 } });
    const wild = await failure(learning.run('train', { ...input, schema: schemaOf(1e-30) }));
    expect(wild.code).toBe('TRAINING_DIVERGED');

    let siteOnly = '';
    const bad = await failure(
      learning.run(
        'train',
        { ...input, ...onData('diverging', 'bad.csv') },
        {
          onSiteOnly: (text) => {
            siteOnly = text;
          },
        },
      ),
    );
    expect(bad.code).toBe('DATA_SCHEMA');
    expect(siteOnly).toContain('secret-cell');
    expect(JSON.stringify(bad)).not.toContain('secret-cell');
  });

  it('takes a model file of another size for what it is', async () => {
    await using learning = child();
    await writeFile(join(folder, 'short.f32'), new Uint8Array(12));
    const error = await failure(learning.run('train', lesson('short', learn(1))));
    expect(error.code).toBe('LENGTH_MISMATCH');
  });

  it('lets go of a process that has nothing to do, and of all at close', async () => {
    await using learning = child({ lingerMs: 40 });
    await initialise(learning, 'linger');
    const first = learning.pid ?? 0;
    expect(isAlive(first)).toBe(true);
    await until(() => !isAlive(first));
    expect(learning.pid).toBeUndefined();
    const training = failure(learning.run('train', lesson('linger', learn(1000))));
    const second = learning.pid ?? 0;
    await after(100);
    await learning.close();
    expect((await training).code).toBe('CANCELLED');
    expect(isAlive(second)).toBe(false);
    expect((await failure(learning.run('selfCheck', {}))).code).toBe('CANCELLED');
  });

  it('says that memory ran out', async () => {
    await using learning = child({ memoryMb: 12 });
    const error = await failure(initialise(learning, 'memory'));
    expect(error.code).toBe('TRAINING_FAILED');
    expect(error.detail.reason).toBe('it ran out of memory');
    expect(String(error.detail.stderr).length).toBeLessThanOrEqual(4_096);
  });

  it('kills a process that hangs', async () => {
    await using learning = child();
    await initialise(learning, 'hanging');
    // Stopped before it hears of the job, it says nothing of it, however slow or quick this machine is.
    process.kill(learning.pid ?? 0, 'SIGSTOP');
    const error = await failure(learning.run('train', lesson('hanging', learn(1)), { silenceMs: 50 }));
    expect(error.code).toBe('TRAINING_FAILED');
    expect(error.detail.reason).toMatch(/said nothing/);
  });

  it('leaves no process behind when its parent is killed', async () => {
    const client = fileURLToPath(new URL('./learning-child.ts', import.meta.url));
    await using learning = child();
    await initialise(learning, 'orphan');
    const input = JSON.stringify(lesson('orphan', learn(1000)));
    const script = `
      const { LearningChild } = await import(${JSON.stringify(client)});
      const learning = new LearningChild({ engine: 'wasm', memoryMb: 512, niceness: 0, lingerMs: 0 });
      learning.run('train', ${input}, { onProgress: () => console.log(learning.pid) });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => resolve(Number.parseInt(text.toString(), 10)));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});
