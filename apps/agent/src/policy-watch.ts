/** @module The last day of the policy, as it draws near: told in the log at the start and once a day. */
import { daysLeft, type Policy } from '@muster/policy/decision';
import type { Clock } from '@muster/transport';
import type { Logger } from './logger.ts';

const DAY_MS = 86_400_000;

/** From so many days before its end on people are told. */
export const EXPIRY_DAYS_WARNED = 30;

/** Looks now and every day until the signal fires. */
export function watchExpiry(
  policy: Policy,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Logger; readonly signal: AbortSignal },
): void {
  if (signal.aborted) return;
  const days = daysLeft(policy, clock.wallMs());
  const { expires } = policy;
  const way = 'set a later day in policy.yaml, sign it, and start the agent anew';
  if (days === 0)
    log.error({ code: 'POLICY_EXPIRED', expires }, `the policy has expired: all is refused; ${way}`);
  else if (days <= EXPIRY_DAYS_WARNED) log.warn({ expires, days }, `the policy expires soon; ${way}`);
  if (days === 0 || !Number.isFinite(days)) return;
  clock.after(DAY_MS, () => watchExpiry(policy, { clock, log, signal }));
}
