/** @module Bytes named by their SHA-256: the interface that files implement by default. */

/** The name and length of bytes that are stored. */
export interface BlobRef {
  /** Lower-case hex, 64 characters. */
  readonly hash: string;
  readonly sizeBytes: number;
}

/** A blob as it lies there now. */
export interface BlobEntry extends BlobRef {
  /** When its bytes were written, ms of the wall clock: another value is another file of the same bytes. */
  readonly modifiedMs: number;
}

/** Where bytes come from: memory, a stream of chunks, or a file that is copied. */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array> | { readonly file: string };

/** A blob in the making. Until `commit` resolves nothing of it is visible; disposing an uncommitted one drops it. */
export interface BlobWriter extends AsyncDisposable {
  /** Bytes accepted so far: the only offset at which the next write may start. */
  readonly sizeBytes: number;
  /**
   * Appends `bytes` at `offset`, which must equal `sizeBytes` (INVALID_ARGUMENT). Writes are queued in order; the
   * caller leaves `bytes` alone until the promise settles, and bounds how many it has under way.
   */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /**
   * Makes the blob durable and visible. With `expectedHash`, other bytes than those are dropped and OBJECT_CORRUPT
   * is thrown. Throws STORAGE_FULL, STORAGE_FAILED; then too nothing is left behind.
   */
  commit(expectedHash?: string): Promise<BlobRef>;
  abort(): Promise<void>;
}

/** An open blob: readable to its end even if it is removed meanwhile. */
export interface BlobReader extends AsyncDisposable {
  readonly sizeBytes: number;
  /** `length` bytes from `offset`, fewer only at the end. A fresh array that the caller owns. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Fills `target` from `offset`; returns how many bytes were there. For callers that reuse one window. */
  readInto(offset: number, target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Bytes by their SHA-256; durable once its promise resolves. Throws STORAGE_FULL and STORAGE_FAILED besides what each method names. */
export interface Blobs {
  /** Stores a whole source; the same bytes twice are one blob. */
  put(source: BlobSource): Promise<BlobRef>;
  writer(): Promise<BlobWriter>;
  /**
   * Takes over the file at `path` on the same file system, by rename, after its bytes were found to have `hash`
   * (else OBJECT_CORRUPT, and the file is left where it is).
   */
  adopt(path: string, hash: string): Promise<BlobRef>;
  /** Throws NOT_FOUND. */
  open(hash: string): Promise<BlobReader>;
  has(hash: string): Promise<boolean>;
  /** Reads the blob through: NOT_FOUND, or STORAGE_CORRUPT when its bytes have another hash. */
  verify(hash: string): Promise<void>;
  /** Whether it was there. With `modifiedMs`, one that was stored again since then stays. */
  remove(hash: string, modifiedMs?: number): Promise<boolean>;
  /** Every blob, in no order that means anything. */
  list(): AsyncIterable<BlobEntry>;
}
