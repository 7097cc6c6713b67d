import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, coordinator } from './harness.ts';

afterEach(closeAll);

const task = (dataset: string): string => `task: tiny
purpose: test
model: { architecture: logistic }
data: { dataset: bench, kind: table, columns: [{ name: a, type: number, mean: 0, deviation: 1 }], label: { column: b, classes: ['n','y'] } }
training: { optimizer: { name: sgd, learningRate: 0.1 }, seed: 3 }
rounds: { max: 2, cohort: 1, quorum: 1, deadlineS: 20, target: { metric: accuracy, atLeast: 1 } }
strategy: { name: fedavg }
evaluation: { central: { dataset: ${dataset} } }
`;

describe('the public test set of a task', () => {
  it('is read before a run begins: one that is missing, wrong or empty starts none', async () => {
    const { api, folder } = await coordinator(
      'datasets:\n  public: { type: csv, file: public.csv }\n  none: { type: csv, file: none.csv }\n',
    );
    const refusal = async (dataset: string, text?: string): Promise<string> => {
      if (text !== undefined) writeFileSync(join(folder, 'public.csv'), text);
      const error = await api.startRun(task(dataset), 'tiny.yaml').then(() => undefined, asMusterError);
      return `${error?.code}: ${error?.message}`;
    };
    expect(await refusal('none')).toMatch(
      `DATA_UNREADABLE: the public test set "none": The CSV file cannot be opened: there is no such file. [${join(folder, 'none.csv')}`,
    );
    expect(await refusal('constructor')).toMatch(/^DATASET_UNKNOWN/);
    expect(await refusal('public', 'a,b\n1,y\n2,maybe\n')).toMatch(/^DATA_SCHEMA: .* row 2.*maybe/s);
    expect(await refusal('public', 'a,b\n')).toMatch(/^DATA_SCHEMA: .*no rows/);
    expect(await api.runs()).toEqual([]);
  });

  it('that goes while the run is on is an event of each round, and the reason of the end', async () => {
    const {
      finish,
      folder,
      join: enter,
      api,
    } = await coordinator('datasets: { public: { type: csv, file: public.csv } }\n');
    const file = join(folder, 'public.csv');
    writeFileSync(file, 'a,b\n1,y\n2,n\n');
    await enter('a', {
      kind: 'table',
      makeUpdate: ({ ref }, bytes) => {
        if (ref?.round === 2) rmSync(file);
        return { bytes: new Uint8Array(bytes), weight: 10 };
      },
    });
    const run = await finish(task('public'));
    expect([run.status, run.reason]).toEqual([
      'completed',
      'target missed: the last model was not evaluated',
    ]);
    expect(run.history.map(({ central }) => central?.examples ?? null)).toEqual([2, null]);
    expect([run.model, run.evaluated]).toEqual([`${run.id}:2`, `${run.id}:1`]);
    const failed: unknown[] = [];
    for await (const { kind, data } of api.events(run.id))
      if (kind === 'round-closed') failed.push(data.evaluationFailed);
    expect(failed).toEqual([
      undefined,
      expect.stringContaining(`DATA_UNREADABLE: the public test set "public"`),
    ]);
  });
});
