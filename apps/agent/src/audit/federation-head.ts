/** @module How recently a quorum of witnesses has seen the federation's log, as this site has verified it: while nobody has, nothing leaves. */
import { MusterError } from '@muster/errors';

/** Longer than a coordinator needs to ask its witnesses again, and than the clocks of honest sites are apart. */
const AGE_S_MAX = 15 * 60;

export class FederationHead {
  #origin = '';
  /** POSIX seconds of the witnesses' clocks. */
  #seenS = Number.NEGATIVE_INFINITY;

  /** Of the log that was seen last. */
  get origin(): string {
    return this.#origin;
  }

  /** A checkpoint that a quorum had cosigned by then. */
  saw(origin: string, timeS: number): void {
    this.#seenS = origin === this.#origin ? Math.max(this.#seenS, timeS) : timeS;
    this.#origin = origin;
  }

  /** Why nothing may leave at `nowMs` (wall clock); undefined when it may. */
  staleness(nowMs: number): MusterError | undefined {
    const ageS = Math.round(nowMs / 1000 - this.#seenS);
    if (ageS <= AGE_S_MAX) return undefined;
    const since = Number.isFinite(ageS) ? `for ${ageS} s` : 'yet';
    return new MusterError(
      'AUDIT_STALE',
      `no quorum of witnesses has seen the federation’s log ${since}, and ${AGE_S_MAX} s are the most`,
      { detail: Number.isFinite(ageS) ? { ageS } : {} },
    );
  }
}
