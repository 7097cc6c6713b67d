/** @module How many of n witnesses must cosign so that f of them, in league with the log, cannot help it to show two histories. */
import { MusterError } from '@muster/errors';

/** A quorum of witnesses. */
export interface Quorum {
  readonly size: number;
  /** Whether it is still met when all `faulty` witnesses are silent. */
  readonly isLive: boolean;
}

/**
 * The smallest quorum q of which any two share an honest witness: 2q - n > f, so q = floor((n + f) / 2) + 1 (a dissemination quorum:
 * Malkhi and Reiter, "Byzantine quorum systems", 1998). It is live when q <= n - f. Throws INVALID_ARGUMENT unless
 * 0 <= faulty < witnesses, both whole: no quorum helps where all may lie.
 */
export function quorumOf(witnesses: number, faulty: number): Quorum {
  if (!Number.isSafeInteger(witnesses) || !Number.isSafeInteger(faulty) || faulty < 0 || faulty >= witnesses)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `no quorum of ${witnesses} witnesses of which ${faulty} may lie`,
    );
  const size = Math.floor((witnesses + faulty) / 2) + 1;
  return { size, isLive: size <= witnesses - faulty };
}
