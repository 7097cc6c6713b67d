import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSchema } from '@muster/data';
import { MusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineName } from './engine.ts';
import { LearningChild } from './learning-child.ts';
import { modelSchema } from './model.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-process-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function child(engine: EngineName = 'wasm'): LearningChild {
  return new LearningChild({ engine, memoryMb: 512, niceness: 0, lingerMs: 10_000 });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  return thrown instanceof MusterError ? thrown.code : String(thrown);
}

describe.concurrent('the training process', { timeout: 120_000 }, () => {
  it('checks the plain cpu engine too, with a warning', async () => {
    await using learning = child('cpu');
    expect(await learning.run('selfCheck', {})).toMatchObject({
      engine: 'cpu',
      passed: true,
      maxRelativeError: 0,
    });
    expect((await learning.run('selfCheck', {})).warning).toMatch(/slower/);
  });

  it('takes no other engine when it does not know the named one', async () => {
    await using learning = child('tensorflow' as EngineName);
    expect(await codeOf(learning.run('selfCheck', {}))).toBe('ENGINE_UNAVAILABLE');
  });

  it.skipIf(process.platform !== 'linux')('sees nothing of the environment but what Node needs', async () => {
    process.env.MUSTER_PROCESS_TEST = 'a passphrase';
    try {
      await using learning = child();
      await learning.run('selfCheck', {});
      const environment = await readFile(`/proc/${learning.pid}/environ`, 'utf8');
      expect(environment).toContain('PATH=');
      expect(environment).not.toContain('passphrase');
    } finally {
      delete process.env.MUSTER_PROCESS_TEST;
    }
  });

  it('lets so many jobs wait and no more', async () => {
    const learning = child();
    const codes = Array.from({ length: 35 }, () => codeOf(learning.run('selfCheck', {})));
    expect((await Promise.all(codes.slice(33))).every((code) => code === 'OVERLOADED')).toBe(true);
    await learning.close();
    expect(new Set(await Promise.all(codes.slice(0, 33)))).toEqual(new Set(['CANCELLED']));
  });

  it('keeps a data set between jobs, until its file changes', async () => {
    const schema = dataSchema.parse({
      dataset: 'rows',
      kind: 'table',
      columns: [{ name: 'a', type: 'number', mean: 0, deviation: 1 }],
      label: { column: 'b', classes: ['no', 'yes'] },
    });
    const file = join(folder, 'rows.csv');
    const modelFile = join(folder, 'model.f32');
    const model = modelSchema.parse({ architecture: 'logistic' });
    await using learning = child();
    await learning.run('initialise', { model, schema, seed: 1, weightsFile: modelFile });
    let loads = 0;
    const examples = async (): Promise<number> => {
      const dataset = { type: 'csv' as const, file: 'rows.csv', delimiter: ',', missing: [] };
      const input = { model, schema, dataset, baseDir: folder, modelFile, rows: 'all' as const, seed: 1 };
      const { examples } = await learning.run('evaluate', input, {
        onProgress: ({ phase }) => {
          if (phase === 'load') loads += 1;
        },
      });
      return examples;
    };
    await writeFile(file, 'a,b\n1,yes\n2,no\n');
    expect([await examples(), await examples(), loads]).toEqual([2, 2, 1]);
    await writeFile(file, 'a,b\n1,yes\n2,no\n3,no\n');
    expect([await examples(), loads]).toEqual([3, 2]);
    // As long as before, and other content: the time of the change tells.
    await writeFile(file, 'a,b\n1,yes\n2,no\n3,ja\n');
    await utimes(file, 1, 1);
    expect([await codeOf(examples()), loads]).toEqual(['DATA_SCHEMA', 3]);
  });
});
