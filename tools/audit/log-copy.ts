/** @module A copy of a log in memory, whose files can be altered: what an attacker, or a bad disk, makes of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { LogSource } from '@muster/audit';
import { MusterError } from '@muster/errors';

export class LogCopy implements LogSource {
  readonly name = 'copy';
  readonly files: Map<string, Uint8Array>;

  constructor(files: Iterable<readonly [string, Uint8Array]>) {
    this.files = new Map(files);
  }

  static of(folder: string): LogCopy {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return new LogCopy(
      found.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path).split(sep).join('/'), new Uint8Array(readFileSync(path))];
      }),
    );
  }

  /** The same with one bit of a file turned over. */
  flipped(path: string, bit: number): LogCopy {
    const bytes = Uint8Array.from(this.at(path));
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return this.with(path, bytes);
  }

  /** The same with another file in a place, or none. */
  with(path: string, bytes: Uint8Array | undefined): LogCopy {
    const copy = new LogCopy(this.files);
    if (bytes) copy.files.set(path, bytes);
    else copy.files.delete(path);
    return copy;
  }

  at(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (!bytes) throw new MusterError('NOT_FOUND', `no ${path}`);
    return bytes;
  }

  async read(path: string, bytesMax: number): Promise<Uint8Array> {
    return this.at(path).subarray(0, bytesMax + 1);
  }

  async *list(): AsyncGenerator<string> {
    yield* this.files.keys();
  }
}
