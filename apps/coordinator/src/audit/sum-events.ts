/** @module What the audit log says of a round of secure aggregation: counts, never who; who counts is under the cohort's root. */
import type { SumRecord } from '@muster/api';
import type { EventData } from '@muster/audit';

/** Of the messages (secure-aggregation.md, section 1.5). */
const PROTOCOL_VERSION = 1;

type Sum = EventData<'secagg.aborted'>;

export function sumFacts(sum: SumRecord): Omit<Sum, 'run' | 'round' | 'attempt' | 'final' | 'reason'> {
  const { groups, asked, advertised, session } = sum;
  const total = (of: (group: SumRecord['groups'][number]) => number): number =>
    groups.reduce((all, group) => all + of(group), 0);
  const shared = total((group) => group.shared);
  const masked = total((group) => group.masked);
  const answered = total((group) => group.answered);
  return {
    session: `sha256:${session}`,
    protocolVersion: PROTOCOL_VERSION,
    profile: sum.profile === 'malicious' ? 'malicious' : 'semi-honest',
    invited: asked,
    threshold: Math.max(0, ...groups.map(({ threshold }) => threshold)),
    dropouts: asked - (answered > 0 ? answered : masked),
    lost: {
      keys: asked - advertised,
      shares: advertised - shared,
      words: shared - masked,
      answers: answered > 0 ? masked - answered : 0,
    },
    aborts: Object.fromEntries(
      [...Map.groupBy(sum.aborts, ({ code }) => code)].map(([code, of]) => [code, of.length]),
    ),
  };
}

/** Why nothing was unmasked. */
export function abortReason({ groups, code }: SumRecord, ended: string): Sum['reason'] {
  const codes = [code, ended, ...groups.map((group) => group.code)];
  if (codes.includes('SECAGG_SUM_INVALID')) return 'inconsistent';
  if (codes.includes('SECAGG_BELOW_THRESHOLD') || codes.includes('SECAGG_COHORT_TOO_SMALL'))
    return 'threshold';
  return ended === '' ? 'cancelled' : 'timeout';
}
