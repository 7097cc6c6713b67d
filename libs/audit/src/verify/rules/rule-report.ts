/** @module What the rules of a log have in common: what they look at, and where they report to. */
import type { EventName } from '../../event/catalogue.ts';
import { type AuditEvent, nameOf, readEvent } from '../../event/event.ts';
import type { Rule } from '../finding.ts';

/** An entry of the log that was read as an event of this name. */
export interface Logged<Name extends EventName> {
  readonly index: number;
  readonly name: Name;
  readonly event: AuditEvent<Name>;
}

/** An entry that was read as some event: `name` tells which. */
export type AnyLogged = { readonly [Name in EventName]: Logged<Name> }[EventName];

/** Throws AUDIT_EVENT_INVALID like `readEvent`. */
export function readLogged(index: number, entry: Uint8Array): AnyLogged {
  const event = readEvent(entry);
  return { index, name: nameOf(event), event } as AnyLogged;
}

/** Takes what a rule has to say of an entry. */
export interface RuleReport {
  broken(rule: Rule, entry: number, message: string): void;
  warn(rule: Rule, entry: number, message: string): void;
}

/** One try at one round, as people read it. */
export function attemptKey({
  run,
  round,
  attempt,
}: {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}): string {
  return `${run} ${round}.${attempt}`;
}

/** The pseudonym of the site that a source belongs to; undefined of the coordinator's. */
export function siteOf(source: string): string | undefined {
  return /\/site\/(s-[0-9a-f]{16})(?:\/out)?$/.exec(source)?.[1];
}
