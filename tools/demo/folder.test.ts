import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from './folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-demo-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the demo's folder", () => {
  it('is emptied of an earlier demo', () => {
    emptyFolder(folder);
    mkdirSync(join(folder, 'bergen', 'state'), { recursive: true });
    lockDirectory(join(folder, 'bergen', 'state')).release();
    emptyFolder(folder);
    expect(readdirSync(folder)).toEqual(['.muster-demo']);
  });

  it('stays as it is when it is of something else', () => {
    writeFileSync(join(folder, 'thesis.txt'), '');
    expect(() => emptyFolder(folder)).toThrow(/no demo/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it.each(['coordinator/data', 'bergen/state'])('stays while somebody holds its %s', (data) => {
    emptyFolder(folder);
    using held = lockDirectory(join(folder, data));
    expect(() => emptyFolder(folder)).toThrow(new RegExp(`still runs: process ${process.pid} holds`));
    expect(existsSync(join(folder, data, 'lock.db'))).toBe(true);
    held.release();
    emptyFolder(folder);
    expect(existsSync(join(folder, data))).toBe(false);
  });
});
