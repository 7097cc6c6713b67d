/** @module A site as it enrolled, and the event that makes its keys known to whoever reads the log. */
import {
  type EventDraft,
  formatVerifierKey,
  logKeyOf,
  originOf,
  producerKeyOf,
  witnessKeyOf,
} from '@muster/audit';

/** A site as it enrolled: raw Ed25519 keys. */
export interface EnrolledParty {
  readonly pseudonym: string;
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

/** The event of it. Throws AUDIT_KEY_INVALID. `federation`: its id in hex; `host`: part of the origins. */
export function enrolmentOf(
  { pseudonym, producerKey, witnessKey, logKey }: EnrolledParty,
  { federation, host }: { readonly federation: string; readonly host: string },
): Omit<EventDraft<'site.enrolled'>, 'role'> {
  const party = { federation, role: 'site', pseudonym } as const;
  return {
    name: 'site.enrolled',
    subject: `site/${pseudonym}`,
    data: {
      site: pseudonym,
      producerKey: formatVerifierKey(producerKeyOf(party, producerKey)),
      witnessKey: formatVerifierKey(witnessKeyOf(party, witnessKey)),
      logKey: formatVerifierKey(logKeyOf(originOf(party, host, 1), logKey)),
      roles: ['trains', 'evaluates', 'witnesses'],
    },
  };
}
