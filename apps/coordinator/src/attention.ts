/** @module What waits for a person though nothing is at fault here: shown by `muster coordinator status`. */
import type { StatusView } from '@muster/api';
import { waitsForPerson } from '@muster/rounds';
import type { CoordinatorStore } from '@muster/store';
import type { Trail } from './audit/trail.ts';
import { refusalInWords } from './audit/witness-shortage.ts';
import type { Runs } from './runs.ts';

/** Suspended sites that are told one by one; the status counts all. */
const SITES_TOLD_MAX = 20;

/** The run under way, when it goes on only if somebody says so. */
export function stuckRun({
  active,
}: Pick<Runs, 'active'>): { readonly id: string; readonly reason: string } | undefined {
  return active && waitsForPerson(active.state) ? { id: active.run, reason: active.reason } : undefined;
}

/** The run that is paused for good, and the sites that no round selects, each with the way on. */
export function attentionOf({
  store,
  runs,
  trail: { log },
}: {
  readonly store: CoordinatorStore;
  readonly runs: Pick<Runs, 'active'>;
  readonly trail: Pick<Trail, 'log'>;
}): StatusView['attention'] {
  const stuck = stuckRun(runs);
  const run = stuck && {
    what: `run ${stuck.id} is paused`,
    reason: stuck.reason,
    action: `muster run show ${stuck.id}, then muster run resume ${stuck.id} or muster run cancel ${stuck.id}`,
  };
  const sites = store.sites
    .list()
    .filter(({ suspendedMs, revokedMs }) => suspendedMs !== null && revokedMs === null)
    .slice(0, SITES_TOLD_MAX)
    .map(({ name, suspendReason }) => ({
      what: `site ${name} is suspended`,
      reason: suspendReason,
      action: `muster quarantine list, then muster site reinstate ${name} or muster site revoke ${name} --reason TEXT`,
    }));
  const isShort = log !== undefined && log.witnesses.shortage !== '';
  const refusals = log?.witnesses.reluctant.slice(0, SITES_TOLD_MAX).flatMap(({ name, refusal }) =>
    refusal
      ? [
          {
            what: `site ${name} does not cosign the audit log${isShort ? ', and no round is opened' : ''}`,
            reason: refusal.code,
            action: refusalInWords([name], log.origin, refusal),
          },
        ]
      : [],
  );
  return [...(run ? [run] : []), ...(refusals ?? []), ...sites];
}
