/** @module Times of events. Whoever keeps a federation's log cannot set them back; a site's clock may be off, which is told and no more. */
import { type AnyLogged, type RuleReport, siteOf } from './rule-report.ts';

/** Clocks, and the order in which what happens at once is written, may differ by so much. */
const TOLERANCE_MS = 120_000;

export class EventTimes {
  readonly #report: RuleReport;
  /** The newest time of each source so far. */
  readonly #newest = new Map<string, { readonly ms: number; readonly index: number }>();
  readonly #warned = new Set<string>();
  /** Of the coordinator. */
  #latest: { readonly ms: number; readonly index: number } | undefined;

  constructor(report: RuleReport) {
    this.#report = report;
  }

  /** Milliseconds since 1970 of the newest event of a source. */
  newestOf(source: string): number | undefined {
    return this.#newest.get(source)?.ms;
  }

  check({ index, event: { source, time } }: AnyLogged): void {
    const ms = millisOf(time);
    const newest = this.#newest.get(source);
    const isBack = newest !== undefined && ms < newest.ms - TOLERANCE_MS;
    if (siteOf(source) === undefined) {
      if (isBack)
        this.#report.broken('time', index, `it is of ${time}, and entry ${newest.index} before it is later`);
    } else if (isBack) this.#warnOnce(source, index, 'the clock of the site went back');
    else if (this.#latest && ms > this.#latest.ms + TOLERANCE_MS * 30)
      this.#warnOnce(source, index, 'the clock of the site is more than an hour ahead of the coordinator');
    if (!newest || ms > newest.ms) {
      this.#newest.set(source, { ms, index });
      if (siteOf(source) === undefined) this.#latest = { ms, index };
    }
  }

  /** `cosignedS`: the newest cosignature on the checkpoint, POSIX seconds; null where there is none. */
  finish(cosignedS: number | null): void {
    if (cosignedS !== null && this.#latest && this.#latest.ms > cosignedS * 1000 + TOLERANCE_MS)
      this.#report.broken(
        'time',
        this.#latest.index,
        'it is later than the witnesses who have cosigned the log with it',
      );
  }

  #warnOnce(source: string, index: number, message: string): void {
    if (this.#warned.has(source)) return;
    this.#warned.add(source);
    this.#report.warn('time', index, `${message} (${source})`);
  }
}

/** Milliseconds since 1970 of a time of an event. */
export function millisOf(time: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: it only reads a time that was written
  return Date.parse(time);
}
