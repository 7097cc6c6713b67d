/** @module How this site stands with its coordinator: told at each registration and when it changes, logged, kept for `muster agent status`. */
import { ERRORS, isErrorCode } from '@muster/errors';
import type { Standing } from '@muster/protocol';
import type { Clock } from '@muster/transport';
import type { Logger } from './logger.ts';

export interface StandingParts {
  /** Writes the text in place of what was kept; undefined: nothing is to be kept. */
  keep(text: string | undefined): Promise<void>;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly log: Pick<Logger, 'error' | 'info' | 'warn'>;
}

export class OwnStanding {
  readonly #parts: StandingParts;
  /** Undefined until it was told once since the start. */
  #known: string | undefined;
  #kept: Promise<void> = Promise.resolve();

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  /** The coordinator's word; `null` when nothing is the matter. */
  heard(standing: Standing | null): void {
    const { clock, log, keep } = this.#parts;
    const { code, reason } = standing ?? { code: '', reason: '' };
    const said = code === '' ? '' : `${code}: ${reason}`;
    if (said === this.#known) return;
    if (code !== '')
      log.error(
        { code },
        `this site is not asked for anything: ${reason}. ${isErrorCode(code) ? ERRORS[code].action : ''}`,
      );
    else if (this.#known !== undefined) log.info({}, 'this site may be asked again');
    this.#known = said;
    const at = new Date(Math.round(clock.wallMs())).toISOString();
    const text = code === '' ? undefined : `${JSON.stringify({ code, reason, at })}\n`;
    this.#kept = this.#kept
      .then(() => keep(text))
      .catch((thrown: unknown) => log.warn({ err: thrown }, 'the standing of this site could not be kept'));
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#kept;
  }
}
