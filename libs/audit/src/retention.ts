/** @module How long a vault keeps what the log only commits to. */

/** By class, in months of the calendar. */
export interface RetentionTerms {
  readonly piiMonths: number;
  readonly confMonths: number;
}

/** What is about persons: a year, and a month to look at it. What is confidential: as long as entries (docs/audit.md, "Retention"). */
export const RETENTION_DEFAULTS: RetentionTerms = { piiMonths: 13, confMonths: 72 };
/** Between two looks for what is over. */
export const RETENTION_LOOK_MS = 86_400_000;

/** Before these times, in milliseconds since 1970, the terms are over. */
export function endsOf(
  terms: RetentionTerms,
  nowMs: number,
): { readonly piiMs: number; readonly confMs: number } {
  return { piiMs: monthsBefore(nowMs, terms.piiMonths), confMs: monthsBefore(nowMs, terms.confMonths) };
}

/** The same time of an earlier month, in UTC; on the last day of one that is shorter. */
export function monthsBefore(nowMs: number, months: number): number {
  // biome-ignore lint/style/noRestrictedGlobals: it only reads a time that was handed in
  const date = new Date(nowMs);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - months, day);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}

/** Whether what was asked for at `receivedMs` is done within the month that the law gives (GDPR 12(3)). */
export function isWithinMonth(receivedMs: number, nowMs: number): boolean {
  return receivedMs >= monthsBefore(nowMs, 1);
}
