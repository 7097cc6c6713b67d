/** @module Why no quorum could cosign the federation's log now, and what a person does about it, in words. */
import type { MusterError } from '@muster/errors';

/** Where a witness of the log stands. */
export interface WitnessStanding {
  /** The site; of a witness that is none, its name in the policy. */
  readonly name: string;
  /** `unasked`: it is there, and has not been heard about this log yet. */
  readonly stands: 'cosigns' | 'unasked' | 'away' | 'refuses';
  /** Why it refuses. */
  readonly refusal: MusterError | undefined;
}

/** Names of witnesses in a sentence. */
const NAMED_MAX = 5;

/** Why sites do not cosign the log, and what a person there does. */
export function refusalInWords(
  sites: readonly string[],
  origin: string,
  { code }: Pick<MusterError, 'code'>,
): string {
  return code === 'AUDIT_LOG_CHANGED'
    ? `the audit log ${origin} waits to be accepted at ${inWords(sites)}; a person there runs: muster agent log accept ${origin} --by NAME --why TEXT`
    : `the audit log ${origin} is not cosigned by ${inWords(sites)} (${code}); a person there runs: muster agent log show`;
}

/** Of a log that fewer than `needed` of its witnesses cosign. */
export function shortageInWords(
  origin: string,
  standings: readonly WitnessStanding[],
  needed: number,
): string {
  const those = (stands: WitnessStanding['stands']): readonly WitnessStanding[] =>
    standings.filter((each) => each.stands === stands);
  const count = `${those('cosigns').length} of the ${standings.length} witnesses`;
  const refusing = [...Map.groupBy(those('refuses'), ({ refusal }) => refusal?.code)];
  const [unasked, away] = [those('unasked'), those('away')];
  if (refusing.length === 0 && unasked.length === 0)
    return `${count} of the audit log are there, and ${needed} are needed; revoke those that are gone for good`;
  const why = [
    ...refusing.flatMap(([, of]) =>
      of[0]?.refusal ? [refusalInWords(names(of), origin, of[0].refusal)] : [],
    ),
    ...(unasked.length > 0 ? [`being asked: ${inWords(names(unasked))}`] : []),
    ...(away.length > 0 ? [`not there: ${inWords(names(away))} (revoke those that are gone for good)`] : []),
  ];
  return `${count} cosign the audit log, and ${needed} are needed. ${why.join('; ')}`;
}

function names(of: readonly WitnessStanding[]): readonly string[] {
  return of.map(({ name }) => name);
}

function inWords(names: readonly string[]): string {
  const others = names.length > NAMED_MAX ? [`${names.length - NAMED_MAX} more`] : [];
  return [...names.slice(0, NAMED_MAX), ...others].join(', ');
}
