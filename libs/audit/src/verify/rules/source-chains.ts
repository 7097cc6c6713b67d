/** @module Numbers and links of each source: an event that is left out, put elsewhere or put in twice breaks them. */
import { encodeBase64 } from '../../strict-text.ts';
import type { Epoch } from './epoch.ts';
import type { AnyLogged, RuleReport } from './rule-report.ts';

export class SourceChains {
  readonly #ends = new Map<string, { seq: number; prev: string }>();
  readonly #report: RuleReport;
  /** A later one goes on with the numbers of the one before. */
  readonly #epoch: Pick<Epoch, 'goesOn'>;

  constructor(report: RuleReport, epoch: Pick<Epoch, 'goesOn'>) {
    this.#report = report;
    this.#epoch = epoch;
  }

  /** `leaf`: hash of the entry. */
  check({ index, event: { source, flseq, flprev } }: AnyLogged, leaf: Uint8Array): void {
    const end =
      this.#ends.get(source) ?? (this.#epoch.goesOn ? { seq: flseq, prev: flprev } : { seq: 0, prev: '' });
    if (flseq > end.seq)
      this.#report.broken(
        'sequence',
        index,
        `${missing(end.seq, flseq)} of ${source} ${flseq - end.seq === 1 ? 'is' : 'are'} not in the log before number ${flseq}`,
      );
    else if (flseq < end.seq)
      this.#report.broken(
        'sequence',
        index,
        `number ${flseq} of ${source} is there again, or out of its place`,
      );
    else if (flprev !== end.prev)
      this.#report.broken(
        'sequence',
        index,
        `number ${flseq} of ${source} does not follow the one before it`,
      );
    this.#ends.set(source, { seq: flseq + 1, prev: encodeBase64(leaf) });
  }
}

function missing(from: number, to: number): string {
  return to - from === 1 ? `number ${from}` : `numbers ${from} to ${to - 1}`;
}
