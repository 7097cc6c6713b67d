/** @module What the event loop asks of the ingest thread: everything that touches each byte of an update. */
import type { ErrorCode } from '@muster/errors';
import type { EncodingTerms, Mask, SumFigures } from '@muster/secagg';
import type { FixedPoint, ScanResult } from '@muster/vector';

/** A stretch of the weighted mean, written to `target` as f64 from its first byte. */
export interface MeanRequest {
  readonly sum: number;
  readonly start: number;
  readonly count: number;
  readonly totalWeight: number;
  readonly point: FixedPoint;
  readonly target: SharedArrayBuffer;
}

/** Jobs by name: what is given, what comes back. `update` and `sum` name an update and an exact sum that are in the thread. */
export interface IngestJobs {
  /**
   * An update to come, into the spool file `path`, and beside it in memory when `cached`. What an earlier process has left in the file is
   * its beginning. Resolves with how many bytes that are.
   */
  begin: {
    input: {
      readonly update: number;
      readonly sizeBytes: number;
      /** Its values can be read by who has the key in its box alone. */
      readonly isSealed: boolean;
      readonly path: string;
      readonly cached: boolean;
    };
    output: number;
  };
  /** Takes all bytes of another file, which stays. They are durable when it is done. */
  copyFrom: { input: { readonly update: number; readonly path: string }; output: undefined };
  write: {
    input: { readonly update: number; readonly offset: number; readonly bytes: Uint8Array };
    output: undefined;
  };
  /** SHA-256 of a whole update in hex. */
  hash: { input: { readonly update: number }; output: string };
  /** The box of a whole update that is sealed. */
  box: { input: { readonly update: number }; output: Uint8Array };
  /** Whether the values of a whole update may be folded. The key of a sealed one opens it for good. */
  scan: {
    input: { readonly update: number; readonly key: Uint8Array | undefined };
    output: ScanResult;
  };
  discard: { input: { readonly update: number }; output: undefined };
  /** Lets go of an update whose file stays, under another name. */
  moveAway: { input: { readonly update: number; readonly path: string }; output: undefined };
  openSum: { input: { readonly sum: number; readonly length: number }; output: undefined };
  fold: {
    input: {
      readonly sum: number;
      /** Weights are whole numbers of examples, as admitted. */
      readonly members: readonly { readonly update: number; readonly weight: number }[];
      readonly point: FixedPoint;
    };
    output: undefined;
  };
  mean: { input: MeanRequest; output: undefined };
  /** Writes the sums to a new file, i64 little-endian, durable when it is done. */
  saveSum: {
    input: { readonly sum: number; readonly path: string };
    output: { readonly hash: string; readonly sizeBytes: number };
  };
  /** Adds what `saveSum` wrote of these `members`, from parameter `start` on. */
  addSum: {
    input: {
      readonly sum: number;
      readonly start: number;
      readonly bytes: Uint8Array;
      readonly members: number;
    };
    output: undefined;
  };
  /**
   * The sum of masked words modulo 2^w, with these masks taken off, kept as `group` until `saveUnmasked`. The keys are overwritten.
   */
  unmask: {
    input: {
      readonly group: number;
      readonly terms: EncodingTerms;
      /** Sites for which the encoding leaves room. */
      readonly sitesMax: number;
      readonly updates: readonly number[];
      readonly masks: readonly Mask[];
    };
    output: SumFigures;
  };
  /** Writes the mean of unmasked sums to a new file, as `saveSum` writes sums; durable when it is done, and the sums are overwritten. */
  saveUnmasked: {
    input: {
      readonly groups: readonly number[];
      readonly roundId: Uint8Array;
      /** Sum of all weights. */
      readonly divisor: number;
      readonly scaleBits: number;
      readonly path: string;
    };
    output: { readonly hash: string; readonly sizeBytes: number };
  };
  /** Overwrites sums that nobody will save. */
  dropUnmasked: { input: Record<string, never>; output: undefined };
  closeSum: { input: { readonly sum: number }; output: undefined };
  /** Of a file that `saveSum` wrote and nobody took; no error when there is none. */
  dropSaved: { input: { readonly path: string }; output: undefined };
}

export type IngestJob = {
  [Name in keyof IngestJobs]: {
    readonly id: number;
    readonly job: Name;
    readonly input: IngestJobs[Name]['input'];
  };
}[keyof IngestJobs];

export type IngestReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: ErrorCode;
      readonly message: string;
      /** Code of the operating system's error that it was ('ENOSPC', ...), or ''. */
      readonly system: string;
    };
