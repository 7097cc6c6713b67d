/** @module What a site says of its work in the open attempt, on its way to the people who watch. It is shown and never stored. */
import { type Progress, type RoundRef, sameRef } from '@muster/protocol';
import type { Clock } from '@muster/transport';
import type { Fleet } from '../fleet.ts';
import { newEvent } from '../run-events.ts';
import type { Watchers } from '../watchers.ts';

/** Notices that a site may send at once, and in each second from then on; an agent sends one in two seconds, and one for each phase. */
const BURST = 10;
const PER_SECOND = 2;

export interface NoticeParts {
  readonly fleet: Pick<Fleet, 'get'>;
  readonly watchers: Pick<Watchers, 'passing'>;
  readonly clock: Pick<Clock, 'monotonicMs' | 'wallMs'>;
  /** The attempt of a run that is open now. */
  readonly openAttempt: (run: string) => RoundRef | undefined;
}

/** Of one session. */
export class ProgressNotices {
  readonly #parts: NoticeParts;
  readonly #site: string;
  #allowance = BURST;
  #countedMs: number;

  constructor(parts: NoticeParts, site: string) {
    this.#parts = parts;
    this.#site = site;
    this.#countedMs = parts.clock.monotonicMs();
  }

  /** False when it is dropped: it is about no attempt that is open and that the site has a part in, or one too many. */
  take(told: Progress): boolean {
    const { fleet, watchers, clock, openAttempt } = this.#parts;
    const connected = fleet.get(this.#site);
    const { ref, phase } = told;
    const open = openAttempt(ref.run);
    const hasPart = open && connected?.busyWith && sameRef(connected.busyWith, open);
    if (!hasPart || !sameRef(ref, open) || !this.#isAllowed()) return false;
    // A site may say anything; what JSON cannot carry nobody could read.
    const fraction = Number.isFinite(told.fraction) ? told.fraction : 0;
    const loss = Number.isFinite(told.loss) ? told.loss : null;
    connected.progress = { phase, fraction };
    const data = { site: this.#site, round: ref.round, phase, fraction, loss };
    watchers.passing(newEvent(ref.run, clock.wallMs(), { kind: 'site-progress', data }));
    return true;
  }

  #isAllowed(): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const gained = ((nowMs - this.#countedMs) / 1000) * PER_SECOND;
    this.#allowance = Math.min(BURST, this.#allowance + gained);
    this.#countedMs = nowMs;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }
}
