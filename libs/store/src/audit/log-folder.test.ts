import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditFolder } from './log-folder.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'muster-log-folder-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const files = ['000', '001', '002'].map((name, n) => ({
  path: `tile/0/${name}`,
  bytes: new Uint8Array(8_192).fill(n),
}));
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => '',
    (thrown: unknown) => asMusterError(thrown).code,
  );

describe('the folder of a log', () => {
  it('takes each file once, and never another in its place', async () => {
    const folder = new AuditFolder(path);
    await folder.write(files);
    await folder.write(files);
    expect(await folder.read('tile/0/001')).toEqual(Buffer.alloc(8_192, 1));
    expect(readdirSync(join(path, 'tile', '0')).sort()).toEqual(['000', '001', '002']);
    const other = { path: 'tile/0/001', bytes: new Uint8Array(8_192) };
    expect(await codeOf(folder.write([other]))).toBe('STORAGE_CORRUPT');
    expect(await folder.read('tile/0/001')).toEqual(Buffer.alloc(8_192, 1));
    expect(await codeOf(folder.read('tile/0/003'))).toBe('NOT_FOUND');
  });

  it('gives no file its name when one of them cannot be written, and all of them the next time', async () => {
    const folder = new AuditFolder(path);
    const obstacle = join(path, 'tile', '0', '001.tmp');
    mkdirSync(obstacle, { recursive: true });
    expect(await codeOf(folder.write(files))).toBe('STORAGE_FAILED');
    expect(files.map((file) => existsSync(join(path, file.path)))).toEqual([false, false, false]);
    rmdirSync(obstacle);
    await folder.write(files);
    for (const file of files) expect(await folder.read(file.path)).toEqual(Buffer.from(file.bytes));
  });

  it('serves the newest of many checkpoints that come at once', async () => {
    const folder = new AuditFolder(path);
    const notes = Array.from({ length: 20 }, (_, n) => Buffer.from(`note ${n}\n`));
    await Promise.all(notes.map((note) => folder.replaceCheckpoint(note)));
    expect(await folder.read('checkpoint')).toEqual(Buffer.from('note 19\n'));
    expect(readdirSync(path)).toEqual(['checkpoint']);
  });
});
