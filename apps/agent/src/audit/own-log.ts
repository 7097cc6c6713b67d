/**
 * @module The site's own log, for a person who does something about it: beside the agent, which publishes what was written within seconds, or
 * without one, and then it is published here.
 */

import { join } from 'node:path';
import { actorOf, type HiddenParts, PartyKeys, pseudonymOf, readEvent } from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { seedOf, systemRandom } from '@muster/identity';
import {
  AuditFolder,
  lockDirectory,
  openCheckpointLock,
  openOwnRows,
  openVault,
  type Vault,
} from '@muster/store';
import { type Clock, systemClock } from '@muster/transport';
import { readEnrolled } from '../enrolment.ts';
import { readFacts } from '../enrolment-facts.ts';
import { enrolledFolder } from '../folder.ts';
import { nameOf } from '../policy-signing.ts';
import { SiteLog } from './site-log.ts';

/** A person at the site who does something, and why. */
export interface Person {
  readonly by?: string | undefined;
  readonly why?: string | undefined;
}

/** What is open while a command works on it. */
export interface OwnLog {
  readonly log: SiteLog;
  /** Parts of an event: who acts. The name and the reason go to the vault. */
  acts(person: Person): {
    readonly role: 'site.admin';
    readonly actor?: string;
    readonly hidden?: HiddenParts;
  };
}

export interface OwnLogOptions {
  readonly passphraseFile?: string | undefined;
  readonly clock?: Clock;
}

/**
 * Gives what `act` gives. Throws NOT_FOUND for a folder without a site or a site without a log, KEY_FILE_INVALID, PASSPHRASE_*, STORAGE_*;
 * what was written is not undone by a failure to publish it.
 */
export async function withOwnLog<T>(
  directory: string,
  { passphraseFile, clock = systemClock }: OwnLogOptions,
  act: (own: OwnLog) => T,
): Promise<T> {
  const folder = enrolledFolder(directory);
  using opened = openOwnRows(`${folder.state}/site.db`);
  const { rows } = opened;
  const facts = await readFacts(folder);
  const { identity } = await readEnrolled(folder, facts, passphraseFile);
  const party = {
    federation: facts.federationId,
    role: 'site',
    pseudonym: pseudonymOf(identity.signing.publicKey),
  } as const;
  const nowMs = Math.round(clock.wallMs());
  using lock = openCheckpointLock(folder.auditLock, nowMs);
  using vault = openVault(folder.auditVault, nowMs);
  const log = new SiteLog({
    rows,
    lock,
    vault,
    basis: undefined,
    folderOf: (epoch) => new AuditFolder(join(folder.audit, `${epoch}`)),
    keys: new PartyKeys(party, seedOf(identity.signing)),
    host: hostOf(rows.entries(0, 1)),
    clock,
    random: systemRandom,
    cosigner: null,
    noticed: () => {},
  });
  const done = act({ log, acts: (person) => actsOf(person, vault, clock) });
  await publishAlone(folder.state, log);
  return done;
}

function actsOf({ by, why }: Person, vault: Vault, clock: Clock): ReturnType<OwnLog['acts']> {
  if (by === undefined) return { role: 'site.admin' };
  const subject = nameOf(by);
  return {
    role: 'site.admin',
    actor: actorOf(vault, { issuer: 'site', subject }, { atMs: clock.wallMs(), random: systemRandom }),
    hidden: { pii: { by: subject, ...(why === undefined || why === '' ? {} : { why }) } },
  };
}

/** The agent of the site publishes where it runs: two that sign would stand in each other's way. */
async function publishAlone(directory: string, log: SiteLog): Promise<void> {
  let alone: ReturnType<typeof lockDirectory>;
  try {
    alone = lockDirectory(directory);
  } catch (thrown) {
    if (asMusterError(thrown).code === 'STORAGE_BUSY') return;
    throw thrown;
  }
  try {
    await log.open();
    await log.publish();
  } finally {
    alone.release();
  }
}

/** The first entry of a log names it. */
function hostOf([first]: readonly Uint8Array[]): string {
  const { data } = readEvent(first ?? new Uint8Array());
  if ('producerKey' in data && 'origin' in data) return data.origin.slice(0, data.origin.indexOf('/'));
  throw new MusterError('STORAGE_CORRUPT', "the site's log does not begin with its own name");
}
