/** @module The words of the catalogue, for people who do not know it. */
import type { EventData } from '@muster/audit';

export const REFUSALS: Readonly<Record<EventData<'task.refused'>['reason'], string>> = {
  policy: "the site's policy does not allow it",
  budget: 'the privacy budget does not allow it',
  purpose: "the site's policy does not allow this purpose",
  cohort: 'too few sites would have been added up together',
  unlogged: 'the offer was not shown to be in the audit log',
  manual: 'a person of the site refused it',
  expired: "the site's policy had expired",
  data: 'the site has no such data',
  engine: 'the training engine of the site was not trusted',
  busy: 'the site worked for another run',
  disk: 'the site could not put it on record',
  other: 'another reason, in the journal of the site',
};

const NOTICES: Readonly<Record<string, string>> = {
  'policy.changed': 'The policy was changed',
  'policy.acknowledged': 'The coordinator took note of the policy',
  'consent.scope_changed': 'The scope of a consent changed',
  'privacy.erasure_requested': 'Erasure was asked for',
  'privacy.erasure_completed': 'Erasure was completed',
  'rights.request_handled': 'A request of a data subject was handled',
  'incident.opened': 'An incident was opened',
  'incident.closed': 'An incident was closed',
  'breach.notified': 'A breach was notified',
  'data.exported': 'Part of the record was handed out',
  'proof.issued': 'A proof of an entry was handed out',
  'witness.fork_detected': 'The log of the federation was found to have two histories',
  'site.enrolled': 'The site joined the federation',
  'site.suspended': 'The site was suspended',
  'site.reinstated': 'The site was let in again',
  'site.left': 'The site left the federation',
  'manifest.changed': 'The organisations of the federation signed another manifest',
};

export function noticeInWords(name: string): string {
  return NOTICES[name] ?? name;
}

const LEGAL: Readonly<Record<string, string>> = {
  'not-personal': 'not personal data',
  '6-1-a': 'GDPR 6(1)(a), consent',
  '6-1-b': 'GDPR 6(1)(b), contract',
  '6-1-c': 'GDPR 6(1)(c), legal obligation',
  '6-1-d': 'GDPR 6(1)(d), vital interests',
  '6-1-e': 'GDPR 6(1)(e), public interest',
  '6-1-f': 'GDPR 6(1)(f), legitimate interests',
  '9-2-a': 'GDPR 9(2)(a), explicit consent',
  '9-2-b': 'GDPR 9(2)(b), employment and social law',
  '9-2-g': 'GDPR 9(2)(g), substantial public interest',
  '9-2-h': 'GDPR 9(2)(h), health care',
  '9-2-i': 'GDPR 9(2)(i), public health',
  '9-2-j': 'GDPR 9(2)(j), research',
};

/** The letters of a policy. */
export function legalInWords(letters: readonly string[]): string {
  return letters.map((letter) => LEGAL[letter] ?? letter).join('; ');
}

/** As in `2027-12-31 23:59:59 UTC`. */
export function when(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** As in `1 run`, `2 runs`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The beginning of a digest: enough to find it again. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
