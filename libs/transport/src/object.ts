/** @module Bulk objects as transport sees them: something to read from, something to write to. */
import type { MusterError } from '@muster/errors';

/** An object to send. `read` gives exactly `length` bytes, which are not changed until the transfer is over. */
export interface ObjectSource {
  readonly sizeBytes: number;
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** Called with what a read gave when it is in a frame: memory that was lent to this read may go. */
  sealed?(bytes: Uint8Array): void;
  /** Called in place of `sealed` with what a read gave that is not sent: there is no room for it, or no transfer any more. */
  dropped?(bytes: Uint8Array): void;
  /** Called once, when the transfer is over, however it ended; a read may still be under way. Throws nothing. */
  close(): void;
}

/** Where an object goes. Chunks come in order, without gaps; credits are given back when a write has settled. */
export interface ObjectSink {
  /** `bytes` are lent until the write has settled: what is to be kept is copied. */
  write(offset: number, bytes: Uint8Array): void | Promise<void>;
  /** Called once if the transfer ends early, perhaps during a write: what was written may be kept for a resumption. Throws nothing. */
  abort(reason: MusterError): void;
}

/** An object in memory, sent to any number of peers from the same bytes. */
export function memorySource(bytes: Uint8Array): ObjectSource {
  return {
    sizeBytes: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => {},
  };
}
