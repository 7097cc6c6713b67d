import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { afterAll, expect, it } from 'vitest';
import { siteFolder } from './folder.ts';
import { readSiteFile } from './site-file.ts';
import { starterConfig } from './starter-config.ts';

const folder = siteFolder(mkdtempSync(join(tmpdir(), 'muster-site-')));
afterAll(() => rmSync(folder.root, { recursive: true, force: true }));

it('tells every fault of the data sets with line, field and what was expected', async () => {
  const datasets = 'datasets:\n  a: { type: parquet, file: x }\n  b: { type: csv, file: x, delimiter: ";;" }';
  const text = starterConfig('north');
  const line = text.split('\n').indexOf('datasets: {}') + 2;
  writeFileSync(folder.config, text.replace('datasets: {}', datasets));
  const fault = asMusterError(await readSiteFile(folder).catch((thrown: unknown) => thrown));
  expect([fault.code, ...fault.message.replaceAll(`${folder.config}:`, '').split('\n')]).toEqual([
    'CONFIG_INVALID',
    `${line}:14: datasets.a.type: is the text 'parquet' (expected 'idx' or 'csv')`,
    `${line + 1}:39: datasets.b.delimiter: a delimiter is one character, and no quote or line end`,
  ]);
  writeFileSync(folder.config, text.replace('datasets: {}', 'datasets: { a: { type: csv, file: x } }'));
  expect((await readSiteFile(folder)).datasets).toMatchObject({ a: { file: 'x', delimiter: ',' } });
});

it('says where the policy stands to whoever looks for it in site.yaml', async () => {
  writeFileSync(folder.config, `${starterConfig('north')}policy: { version: 1 }\n`);
  await expect(readSiteFile(folder)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/policy: is not known here.*the policy in .*policy\.yaml/),
  });
});
