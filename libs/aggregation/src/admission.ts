/** @module Whether an update may be added: first by what it says of itself, before any byte of it moves, then by its values. */
import type { ErrorCode } from '@muster/errors';
import type { FixedPoint, ScanResult } from '@muster/vector';

/** One attempt at one round of a run. */
interface Ref {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

/** What a site says of its update; hashes are SHA-256 in lower-case hex. Nothing in it is trusted. */
export interface Announcement {
  readonly ref: Ref;
  readonly planHash: string;
  /** Of the global model that it was trained from. */
  readonly modelHash: string;
  readonly layoutHash: string;
  readonly codec: string;
  /** Of the encoded update. */
  readonly sizeBytes: number;
  /** Examples that it was trained on. */
  readonly weight: number;
}

/** What the open round expects of every update. */
export interface Expectation {
  readonly ref: Ref;
  readonly planHash: string;
  readonly modelHash: string;
  readonly layoutHash: string;
  readonly codec: string;
  /** Of the plan's layout in this codec. */
  readonly sizeBytes: number;
  readonly weightMax: number;
}

/** Admitted, or the one fault that the site is told of. */
export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

const ADMITTED: Admission = { ok: true };
const refuse = (code: ErrorCode, reason: string): Admission => ({ ok: false, code, reason });

/**
 * Checks an announcement, from the question whose answer explains most to the one that explains least: ROUND_CLOSED (another run, round
 * or attempt), PLAN_MISMATCH, MODEL_MISMATCH, LAYOUT_MISMATCH, CODEC_UNKNOWN, LENGTH_MISMATCH, WEIGHT_OUT_OF_RANGE.
 */
export function admit(update: Announcement, expected: Expectation): Admission {
  const { ref } = expected;
  if (update.ref.run !== ref.run || update.ref.round !== ref.round || update.ref.attempt !== ref.attempt) {
    return refuse(
      'ROUND_CLOSED',
      `round ${ref.round}, attempt ${ref.attempt} of run ${ref.run} is what is open`,
    );
  }
  if (update.planHash !== expected.planHash) {
    return refuse('PLAN_MISMATCH', `the round runs plan ${expected.planHash}, not ${update.planHash}`);
  }
  if (update.modelHash !== expected.modelHash) {
    return refuse(
      'MODEL_MISMATCH',
      `the round started from model ${expected.modelHash}, not ${update.modelHash}`,
    );
  }
  if (update.layoutHash !== expected.layoutHash) {
    return refuse('LAYOUT_MISMATCH', `the plan has layout ${expected.layoutHash}, not ${update.layoutHash}`);
  }
  if (update.codec !== expected.codec) {
    return refuse('CODEC_UNKNOWN', `the plan names ${expected.codec}, not ${JSON.stringify(update.codec)}`);
  }
  if (update.sizeBytes !== expected.sizeBytes) {
    return refuse('LENGTH_MISMATCH', `the layout takes ${expected.sizeBytes} bytes, not ${update.sizeBytes}`);
  }
  if (!Number.isInteger(update.weight) || update.weight < 1 || update.weight > expected.weightMax) {
    return refuse(
      'WEIGHT_OUT_OF_RANGE',
      `a weight of ${update.weight}, not a whole number from 1 to ${expected.weightMax}`,
    );
  }
  return ADMITTED;
}

/**
 * Checks the values of a whole update, before any of them is folded: UPDATE_NOT_FINITE, or UPDATE_OUT_OF_RANGE beyond the valueMax of the
 * fixed point. What passes cannot wrap the accumulator; what does not never reaches it.
 */
export function admitValues(scan: ScanResult, fp: FixedPoint): Admission {
  if (!scan.finite) return refuse('UPDATE_NOT_FINITE', 'the update contains NaN or infinity');
  if (!(scan.maxAbs <= fp.valueMax)) {
    return refuse('UPDATE_OUT_OF_RANGE', `the update reaches ${scan.maxAbs}, beyond valueMax ${fp.valueMax}`);
  }
  return ADMITTED;
}
