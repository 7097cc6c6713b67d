/** @module What is offered, by its place in the federation's log, or the refusal of what is not there as it was made. */
import { asMusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import { type Answer, refused } from '../answer.ts';
import type { Logger } from '../logger.ts';
import { isOfOwnDisk } from '../own-disk.ts';

/** Rejects with a fault of the site's own disk, and with UNAVAILABLE: then it is offered again. */
export async function placed(
  ref: RoundRef,
  placeOf: () => Promise<string | undefined>,
  log: Pick<Logger, 'error'>,
): Promise<{ readonly place: string | undefined } | Answer> {
  try {
    return { place: await placeOf() };
  } catch (thrown) {
    const error = asMusterError(thrown);
    const { code, message } = error;
    if (isOfOwnDisk(error) || code === 'UNAVAILABLE') throw error;
    log.error({ run: ref.run, round: ref.round, code }, `an offer is refused: ${message}`);
    return refused(code, message, { ground: 'unlogged' });
  }
}
