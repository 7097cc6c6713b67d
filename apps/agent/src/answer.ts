/** @module The answer to an offer. A refusal is an answer, not an error; its reason speaks of the policy and site.yaml, never of data. */
import type { MusterError } from '@muster/errors';
import type { Ground, Terms } from '@muster/policy/decision';

export interface Answer {
  readonly accepted: boolean;
  readonly code: string;
  readonly reason: string;
  /** What stays at the site, for its own records. */
  readonly own: OwnRecord;
}

/** What kind of reason it was, who decided, and on which terms: in the words of the audit log. */
export interface OwnRecord {
  readonly ground?: Ground | 'manual' | 'data' | 'engine' | 'busy' | 'disk' | 'unlogged' | 'other';
  readonly how?: 'automatic' | 'manual';
  /** The person who decided, where one did. */
  readonly decided?: Decided;
  readonly terms?: Terms;
}

/** Who decided, and why, in their own words: for the site's vault, and nobody else. */
export interface Decided {
  readonly by: string;
  readonly why: string;
}

/** The offer is in work already. */
export const ACCEPTED: Answer = { accepted: true, code: '', reason: '', own: {} };

export function accepted(own: OwnRecord): Answer {
  return { ...ACCEPTED, own };
}

export function refused(code: MusterError['code'], reason: string, own: OwnRecord = {}): Answer {
  return { accepted: false, code, reason, own };
}
