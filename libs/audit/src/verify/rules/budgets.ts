/**
 * @module Spent privacy of each data set: it never decreases, and never exceeds the cap. That the amounts are those of the mechanism is not
 * recomputed here.
 */
import type { Logged, RuleReport } from './rule-report.ts';

const SCALE = 15;

export class Budgets {
  readonly #totals = new Map<string, { readonly total: bigint; readonly text: string }>();
  readonly #report: RuleReport;

  constructor(report: RuleReport) {
    this.#report = report;
  }

  spent({ index, event: { source, data } }: Logged<'privacy.budget_spent'>): void {
    const account = `${source} ${data.dataset}`;
    const total = scaled(data.epsilonTotal);
    const before = this.#totals.get(account);
    if (before && total < before.total)
      this.#report.broken(
        'budget',
        index,
        `of ${data.dataset}, epsilon ${data.epsilonTotal} is spent in all, and ${before.text} was before`,
      );
    if (total > scaled(data.cap))
      this.#report.broken(
        'budget',
        index,
        `of ${data.dataset}, epsilon ${data.epsilonTotal} is spent, and ${data.cap} is the cap`,
      );
    this.#totals.set(account, { total, text: data.epsilonTotal });
  }
}

/** A decimal of at most 15 places, without rounding. */
function scaled(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(SCALE, '0'));
}
