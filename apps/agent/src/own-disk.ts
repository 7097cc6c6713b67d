/** @module Faults of this site's own disk end no work: it is tried again until there is room, or nobody waits for it any more. */
import { asMusterError, isOfDisk, MusterError } from '@muster/errors';
import { type Clock, pause } from '@muster/transport';
import type { Logger } from './logger.ts';

const RETRY_MS = 1_000;

/**
 * The fault of the disk behind an error: a write that it refused, also where nothing may leave because the journal could not be written, or is
 * written more slowly than it is asked to.
 */
export function faultOfOwnDisk(error: MusterError): MusterError | undefined {
  if (isOfDisk(error)) return error;
  const { code, cause } = error;
  if (code !== 'EGRESS_DENIED' || !(cause instanceof MusterError)) return undefined;
  return cause.retryable ? cause : faultOfOwnDisk(cause);
}

export function isOfOwnDisk(error: MusterError): boolean {
  return faultOfOwnDisk(error) !== undefined;
}

/** Does it, as often as it takes. Throws what is no fault of the disk, and the last one when the signal fires. */
export async function onDisk<Result>(
  act: () => Promise<Result>,
  {
    signal,
    clock,
    log,
  }: {
    readonly signal: AbortSignal;
    readonly clock: Pick<Clock, 'after'>;
    readonly log: Pick<Logger, 'error' | 'info'>;
  },
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      const result = await act();
      if (failures > 0) log.info({}, 'the disk takes what is written again');
      return result;
    } catch (thrown) {
      const error = asMusterError(thrown);
      if (!isOfOwnDisk(error) || signal.aborted) throw thrown;
      if (failures === 0)
        log.error({ code: error.code, err: error }, 'the disk refuses: tried again until it does not');
      await pause(clock, RETRY_MS, signal);
    }
  }
}
