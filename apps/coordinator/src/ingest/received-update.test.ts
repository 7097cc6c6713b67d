import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Files, systemFiles } from '../files.ts';
import { ReceivedUpdate } from './received-update.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-received-'));
  for (const name of ['spool', 'quarantine']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BYTES = Uint8Array.from({ length: 400_000 }, (_, at) => at % 251);
const from = () => join(folder, 'spool', 'u');
const to = () => join(folder, 'quarantine', 'q');

/** The files of this machine, and what becomes durable or gets another name, in its order. */
function recorded(done: string[], refuses = ''): Files {
  return {
    ...systemFiles,
    open(path) {
      const file = systemFiles.open(path);
      const sync = (): void => {
        done.push('sync');
        file.sync();
      };
      return {
        size: () => file.size(),
        read: (target, offset) => file.read(target, offset),
        append: (bytes) => file.append(bytes),
        truncate: (sizeBytes) => file.truncate(sizeBytes),
        sync,
        close: () => file.close(),
      };
    },
    rename(before, after) {
      done.push(`rename ${basename(before)} ${basename(after)}`);
      systemFiles.rename(before, after);
    },
    syncFolder(path) {
      done.push(`sync ${basename(path)}`);
      if (basename(path) === refuses) throw new Error('EIO');
      systemFiles.syncFolder(path);
    },
  };
}

function received(files: Files): ReceivedUpdate {
  const update = new ReceivedUpdate(
    { sizeBytes: BYTES.length, isSealed: false, path: from(), cached: false },
    files,
  );
  update.write(0, BYTES);
  return update;
}

describe('a received update', () => {
  it('that moves away is durable, then its name, in both folders', () => {
    const done: string[] = [];
    received(recorded(done)).moveAway(to());
    expect(done).toEqual(['sync', 'rename u q', 'sync quarantine', 'sync spool']);
    expect([readdirSync(join(folder, 'spool')), readFileSync(to()).equals(BYTES)]).toEqual([[], true]);
  });

  it('whose new name cannot be made durable has the one before', () => {
    const update = received(recorded([], 'spool'));
    expect(() => update.moveAway(to())).toThrow('EIO');
    expect([readdirSync(join(folder, 'spool')), readdirSync(join(folder, 'quarantine'))]).toEqual([
      ['u'],
      [],
    ]);
    update.discard();
  });

  it('is copied out of another file, which stays, and durable then', () => {
    received(systemFiles).moveAway(to());
    const done: string[] = [];
    const copy = new ReceivedUpdate(
      { sizeBytes: BYTES.length, isSealed: false, path: from(), cached: true },
      recorded(done),
    );
    copy.copyFrom(to());
    expect(done).toEqual(['sync', 'sync spool']);
    expect([readFileSync(from()).equals(BYTES), readFileSync(to()).equals(BYTES)]).toEqual([true, true]);
    copy.discard();
  });
});
