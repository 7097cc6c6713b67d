/** @module `muster agent policy show` and `check`: what the policy says, who signed it, and what is wrong with it. */
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import { daysLeft, type Policy } from '@muster/policy';
import { type Clock, systemClock } from '@muster/transport';
import { enrolledFolder, type SiteFolder } from './folder.ts';
import { readPolicyFile, readSignedPolicy } from './policy-file.ts';
import { EXPIRY_DAYS_WARNED } from './policy-watch.ts';

export interface PolicyView {
  readonly file: string;
  readonly policy: Policy;
  /** Null where the file, as it lies there, is not signed. */
  readonly signature: { readonly by: string; readonly at: string } | null;
  /** On which it still allows something, today among them; null: it does not expire. */
  readonly daysLeft: number | null;
  /** Why an agent would not work by it; null when it would. */
  readonly problem: { readonly code: ErrorCode; readonly message: string } | null;
}

/** Of an enrolled site. Throws NOT_FOUND, and CONFIG_INVALID with every issue of the file. */
export async function viewPolicy(
  directory: string,
  clock: Pick<Clock, 'wallMs'> = systemClock,
): Promise<PolicyView> {
  return viewIn(enrolledFolder(directory), clock.wallMs());
}

export async function viewIn(folder: SiteFolder, nowMs: number): Promise<PolicyView> {
  const { policy } = await readPolicyFile(folder);
  const days = daysLeft(policy, nowMs);
  const view = { file: folder.policy, policy, daysLeft: Number.isFinite(days) ? days : null };
  try {
    const { by, at } = await readSignedPolicy(folder);
    const over = new MusterError('POLICY_EXPIRED', `policy.expires was ${policy.expires}`);
    return { ...view, signature: { by, at }, problem: days === 0 ? problemOf(over) : null };
  } catch (thrown) {
    return { ...view, signature: null, problem: problemOf(asMusterError(thrown)) };
  }
}

/** The end that is near, in words; '' when it is not. */
export function expiryInWords({ expires }: Policy, days: number): string {
  if (days > EXPIRY_DAYS_WARNED) return '';
  if (days === 0) return `expired: its last day was ${expires}`;
  return days === 1 ? 'expires today' : `expires in ${days} days: its last day is ${expires}`;
}

function problemOf({ code, message }: MusterError): PolicyView['problem'] {
  return { code, message };
}
