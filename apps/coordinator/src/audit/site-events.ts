/**
 * @module What sites have signed of their part, in the federation's log: taken as it is, and asked for before anything is made of an answer
 * or of an update.
 */
import {
  type AuditEvent,
  type AuditLog,
  type EventName,
  outSourceOf,
  producerKeyOf,
  type Recorded,
  readEvent,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import type { AuditParties } from '@muster/store';

export class SiteEvents {
  readonly #log: AuditLog;
  readonly #parties: Pick<AuditParties, 'of'>;
  readonly #federation: string;

  /** `federation`: its id in hex. */
  constructor(log: AuditLog, parties: Pick<AuditParties, 'of'>, federation: string) {
    this.#log = log;
    this.#parties = parties;
    this.#federation = federation;
  }

  /** Takes entries in their order. Throws AUDIT_EVENT_INVALID, NOT_FOUND for a site that never told its key. */
  admit(site: string, entries: readonly Uint8Array[]): readonly Recorded[] {
    const known = this.#parties.of(site);
    if (!known) throw new MusterError('NOT_FOUND', `${site} has no key in the log`);
    const { pseudonym } = known;
    const party = { federation: this.#federation, role: 'site', pseudonym } as const;
    const key = producerKeyOf(party, known.producerKey);
    return entries.map((entry) => this.#log.admit(entry, outSourceOf(party), key));
  }

  /** Number of the event that is due from a site. */
  nextOf(site: string): number {
    const source = this.#sourceOf(site);
    return source === undefined ? 0 : this.#log.nextOf(source);
  }

  /** Whether the site has signed that it agreed to work; `subject`: the attempt. */
  hasAccepted(site: string, subject: string): boolean {
    return this.#latest(site, 'task.accepted', subject) !== undefined;
  }

  /** Whether the update is the one that the site has signed for last in the attempt; `update`: what the log shows of it. */
  hasReleased(site: string, subject: string, update: string): boolean {
    const data = this.#latest(site, 'update.released', subject)?.data;
    return data !== undefined && 'update' in data && data.update === update;
  }

  #latest(site: string, name: EventName, subject: string): AuditEvent | undefined {
    const source = this.#sourceOf(site);
    const said = source === undefined ? undefined : this.#log.latest(name, subject, source);
    return said && readEvent(said.entry);
  }

  #sourceOf(site: string): string | undefined {
    const known = this.#parties.of(site);
    return known && outSourceOf({ federation: this.#federation, role: 'site', pseudonym: known.pseudonym });
  }
}
