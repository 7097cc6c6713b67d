/** @module `muster agent pending`, `approve` and `refuse`: plans that wait for a person, and what the person says. */
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { type AskedPlan, decideAskedPlan, readAskedPlans } from '@muster/store';
import { type Clock, systemClock } from '@muster/transport';
import { enrolledFolder } from './folder.ts';
import { type PlanAsks, parseAsks } from './plan-asks.ts';
import { nameOf, whyOf } from './policy-signing.ts';

export interface PendingPlan {
  /** SHA-256 of the plan, hex; its beginning names it. */
  readonly plan: string;
  readonly task: string;
  /** Null where it cannot be read any more. */
  readonly asks: PlanAsks | null;
  /** When it was offered first. */
  readonly since: string;
  readonly decision: 'pending' | 'approved' | 'refused';
  readonly by: string | null;
  readonly why: string | null;
  readonly decidedAt: string | null;
}

/** Oldest first; with `all` those that were decided too. Beside the daemon, or without one. Throws NOT_FOUND, STORAGE_*. */
export function readPending(directory: string, { all = false } = {}): readonly PendingPlan[] {
  return readAskedPlans(databaseOf(directory))
    .filter(({ decided }) => all || decided === null)
    .map(pendingPlan);
}

/**
 * A person decides about a plan, named by the beginning of its hash; a later decision takes the place of an earlier one. The daemon, if
 * it runs, writes it into the journal within seconds, else at its next start; it counts from the next offer on, and nothing of a
 * refused plan leaves any more. Throws NOT_FOUND, CONFLICT (more than one begins so), INVALID_ARGUMENT, STORAGE_*.
 */
export function decidePlan(
  directory: string,
  id: string,
  said: { readonly decision: 'approved' | 'refused'; readonly by: string; readonly why: string },
  clock: Pick<Clock, 'wallMs'> = systemClock,
): PendingPlan {
  const database = databaseOf(directory);
  const by = nameOf(said.by);
  const why = whyOf(said.why);
  const { plan } = found(readPending(directory, { all: true }), id);
  const atMs = Math.round(clock.wallMs());
  decideAskedPlan(database, plan, { decision: said.decision, by, why, atMs });
  return found(readPending(directory, { all: true }), plan);
}

function found(plans: readonly PendingPlan[], id: string): PendingPlan {
  const [first, second] = id === '' ? [] : plans.filter(({ plan }) => plan.startsWith(id));
  if (first === undefined)
    throw new MusterError('NOT_FOUND', `nobody was asked about a plan that begins with ${id}`);
  if (second === undefined) return first;
  throw new MusterError('CONFLICT', `more than one plan begins with ${id}: give more of its letters`);
}

function databaseOf(directory: string): string {
  return join(enrolledFolder(directory).state, 'site.db');
}

function pendingPlan({ planHash, task, asks, sinceMs, decided }: AskedPlan): PendingPlan {
  return {
    plan: planHash,
    task,
    asks: parseAsks(asks) ?? null,
    since: new Date(sinceMs).toISOString(),
    decision: decided?.decision ?? 'pending',
    by: decided?.by ?? null,
    why: decided?.why ?? null,
    decidedAt: decided ? new Date(decided.atMs).toISOString() : null,
  };
}
