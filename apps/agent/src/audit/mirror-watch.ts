/** @module Keeps the site's copy of the federation's log up, now and then, as long as there is a connection. */
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import type { Clock } from '@muster/transport';
import type { Logger } from '../logger.ts';
import type { LogMirrorParts } from './mirror.ts';

const LOOK_MS = 60_000;
/** By then the site has registered, as a rule. */
const FIRST_MS = 5_000;

export interface MirrorWatchParts extends Omit<LogMirrorParts, 'folderOf'> {
  /** Holds a folder for each epoch of the log. */
  readonly folder: string;
  readonly isConnected: () => boolean;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export class MirrorWatch {
  readonly #parts: MirrorWatchParts;
  #looking: Promise<void> = Promise.resolve();
  /** What people were told last of why the copy stays behind. */
  #told = '';

  constructor(parts: MirrorWatchParts) {
    this.#parts = parts;
    this.#next(FIRST_MS);
  }

  /** Resolves when nothing is written any more; call it after the signal has fired. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  #next(ms: number): void {
    const { clock, signal } = this.#parts;
    clock.after(ms, () => {
      if (signal.aborted) return;
      this.#looking = this.#look();
      void this.#looking.finally(() => this.#next(LOOK_MS));
    });
  }

  async #look(): Promise<void> {
    const { folder, isConnected, log, ...parts } = this.#parts;
    if (!isConnected()) return;
    try {
      const { LogMirror } = await import('./mirror.ts');
      const { AuditFolder } = await import('@muster/store/site-log');
      const folderOf = (origin: string) =>
        new AuditFolder(join(folder, origin.slice(origin.lastIndexOf('/') + 1)));
      const entries = await new LogMirror({ ...parts, folderOf }).follow();
      if (this.#told !== '') log.info({ entries }, "the copy of the federation's log follows again");
      this.#told = '';
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      if (code === this.#told) return;
      this.#told = code;
      log.warn({ code }, `the copy of the federation's log stays behind: ${message}`);
    }
  }
}
