/**
 * @module The files of one machine twice: as processes see them, and as they are when the power has gone. Bytes are safe from their sync
 * on, names from that of their folder on; whether what came after outlasts a power cut is chance, of each name and each file on its own.
 */
import { createHash } from 'node:crypto';
import type { Chance } from './random.ts';

export interface StoredFile {
  bytes: Uint8Array;
  /** What a power cut cannot take. */
  synced: Uint8Array;
  /** By the wall clock of the machine. */
  modifiedMs: number;
}

interface Folder {
  readonly seen: Map<string, StoredFile>;
  synced: ReadonlyMap<string, StoredFile>;
  /** Its own name outlasts a power cut. */
  isSafe: boolean;
}

const NOTHING: ReadonlyMap<string, StoredFile> = new Map();

export class Volume {
  readonly #folders = new Map<string, Folder>();

  /** Names in a folder and their files, as processes see them. */
  list(folder: string): ReadonlyMap<string, StoredFile> {
    return this.#folders.get(folder)?.seen ?? NOTHING;
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** The folders in a folder, by name, and what `list` says of each. */
  *foldersIn(path: string): Generator<readonly [string, ReadonlyMap<string, StoredFile>]> {
    for (const [folder, { seen }] of this.#folders) {
      const [above, name] = split(folder);
      if (above === path) yield [name, seen];
    }
  }

  /** Of all files in a folder and in those below it. */
  *pathsBelow(path: string): Generator<string> {
    for (const [folder, { seen }] of this.#folders)
      if (folder === path || folder.startsWith(`${path}/`))
        for (const name of seen.keys()) yield `${folder}/${name}`;
  }

  find(path: string): StoredFile | undefined {
    const [folder, name] = split(path);
    return this.#folders.get(folder)?.seen.get(name);
  }

  /** In place of any other of this name. */
  put(path: string, file: StoredFile): void {
    const [folder, name] = split(path);
    this.#folder(folder).seen.set(name, file);
  }

  /** Whether it was there. */
  remove(path: string): boolean {
    const [folder, name] = split(path);
    return this.#folder(folder).seen.delete(name);
  }

  /** Its name is safe when the folder above it is synced. Those that were never made here have always been there. */
  makeFolder(path: string): void {
    if (!this.#folders.has(path))
      this.#folders.set(path, { seen: new Map(), synced: new Map(), isSafe: false });
  }

  syncFolder(path: string): void {
    const folder = this.#folder(path);
    folder.synced = new Map(folder.seen);
    for (const [name, below] of this.#folders) if (split(name)[0] === path) below.isSafe = true;
  }

  /** What was not waited for is lost, or in part, or not; from here on it is as if it had never been otherwise. */
  losePower(chance: Chance): void {
    const lost = [...this.#folders].filter(([, { isSafe }]) => !isSafe && chance.happens(0.5));
    for (const path of [...this.#folders.keys()])
      if (lost.some(([above]) => path === above || path.startsWith(`${above}/`))) this.#folders.delete(path);
    const files = new Set<StoredFile>();
    const stillNamed = new Set([...this.#folders.values()].flatMap(({ seen }) => [...seen.values()]));
    for (const folder of this.#folders.values()) {
      loseNames(folder, chance);
      for (const file of folder.seen.values()) files.add(file);
    }
    // A rename is one transaction of the file system: when the new name is lost, the old one is there.
    for (const { seen, synced } of this.#folders.values())
      for (const [name, file] of synced) {
        if (!stillNamed.has(file) || files.has(file)) continue;
        seen.set(name, file);
        files.add(file);
      }
    for (const folder of this.#folders.values()) {
      folder.synced = new Map(folder.seen);
      folder.isSafe = true;
    }
    for (const file of files) loseBytes(file, chance);
  }

  #folder(path: string): Folder {
    let folder = this.#folders.get(path);
    if (!folder) {
      folder = { seen: new Map(), synced: new Map(), isSafe: true };
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

function loseNames({ seen, synced }: Folder, chance: Chance): void {
  for (const name of new Set([...synced.keys(), ...seen.keys()])) {
    const before = synced.get(name);
    if (before === seen.get(name) || chance.happens(0.5)) continue;
    if (before) seen.set(name, before);
    else seen.delete(name);
  }
}

/** A file system may write the length of a file before its bytes: they are zeros then. */
function loseBytes(file: StoredFile, chance: Chance): void {
  const { bytes, synced } = file;
  if (bytes !== synced) {
    const kept = Math.min(bytes.length, synced.length);
    switch (chance.pick(['none', 'some', 'zeros', 'all'])) {
      case 'none':
        file.bytes = synced;
        break;
      case 'some':
        file.bytes = bytes.slice(0, chance.whole(kept, bytes.length));
        break;
      case 'zeros':
        file.bytes = bytes.slice().fill(0, chance.whole(kept, bytes.length));
        break;
      case 'all':
        break;
    }
  }
  file.synced = file.bytes;
}

function split(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at), path.slice(at + 1)];
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
