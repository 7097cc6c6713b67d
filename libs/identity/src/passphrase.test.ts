import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPassphrase } from './passphrase.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-passphrase-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

describe('a passphrase', () => {
  it('is the first line of the file that the option names, else of the one in the environment', async () => {
    const option = file('option', 'correct horse\r\nnot this\n');
    const environment = { MUSTER_PASSPHRASE_FILE: file('environment', 'battery staple') };
    expect(await readPassphrase(option, environment)).toBe('correct horse');
    expect(await readPassphrase(undefined, environment)).toBe('battery staple');
    expect(await readPassphrase(undefined, {})).toBeUndefined();
    expect(await readPassphrase(undefined, { MUSTER_PASSPHRASE_FILE: '' })).toBeUndefined();
  });

  it('that is missing or empty is asked for: an option never means none', async () => {
    for (const [path, words] of [
      [join(folder, 'nowhere'), 'cannot be read'],
      [file('empty', ''), 'is empty'],
      [file('late', '\ncorrect horse\n'), 'is empty'],
      ['', 'no passphrase file is named'],
    ] as const)
      await expect(readPassphrase(path, {})).rejects.toMatchObject({
        code: 'PASSPHRASE_REQUIRED',
        message: expect.stringContaining(words),
      });
  });

  it.skipIf(process.platform === 'win32')('is not taken from a file that others may read', async () => {
    const path = file('open', 'correct horse\n');
    chmodSync(path, 0o640);
    await expect(readPassphrase(path, {})).rejects.toMatchObject({
      code: 'KEY_FILE_INVALID',
      message: expect.stringContaining(`chmod 600 ${path}`),
    });
  });
});
