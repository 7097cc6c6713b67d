import { memorySqlite } from '@muster/store';
import { expect, it } from 'vitest';
import { VirtualTime } from './clock.ts';
import { VirtualDisk } from './disk.ts';
import { DiskLogFolder } from './disk-log-folder.ts';
import { Life } from './life.ts';
import { Chance } from './random.ts';
import { VirtualRows } from './rows.ts';

const FOLDER = '/data/audit/1';
const files = ['tile/0/000.p/1', 'tile/entries/000.p/1'].map((path) => ({ path, bytes: Buffer.from(path) }));
const note = Buffer.from('a checkpoint');

function diskOf(): VirtualDisk {
  const time = new VirtualTime((thrown) => expect(thrown).toBeUndefined());
  const rowsOf = (): VirtualRows => new VirtualRows(memorySqlite(), time, true);
  const disk = new VirtualDisk(time, { rows: rowsOf(), lock: rowsOf(), vault: rowsOf() }, () => 0);
  disk.volume.syncFolder('/data'); // it has always been there
  return disk;
}

/** A process writes the log to its end, or until it is killed at the n-th write. */
async function publish(disk: VirtualDisk, killedAt?: number): Promise<void> {
  const life = new Life(0);
  if (killedAt !== undefined) disk.atWrite(disk.writes + killedAt, () => life.end());
  const folder = new DiskLogFolder(disk, life, FOLDER, () => {});
  const done = folder.write(files).then(() => folder.replaceCheckpoint(note));
  if (killedAt === undefined) await done;
  else await expect(done).rejects.toThrow('killed');
}

/** Where it was killed does not matter: what the next process has written is there after a power cut. */
it.each([1, 2, 3, 5, 8])('keeps what was written after a kill at write %d', async (killedAt) => {
  for (let seed = 0; seed < 50; seed += 1) {
    const disk = diskOf();
    await publish(disk, killedAt);
    await publish(disk);
    disk.losePower(new Chance(`${seed}`));
    const found = (path: string) =>
      Buffer.from(disk.volume.find(`${FOLDER}/${path}`)?.bytes ?? []).toString();
    for (const { path } of files) expect(found(path)).toBe(path);
    expect(found('checkpoint')).toBe('a checkpoint');
  }
});

it('leaves what is there alone, and refuses other bytes in its place', async () => {
  const disk = diskOf();
  await publish(disk);
  const { writes } = disk;
  const folder = new DiskLogFolder(disk, new Life(0), FOLDER, () => {});
  await folder.write(files);
  expect(disk.writes).toBe(writes);
  const other = files.map(({ path }) => ({ path, bytes: Buffer.from('other') }));
  await expect(folder.write(other)).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
});
