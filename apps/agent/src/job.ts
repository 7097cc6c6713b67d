/** @module The work that a site does for one offer that it has accepted. */
import { createHash } from 'node:crypto';
import type { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';

export interface Job {
  readonly kind: 'round' | 'evaluation';
  readonly ref: RoundRef;
  /** Fires when the round is over, another job takes its place, or the agent stops. */
  readonly signal: AbortSignal;
  /** It is over, well or not: the site may be asked for other work. */
  end(): void;
}

/** As its owner has it, who can end it. */
export interface OwnJob extends Job {
  readonly cancel: AbortController;
}

/** A file name for a round: the name of a run is the coordinator's word, and names no file here. */
export function fileNameOf({ run, round, attempt }: RoundRef): string {
  return createHash('sha256')
    .update(JSON.stringify([run, round, attempt]))
    .digest('hex');
}

/** The stack of a fault that nobody foresaw; the local log alone sees it. */
export function causeOf(error: MusterError): { err?: unknown } {
  return error.code === 'INTERNAL' ? { err: error.cause ?? error } : {};
}
