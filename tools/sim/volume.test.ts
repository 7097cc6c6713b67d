import { expect, it } from 'vitest';
import { Chance } from './random.ts';
import { type StoredFile, Volume } from './volume.ts';

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);

function fileOf(synced: Uint8Array, bytes = synced): StoredFile {
  return { bytes, synced, modifiedMs: 0 };
}

/** What is left of a volume, for each of many power cuts: every outcome that chance has. */
function outcomes(prepare: (volume: Volume) => void, folders: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (let seed = 0; seed < 200; seed += 1) {
    const volume = new Volume();
    prepare(volume);
    volume.losePower(new Chance(`${seed}`));
    const left = folders.flatMap((folder) =>
      [...volume.list(folder)].map(([name, { bytes }]) => `${folder}/${name} ${[...bytes].join('')}`),
    );
    found.add(left.toSorted().join(', '));
  }
  return [...found].toSorted();
}

it('keeps what was synced, bytes and name, whatever chance says', () => {
  const prepare = (volume: Volume): void => {
    volume.put('/a/one', fileOf(bytesOf(1, 2)));
    volume.syncFolder('/a');
  };
  expect(outcomes(prepare, ['/a'])).toEqual(['/a/one 12']);
});

it('loses of the bytes that were not synced none, some or all, or has zeros in their place', () => {
  const prepare = (volume: Volume): void => {
    volume.put('/a/one', fileOf(bytesOf(1), bytesOf(1, 2, 3)));
    volume.syncFolder('/a');
  };
  expect(outcomes(prepare, ['/a'])).toEqual([
    '/a/one 1',
    '/a/one 100',
    '/a/one 12',
    '/a/one 120',
    '/a/one 123',
  ]);
});

it('forgets or keeps a name that is new, and one that is gone', () => {
  const prepare = (volume: Volume): void => {
    volume.put('/a/old', fileOf(bytesOf(1)));
    volume.syncFolder('/a');
    volume.remove('/a/old');
    volume.put('/a/new', fileOf(bytesOf(2)));
  };
  expect(outcomes(prepare, ['/a'])).toEqual(['', '/a/new 2', '/a/new 2, /a/old 1', '/a/old 1']);
});

it('leaves a renamed file one of its names', () => {
  const rename = (volume: Volume): void => {
    const file = fileOf(bytesOf(1));
    volume.put('/a/one', file);
    volume.syncFolder('/a');
    volume.remove('/a/one');
    volume.put('/b/two', file);
  };
  const either = ['/a/one 1', '/a/one 1, /b/two 1', '/b/two 1'];
  expect(outcomes(rename, ['/a', '/b'])).toEqual(either);
  const synced = (volume: Volume): void => {
    rename(volume);
    volume.syncFolder('/b');
  };
  expect(outcomes(synced, ['/a', '/b'])).toEqual(either.slice(1));
});

it('can lose a folder that was made, with all that is synced in it, until the one above it is synced', () => {
  const made = (volume: Volume): void => {
    volume.makeFolder('/data/a');
    volume.put('/data/a/one', fileOf(bytesOf(1)));
    volume.syncFolder('/data/a');
  };
  expect(outcomes(made, ['/data/a'])).toEqual(['', '/data/a/one 1']);
  const safe = (volume: Volume): void => {
    made(volume);
    volume.syncFolder('/data');
  };
  expect(outcomes(safe, ['/data/a'])).toEqual(['/data/a/one 1']);
});

it('loses with a folder the folders in it, whatever of them was synced', () => {
  const made = (volume: Volume): void => {
    volume.makeFolder('/data/a');
    volume.makeFolder('/data/a/b');
    volume.put('/data/a/b/one', fileOf(bytesOf(1)));
    volume.syncFolder('/data/a/b');
    volume.syncFolder('/data/a');
  };
  expect(outcomes(made, ['/data/a/b'])).toEqual(['', '/data/a/b/one 1']);
});
