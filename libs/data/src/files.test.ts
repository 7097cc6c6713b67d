import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { datasetConfigSchema } from './config.ts';
import { siteOnlyPart } from './fault.ts';
import { missingFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('names each file that cannot be opened, its path for the site alone', async () => {
  writeFileSync(join(folder, 'labels'), '');
  const images = datasetConfigSchema.parse({ type: 'idx', images: 'images', labels: 'labels' });
  const [fault, ...more] = await missingFiles(images, folder);
  expect(more).toEqual([]);
  expect(fault).toMatchObject({
    code: 'DATA_UNREADABLE',
    message: 'The images file cannot be opened: there is no such file.',
  });
  expect(siteOnlyPart(fault)).toContain(join(folder, 'images'));
  const table = datasetConfigSchema.parse({ type: 'csv', file: '.' });
  expect((await missingFiles(table, folder)).map(({ message }) => message)).toEqual([
    'The CSV file is not a regular file.',
  ]);
  writeFileSync(join(folder, 'images'), '');
  expect(await missingFiles(images, folder)).toEqual([]);
});
