/** @module Objects that tests push and pull, and what they are kept in. */
import { createHash } from 'node:crypto';
import type { MusterError } from '@muster/errors';
import type { ObjectSink } from '../object.ts';

export class Collect implements ObjectSink {
  readonly #chunks: Uint8Array[] = [];
  length = 0;
  aborted: MusterError | undefined;
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
  write(offset: number, bytes: Uint8Array): void {
    if (offset !== this.length) throw new Error(`a gap: ${offset} after ${this.length}`);
    this.#chunks.push(Uint8Array.from(bytes));
    this.length += bytes.length;
  }
  abort(reason: MusterError): void {
    this.aborted = reason;
  }
}

export function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
