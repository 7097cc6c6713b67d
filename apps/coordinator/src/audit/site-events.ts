/**
 * @module What sites have signed of their part, in the federation's log: taken as it is, where it is lawful, and asked for before anything is made of
 * an answer or of an update. What a site says beyond its part is refused: nobody could take it out of the log again, and whoever verifies the log
 * would find it unlawful for good.
 */
import {
  type AuditEvent,
  type AuditLog,
  type EventName,
  nameOf,
  outSourceOf,
  producerKeyOf,
  type Recorded,
  readEvent,
  sourceOf,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { AuditParties } from '@muster/store';
import { subjectOf } from './subject.ts';

export interface SiteEventsParts {
  readonly log: AuditLog;
  /** Of the log. */
  readonly origin: string;
  readonly parties: Pick<AuditParties, 'of'>;
  /** Its id in hex. */
  readonly federation: string;
  /** Whether the site is among those who are asked in the attempt. */
  readonly isAsked: (ref: RoundRef, site: string) => boolean;
}

export class SiteEvents {
  readonly #parts: SiteEventsParts;
  readonly #source: string;

  constructor(parts: SiteEventsParts) {
    this.#parts = parts;
    this.#source = sourceOf({ federation: parts.federation, role: 'coordinator' });
  }

  /**
   * Takes entries in their order. Throws AUDIT_EVENT_INVALID for what is not signed by the site, not its next, or not for it to say; NOT_FOUND for a
   * site that never told its key.
   */
  admit(site: string, entries: readonly Uint8Array[]): readonly Recorded[] {
    const { log, parties, federation } = this.#parts;
    const known = parties.of(site);
    if (!known) throw new MusterError('NOT_FOUND', `${site} has no key in the log`);
    const { pseudonym } = known;
    const party = { federation, role: 'site', pseudonym } as const;
    const key = producerKeyOf(party, known.producerKey);
    const check = (event: AuditEvent): void => this.#check(event, { site, pseudonym });
    return entries.map((entry) => log.admit(entry, outSourceOf(party), key, check));
  }

  /** Number of the event that is due from a site. */
  nextOf(site: string): number {
    const source = this.#sourceOf(site);
    return source === undefined ? 0 : this.#parts.log.nextOf(source);
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

  /** Throws AUDIT_EVENT_INVALID for what is not lawful where it would stand now (docs/audit.md, "The rules"). */
  #check(
    event: AuditEvent,
    { site, pseudonym }: { readonly site: string; readonly pseudonym: string },
  ): void {
    const name = nameOf(event);
    const { data, flref = [], subject } = event;
    if (!isOfSites(name) || !('site' in data) || !('attempt' in data))
      throw refused(`it is not for a site to say: ${name}`);
    if (data.site !== pseudonym) throw refused('it is about another site');
    if (this.#isOlder(event)) return;
    const { log, origin, isAsked } = this.#parts;
    const { run, round, attempt } = data;
    const ref = { run, round, attempt };
    if (subject !== subjectOf(ref)) throw refused('it is about another attempt than it says');
    const offer = log.latest('task.offered', subject, this.#source);
    if (!offer) throw refused(`nothing was offered: ${subject}`);
    if (name === 'update.released') {
      if ('kind' in data && data.kind === 'update' && !this.hasAccepted(site, subject))
        throw refused(`the site has not agreed to it: ${subject}`);
      return;
    }
    if (!isAsked(ref, site)) throw refused(`the site was not asked: ${subject}`);
    const isNamed = flref.includes(`${origin}#${offer.index}`);
    if (!isNamed && (name === 'task.accepted' || flref.length > 0))
      throw refused(`it does not name the offer, entry ${offer.index}`);
  }

  /** Whether it was signed before this log began anew: then what it is about is in the one before. */
  #isOlder({ time }: AuditEvent): boolean {
    const { log, origin } = this.#parts;
    if (origin.endsWith('/1')) return false;
    const begun = log.latest('log.epoch_started', 'log', this.#source);
    return begun !== undefined && Date.parse(time) < Date.parse(readEvent(begun.entry).time);
  }

  #latest(site: string, name: EventName, subject: string): AuditEvent | undefined {
    const source = this.#sourceOf(site);
    const said = source === undefined ? undefined : this.#parts.log.latest(name, subject, source);
    return said && readEvent(said.entry);
  }

  #sourceOf(site: string): string | undefined {
    const { parties, federation } = this.#parts;
    const known = parties.of(site);
    return known && outSourceOf({ federation, role: 'site', pseudonym: known.pseudonym });
  }
}

function isOfSites(name: EventName): boolean {
  return name === 'task.accepted' || name === 'task.refused' || name === 'update.released';
}

function refused(why: string): MusterError {
  return new MusterError('AUDIT_EVENT_INVALID', `the event is not taken into the log: ${why}`);
}
