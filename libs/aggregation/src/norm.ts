/**
 * @module Whether the norm of an update is one of its cohort's: held against the updates that counted in earlier rounds of the run, by
 * median and median absolute deviation, which a minority of bad ones does not move (Hampel 1974). Only what was committed before the round
 * is looked at, so that the verdict does not depend on the order in which updates come.
 */
import type { ScanResult } from '@muster/vector';
import { z } from 'zod';
import type { Admission } from './admission.ts';

/**
 * `admission.norm:` of a task. An update is refused when its L2 norm is beyond `median + factor * spread`, where `spread` is the greater of
 * 1.4826 * MAD and `floor * median`: in a cohort whose norms hardly differ, a little more is no fault.
 */
export const normRuleSchema = z.strictObject({
  factor: z
    .number()
    .min(1)
    .max(1_000)
    .default(8)
    .describe(
      'How many spreads above the median an L2 norm may be; the spread is 1.4826 x MAD, or `floor` x median',
    ),
  floor: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .describe('Least spread, as a share of the median: where norms hardly differ, a little more is no fault'),
  least: z
    .int()
    .min(1)
    .max(4096)
    .default(6)
    .describe('Norms that must be known before any update is refused'),
  history: z.int().min(1).max(4096).default(128).describe('Newest norms that are looked at'),
});

export type NormRule = z.infer<typeof normRuleSchema>;

/** `admission:` of a task; `norm: false` turns the check off. */
export const admissionSchema = z
  .strictObject({
    norm: z
      .union([z.literal(false), normRuleSchema])
      .prefault({})
      .describe(
        'Holds the norm of an update against those that counted in earlier rounds; `false` turns that off',
      ),
  })
  .describe('Which updates are refused, beyond those that are not finite, of another model or out of range');

/** Makes the MAD of a normal distribution its standard deviation: 1 / quantile(3/4). */
const MAD_TO_SIGMA = 1.4826;

/** What a norm was held against. */
export interface NormFigures {
  readonly norm: number;
  readonly maxAbs: number;
  readonly median: number;
  readonly mad: number;
  readonly limit: number;
}

/** L2 norm of an update. */
export function normOf({ sumSquares }: Pick<ScanResult, 'sumSquares'>): number {
  return Math.sqrt(sumSquares);
}

/** `history`: norms of updates that counted, in any order. UPDATE_NORM_OUT_OF_RANGE. */
export function admitNorm(
  norm: number,
  history: readonly number[],
  rule: NormRule,
): { readonly verdict: Admission; readonly figures: Partial<Pick<NormFigures, 'median' | 'mad' | 'limit'>> } {
  if (history.length < rule.least) return { verdict: { ok: true }, figures: {} };
  const median = medianOf(history);
  const mad = medianOf(history.map((each) => Math.abs(each - median)));
  const limit = median + rule.factor * Math.max(MAD_TO_SIGMA * mad, rule.floor * median);
  const figures = { median, mad, limit };
  if (norm <= limit) return { verdict: { ok: true }, figures };
  const told = (value: number): string => value.toPrecision(4);
  const reason = `the update's norm is ${told(norm)}; those that counted before have a median of ${told(median)}, and up to ${told(limit)} is taken`;
  return { verdict: { ok: false, code: 'UPDATE_NORM_OUT_OF_RANGE', reason }, figures };
}

/** Of at least one number. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
