/** @module One pass over values before they are used: whether all are finite, how large, how long. */
import type { Engine } from './engine.ts';

/** What a scan finds. */
export interface ScanResult {
  /** No NaN and no infinity. */
  readonly finite: boolean;
  /** Greatest magnitude; Infinity unless finite. */
  readonly maxAbs: number;
  /** Sum of squares in f64, in an order that depends on nothing but the values; Infinity unless finite. */
  readonly sumSquares: number;
}

const WINDOW_LENGTH = 65_536;
/** Eight f64 and four i32, then room up to a cache line. */
const STATE_BYTES = 128;

/** A scanner with a window of 256 KiB of its own. The same values give the same bits on every engine. */
export function makeScanner(engine: Engine): (values: Float32Array) => ScanResult {
  const workspace = engine.open(STATE_BYTES + 4 * WINDOW_LENGTH);
  const squares = new Float64Array(workspace.buffer, 0, 8);
  const greatest = new Float32Array(workspace.buffer, 64, 4);
  const window = new Float32Array(workspace.buffer, STATE_BYTES, WINDOW_LENGTH);
  return (values) => {
    squares.fill(0);
    greatest.fill(0);
    for (let start = 0; start < values.length; start += WINDOW_LENGTH) {
      const part = values.subarray(start, start + WINDOW_LENGTH);
      const count = Math.ceil(part.length / 8) * 8;
      window.set(part);
      // Zeros change neither a sum of squares nor a greatest magnitude.
      window.fill(0, part.length, count);
      workspace.scan(0, STATE_BYTES, count);
    }
    const maxAbs = Math.max(...greatest);
    if (!(maxAbs < Number.POSITIVE_INFINITY)) {
      return { finite: false, maxAbs: Number.POSITIVE_INFINITY, sumSquares: Number.POSITIVE_INFINITY };
    }
    return { finite: true, maxAbs, sumSquares: squares.reduce((sum, lane) => sum + lane, 0) };
  };
}
