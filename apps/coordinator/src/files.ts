/** @module The file operations of the spool and of the quarantine. All of them throw the operating system's errors. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** One open file: read anywhere, written at its end. */
export interface OpenFile {
  size(): number;
  /** Bytes read into `target` from `offset`; fewer only at the end. */
  read(target: Uint8Array, offset: number): number;
  /** All of them, or it throws: then a part may be there. */
  append(bytes: Uint8Array): void;
  truncate(sizeBytes: number): void;
  sync(): void;
  close(): void;
}

export interface Files {
  /** With the folders above it; no error when it is there. */
  makeFolder(path: string): void;
  list(folder: string): readonly string[];
  /** A file, or a folder with all in it; no error when there is none. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** Makes the names of what lies in a folder durable. */
  syncFolder(path: string): void;
  /** Made when it is not there. */
  open(path: string): OpenFile;
  /** Throws when there is none. */
  openForReading(path: string): Pick<OpenFile, 'size' | 'read' | 'close'>;
  /** Throws when it is there. */
  create(path: string): OpenFile;
}

class SystemFile implements OpenFile {
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
  }

  size(): number {
    return fstatSync(this.#file).size;
  }

  read(target: Uint8Array, offset: number): number {
    let at = 0;
    while (at < target.length) {
      const count = readSync(this.#file, target, at, target.length - at, offset + at);
      if (count === 0) break;
      at += count;
    }
    return at;
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at, bytes.length - at);
  }

  truncate(sizeBytes: number): void {
    ftruncateSync(this.#file, sizeBytes);
  }

  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Windows cannot fsync a folder and journals the rename itself. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The files of this machine; only this user may read them. */
export const systemFiles: Files = {
  makeFolder: (path) => void mkdirSync(path, { recursive: true, mode: 0o700 }),
  list: (folder) => readdirSync(folder),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  rename: renameSync,
  syncFolder,
  open: (path) => new SystemFile(openSync(path, 'a+', 0o600)),
  openForReading: (path) => new SystemFile(openSync(path, 'r')),
  create: (path) => new SystemFile(openSync(path, 'wx', 0o600)),
};
