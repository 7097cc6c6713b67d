/** @module A log that the real writer keeps, in rows in memory and files in a folder: for benchmarks and tests. */
import { join } from 'node:path';
import {
  AuditLog,
  type EventData,
  type EventDraft,
  type EventName,
  formatVerifierKey,
  makeSigningKey,
  type Published,
  Publisher,
  type Recorded,
  type SecretKeeper,
  type SigningKey,
  type Witness,
} from '@muster/audit';
import { systemRandom } from '@muster/identity';
import {
  AuditFolder,
  AuditRows,
  checkpointLockOf,
  coordinatorMigrations,
  type Db,
  memorySqlite,
  migrate,
} from '@muster/store';

/** A time that stands still until it is moved, in milliseconds since 1970. */
export interface HandClock {
  nowMs: number;
}

export interface LogTerms {
  readonly origin: string;
  readonly folder: string;
  /** `//FEDERATION/...` of whoever keeps it. */
  readonly source: string;
  /** Makes its keys. */
  readonly seed: number;
  readonly clock: HandClock;
  readonly witnesses?: readonly Witness[];
  /** Where what its events hide is kept; without one they hide nothing. */
  readonly vault?: SecretKeeper;
}

/** A key that is the same each time. */
export function keyOf(
  name: string,
  seed: number,
  type: SigningKey['verifier']['type'] = 'ed25519',
): SigningKey {
  return makeSigningKey(name, type, new Uint8Array(32).fill(seed));
}

/** A database of its own, in memory. */
export function newDb(): Db {
  const db = memorySqlite();
  migrate(db, coordinatorMigrations, 0);
  return db;
}

export class WrittenLog {
  readonly origin: string;
  readonly folder: string;
  readonly key: SigningKey;
  readonly producer: { readonly source: string; readonly key: SigningKey };
  readonly rows: AuditRows;
  readonly log: AuditLog;
  readonly clock: HandClock;
  readonly #publisher: Publisher;

  constructor({ origin, folder, source, seed, clock, vault, witnesses = [] }: LogTerms) {
    this.origin = origin;
    this.folder = folder;
    this.clock = clock;
    this.key = keyOf(origin, seed);
    this.producer = { source, key: keyOf(source.slice(2), seed + 100) };
    this.rows = new AuditRows(newDb());
    this.log = new AuditLog({
      rows: this.rows,
      producer: this.producer,
      ...(vault ? { vault } : {}),
      wallMs: () => clock.nowMs,
      random: systemRandom,
    });
    this.#publisher = new Publisher({
      origin,
      keys: [this.key],
      rows: this.rows,
      lock: checkpointLockOf(memorySqlite(), 0),
      folder: new AuditFolder(folder),
      wallMs: () => clock.nowMs,
      later: () => new Promise(() => {}),
      witnesses: () => witnesses,
      isWitnessed: () => false,
      isEnough: () => false,
      noticed: () => {},
    });
  }

  /** The first entry. */
  begin(more: { readonly previous?: string } = {}): void {
    this.record('log.epoch_started', {
      ...more,
      origin: this.origin,
      key: formatVerifierKey(this.key.verifier),
      producerKey: formatVerifierKey(this.producer.key.verifier),
    });
  }

  /** An event of whoever keeps the log. */
  record<Name extends EventName>(
    name: Name,
    data: EventData<Name>,
    more: Partial<EventDraft<Name>> = {},
  ): Recorded {
    const role = this.producer.source.includes('/site/') ? 'agent' : 'coordinator';
    return this.log.record({ name, role, data, ...more });
  }

  entries(): readonly Uint8Array[] {
    return this.rows.entries(0, this.rows.size());
  }

  publish(): Promise<Published> {
    return this.#publisher.publish();
  }
}

/** A log of these entries, whatever they say, signed by the key of another: what a keeper who lies can make. */
export async function publishEntries(
  like: WrittenLog,
  folder: string,
  entries: readonly Uint8Array[],
  witnesses: readonly Witness[] = [],
): Promise<Published> {
  const rows = new AuditRows(newDb());
  for (const [seq, entry] of entries.entries())
    rows.append(entry, { source: 'anybody', seq, type: '', subject: '' });
  const publisher = new Publisher({
    origin: like.origin,
    keys: [like.key],
    rows,
    lock: checkpointLockOf(memorySqlite(), 0),
    folder: new AuditFolder(join(folder)),
    wallMs: () => like.clock.nowMs,
    later: () => new Promise(() => {}),
    witnesses: () => witnesses,
    isWitnessed: () => false,
    isEnough: () => false,
    noticed: () => {},
  });
  return await publisher.publish();
}
