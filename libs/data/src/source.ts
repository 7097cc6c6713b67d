/** @module A data file as a stream of bytes, plain or gzip: read once, in windows, never held whole. */
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from './fault.ts';

const WINDOW_BYTES = 256 * 1024;

export interface Source extends AsyncDisposable {
  /** What the file is to the data set ('images file'): errors name this, since a path stays at the site. */
  readonly role: string;
  readonly path: string;
  readonly gzip: boolean;
  /** Length on disk, compressed if `gzip`. */
  readonly fileBytes: number;
  /** The content, decompressed. Called once. */
  stream(): Readable;
  /** Bytes of the file as it lies on disk, straight into `out`; how many, 0 at the end. */
  readAt(position: number, out: Uint8Array): Promise<number>;
  /** What a read or decompression error means: DATA_UNREADABLE. */
  failure(thrown: unknown, bytesRead: number): Error;
}

/**
 * Opens a regular file and looks for the gzip magic (RFC 1952, section 2.3.1).
 * @throws DATA_UNREADABLE if there is no such file, it may not be read, or it is no regular file
 */
export async function openSource(path: string, role: string): Promise<Source> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (thrown) {
    throw unreadable(`The ${role} cannot be opened: ${osReason(thrown)}.`, { role }, path, thrown);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw unreadable(`The ${role} is not a regular file.`, { role }, path);
    const head = new Uint8Array(2);
    await handle.read(head, 0, 2, 0);
    return source(handle, path, role, stat.size, head[0] === 0x1f && head[1] === 0x8b);
  } catch (thrown) {
    await handle.close();
    if (thrown instanceof Error && 'syscall' in thrown) {
      throw unreadable(`The ${role} cannot be read: ${osReason(thrown)}.`, { role }, path, thrown);
    }
    throw thrown;
  }
}

function source(handle: FileHandle, path: string, role: string, fileBytes: number, gzip: boolean): Source {
  return {
    role,
    path,
    gzip,
    fileBytes,
    stream() {
      const file = handle.createReadStream({ start: 0, highWaterMark: WINDOW_BYTES, autoClose: false });
      // pipeline hands an error of the file on to its reader, who reports it; the callback has nothing to add.
      const content = gzip ? pipeline(file, createGunzip({ chunkSize: WINDOW_BYTES }), () => {}) : file;
      // A reader that has left in the middle no longer listens, and an inflate already in flight may still fail.
      return content.on('error', () => {});
    },
    async readAt(position, out) {
      return (await handle.read(out, 0, out.length, position)).bytesRead;
    },
    failure(thrown, bytesRead) {
      const what =
        gzip && isZlib(thrown) ? 'is damaged or truncated gzip' : `cannot be read (${osReason(thrown)})`;
      return unreadable(`The ${role} ${what}, after ${bytesRead} bytes.`, { role, bytesRead }, path, thrown);
    },
    async [Symbol.asyncDispose]() {
      await handle.close();
    },
  };
}

/**
 * Reads a source front to back into buffers of the caller's choice. A plain file is read straight into them: as a stream
 * its windows would lie about as garbage, as large as the data itself.
 */
export class ByteReader {
  readonly #source: Source;
  readonly #unpacked: Readable | undefined;
  readonly #chunks: AsyncIterator<Buffer> | undefined;
  #rest: Uint8Array = new Uint8Array(0);
  #bytesRead = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#unpacked = source.gzip ? source.stream() : undefined;
    this.#chunks = this.#unpacked?.[Symbol.asyncIterator]();
  }

  /**
   * Fills `out`, or as much of it as the file has left; the count is below `out.length` only at the end of the file.
   * @throws DATA_UNREADABLE on a read error or broken gzip
   */
  async fill(out: Uint8Array): Promise<number> {
    let filled = 0;
    try {
      while (filled < out.length) {
        const part = await this.#read(out.subarray(filled));
        if (part === 0) break;
        filled += part;
        this.#bytesRead += part;
      }
    } catch (thrown) {
      throw this.#source.failure(thrown, this.#bytesRead);
    }
    return filled;
  }

  /** Whether the file ends here. What it finds instead is lost. */
  async atEnd(): Promise<boolean> {
    return (await this.fill(new Uint8Array(1))) === 0;
  }

  close(): void {
    this.#unpacked?.destroy();
  }

  async #read(out: Uint8Array): Promise<number> {
    if (this.#chunks === undefined)
      return this.#source.readAt(this.#bytesRead, out.subarray(0, WINDOW_BYTES));
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return 0;
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, out.length);
    out.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }
}

function isZlib(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    thrown.code.startsWith('Z_')
  );
}

/** The system's word for what went wrong (ENOENT, EACCES, EISDIR, ...). */
function osReason(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    if (thrown.code === 'ENOENT') return 'there is no such file';
    if (thrown.code === 'EACCES') return 'the agent may not read it';
    return thrown.code;
  }
  return 'read error';
}
