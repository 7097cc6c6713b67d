import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from './config-file.ts';
import { coordinatorFolder } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-config-'));
const file = join(folder, 'coordinator.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function faultsOf(text: string): Promise<readonly string[]> {
  writeFileSync(file, text);
  return readConfig(coordinatorFolder(folder)).then(
    () => [],
    (thrown: unknown) => asMusterError(thrown).message.replaceAll(`${file}:`, '').split('\n'),
  );
}

it('tells every fault of its data sets with line, field and what was expected', async () => {
  const good = 'federation: f\ndatasets:\n  test: { type: csv, file: test.csv }\n';
  expect(await faultsOf(good)).toEqual([]);
  expect(
    await faultsOf(
      'federation: f\ndatasets:\n  a: { type: parquet, file: x }\n  b: { type: csv, flie: x }\n  c: { type: idx, images: x, labels: 3 }\n',
    ),
  ).toEqual([
    "3:14: datasets.a.type: is the text 'parquet' (expected 'idx' or 'csv')",
    '4:6: datasets.b.file: is missing (expected text)',
    "4:19: datasets.b.flie: is not known here; did you mean 'file'? (expected one of type, file, delimiter, missing, maxRows)",
    '5:38: datasets.c.labels: is the number 3 (expected text)',
  ]);
});
