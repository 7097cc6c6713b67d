import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readInput, readState } from './audit-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-audit-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('what a person hands over is read whole, and never further than it may be long', async () => {
  const path = join(folder, 'input');
  writeFileSync(path, 'x'.repeat(100_000));
  expect((await readInput(path)).length).toBe(100_000);
  truncateSync(path, 4 * 1024 * 1024);
  expect((await readInput(path)).length).toBe(4 * 1024 * 1024);
  truncateSync(path, 10_000_000_000);
  for (const long of [path, '/dev/zero'])
    await expect(readInput(long)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(readState(path)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(await readState(join(folder, 'none'))).toBe(undefined);
  await expect(readInput(folder)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it.skipIf(process.platform === 'win32')('nobody waits for whoever may write to a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const refusal = { code: 'INVALID_ARGUMENT', message: `${pipe} is no regular file` };
  await expect(readInput(pipe)).rejects.toMatchObject(refusal);
});
