/** @module Exit codes of `muster audit`: what a script that watches a log must be able to tell apart. Documented in docs/audit.md. */
import type { Finding, FindingKind } from '@muster/audit';
import type { ErrorCode, MusterError } from '@muster/errors';

/** Others than those of the other commands: an altered log is no failed request. */
export const AUDIT_EXIT = {
  ok: 0,
  /** Not the bytes that were signed, a history rolled back, or two histories. */
  altered: 1,
  usage: 2,
  /** Too few witnesses, or too long ago. */
  unwitnessed: 3,
  /** What is signed is not lawful, or one of two logs lacks what the other has. */
  unlawful: 4,
  unreachable: 5,
} as const;

export type AuditExit = (typeof AUDIT_EXIT)[keyof typeof AUDIT_EXIT];

const OF_KIND: Readonly<Record<FindingKind, AuditExit>> = {
  integrity: AUDIT_EXIT.altered,
  fork: AUDIT_EXIT.altered,
  rollback: AUDIT_EXIT.altered,
  quorum: AUDIT_EXIT.unwitnessed,
  stale: AUDIT_EXIT.unwitnessed,
  semantic: AUDIT_EXIT.unlawful,
  warning: AUDIT_EXIT.ok,
};

/** The gravest one decides: altered before unwitnessed before unlawful. */
export function exitOfFindings(findings: readonly Finding[]): AuditExit {
  const exits = new Set(findings.map(({ kind }) => OF_KIND[kind]));
  const { ok, altered, unwitnessed, unlawful } = AUDIT_EXIT;
  return [altered, unwitnessed, unlawful].find((exit) => exits.has(exit)) ?? ok;
}

const OF_ERROR: Partial<Record<ErrorCode, AuditExit>> = {
  INVALID_ARGUMENT: AUDIT_EXIT.usage,
  AUDIT_POLICY_INVALID: AUDIT_EXIT.usage,
  AUDIT_KEY_INVALID: AUDIT_EXIT.usage,
  CONFLICT: AUDIT_EXIT.usage,
  CONFIG_INVALID: AUDIT_EXIT.usage,
  UNAUTHENTICATED: AUDIT_EXIT.usage,
  KEY_FILE_INVALID: AUDIT_EXIT.usage,
  PASSPHRASE_REQUIRED: AUDIT_EXIT.usage,
  PASSPHRASE_WRONG: AUDIT_EXIT.usage,
  TLS_REQUIRED: AUDIT_EXIT.usage,
  AUDIT_QUORUM_NOT_REACHED: AUDIT_EXIT.unwitnessed,
  AUDIT_EVENT_INVALID: AUDIT_EXIT.unlawful,
  NOT_FOUND: AUDIT_EXIT.unreachable,
  UNAVAILABLE: AUDIT_EXIT.unreachable,
  HOST_UNKNOWN: AUDIT_EXIT.unreachable,
  TLS_UNTRUSTED: AUDIT_EXIT.unreachable,
  TIMEOUT: AUDIT_EXIT.unreachable,
  STORAGE_BUSY: AUDIT_EXIT.unreachable,
  STORAGE_FAILED: AUDIT_EXIT.unreachable,
  STORAGE_FULL: AUDIT_EXIT.unreachable,
};

export function exitOfError({ code }: MusterError): AuditExit {
  return OF_ERROR[code] ?? AUDIT_EXIT.altered;
}
