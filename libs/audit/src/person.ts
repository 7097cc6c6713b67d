/**
 * @module Persons in a log: a name that only the vault of their organisation resolves, and another one every quarter of a year. Who they are is
 * never in an event.
 */
import { personPseudonym } from './party.ts';

const KEY_BYTES = 32;

/** The part of a vault that knows persons. */
export interface PersonVault {
  /** The key of the pseudonyms of an epoch; `fresh` makes it where there is none yet. */
  pseudonymKey(epoch: string, fresh: () => Uint8Array): Uint8Array;
  /** The same once more changes nothing. */
  remember(person: {
    readonly pseudonym: string;
    readonly issuer: string;
    readonly subject: string;
    readonly epoch: string;
  }): void;
}

/** Whose pseudonyms are made from one key: those of a quarter of a year, as in `2027-q1`. */
export function personEpoch(atMs: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: it only reads a time that was handed in
  const date = new Date(atMs);
  return `${date.getUTCFullYear()}-q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

/** `flactor` of a person: `issuer` says by what it is known (`operator`, `site`), `subject` who it is there. Throws what the vault does. */
export function actorOf(
  vault: PersonVault,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  { atMs, random }: { readonly atMs: number; readonly random: (bytes: number) => Uint8Array },
): string {
  const epoch = personEpoch(atMs);
  const key = vault.pseudonymKey(epoch, () => random(KEY_BYTES));
  const pseudonym = personPseudonym(issuer, subject, key);
  vault.remember({ pseudonym, issuer, subject, epoch });
  return pseudonym;
}
