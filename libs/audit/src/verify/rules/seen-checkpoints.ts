/** @module What others have seen of other logs: `witness.checkpoint_seen` only ever grows, and says the same of the same size. */
import type { EventData } from '../../event/catalogue.ts';
import type { Logged, RuleReport } from './rule-report.ts';

/** A checkpoint that was seen, and the entry that says so. */
export interface Seen extends EventData<'witness.checkpoint_seen'> {
  readonly index: number;
}

export class SeenCheckpoints {
  readonly #latest = new Map<string, Seen>();
  readonly #kept: Seen[] = [];
  readonly #report: RuleReport;
  readonly #keptOrigin: string | undefined;

  /** Those of `keptOrigin` are all kept. */
  constructor(report: RuleReport, keptOrigin: string | undefined) {
    this.#report = report;
    this.#keptOrigin = keptOrigin;
  }

  get kept(): readonly Seen[] {
    return this.#kept;
  }

  seen({ index, event: { data } }: Logged<'witness.checkpoint_seen'>): void {
    const before = this.#latest.get(data.origin);
    if (before && data.size < before.size)
      this.#report.broken(
        'seen',
        index,
        `${data.origin} has ${data.size} entries, and had ${before.size} at entry ${before.index}`,
      );
    if (before && data.size === before.size && data.root !== before.root)
      this.#report.broken(
        'seen',
        index,
        `${data.origin} has another root of ${data.size} entries than at entry ${before.index}`,
      );
    const seen = { ...data, index };
    this.#latest.set(data.origin, seen);
    if (data.origin === this.#keptOrigin) this.#kept.push(seen);
  }
}
