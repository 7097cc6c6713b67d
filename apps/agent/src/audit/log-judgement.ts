/**
 * @module Whether a site goes along with the log that its coordinator names: pure. It goes along with the one that it has cosigned. A later
 * one of the same federation is another log, which people agree to: one person where it merely began anew, as after a restore; two where
 * the one before has signed two histories. Anything else is no log of this federation.
 */
import { MusterError } from '@muster/errors';

export interface KnownLogs {
  /** Origins that this site has cosigned. */
  readonly witnessed: readonly string[];
  /** Origins that have signed two histories. */
  readonly forked: readonly string[];
  /** Who has agreed to go on with the log in question. */
  readonly agreed: readonly string[];
}

/** Why the site does not go along with the log `origin`; undefined when it does. */
export function objectionTo(
  origin: string,
  { witnessed, forked, agreed }: KnownLogs,
): MusterError | undefined {
  if (forked.includes(origin))
    return new MusterError('AUDIT_FORK', `the log ${origin} has signed two histories`);
  const [prefix, epoch] = splitEpoch(origin);
  const before = [...witnessed, ...forked].map((each) => ({ each, parts: splitEpoch(each) }));
  const other = before.find(({ parts }) => parts[0] !== prefix);
  if (other)
    return new MusterError(
      'AUDIT_FORK',
      `the coordinator shows the log ${origin}, and this site has cosigned ${other.each}`,
    );
  const newest = Math.max(0, ...before.map(({ parts }) => parts[1]));
  if (epoch < newest)
    return new MusterError(
      'AUDIT_FORK',
      `the coordinator shows the log ${origin}, and this site has cosigned a later one`,
    );
  if (newest === 0 || epoch === newest) return undefined;
  const needed = consentsFor(origin, { forked });
  const given = new Set(agreed).size;
  if (given >= needed) return undefined;
  const people =
    needed === 1 ? 'a person of this site must agree' : `${given} of ${needed} people have agreed`;
  return new MusterError('AUDIT_LOG_CHANGED', `the federation’s log begins anew as ${origin}: ${people}`);
}

/** How many people must agree to go on with a later log. */
export function consentsFor(origin: string, { forked }: Pick<KnownLogs, 'forked'>): 1 | 2 {
  const [, epoch] = splitEpoch(origin);
  return forked.some((each) => splitEpoch(each)[1] < epoch) ? 2 : 1;
}

function splitEpoch(origin: string): readonly [string, number] {
  const at = origin.lastIndexOf('/');
  return [origin.slice(0, at), Number(origin.slice(at + 1))];
}
