/**
 * @module The federation's log: what the coordinator does is an entry of it in the same transaction, and what sites sign lies beside. It is
 * published as it grows, cosigned by the sites that are connected and by others who were asked to be witnesses, and served as files.
 */
import { join } from 'node:path';
import {
  AuditLog,
  type EventDraft,
  type EventName,
  EventQueue,
  formatLogPolicy,
  formatVerifierKey,
  isQuorum,
  type LogPolicy,
  logKeyOf,
  originOf,
  outSourceOf,
  PartyKeys,
  type Published,
  Publisher,
  producerKeyOf,
  quorumPolicy,
  type Recorded,
  sourceOf,
  type Witness,
  type WitnessTrouble,
  witnessKeyOf,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { AuditFolder, AuditRows, type CoordinatorStore, openCheckpointLock } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Alarms } from '../alarms.ts';
import type { Fleet } from '../fleet.ts';
import type { Logger } from '../logger.ts';
import type { ExternalWitness } from './external-witnesses.ts';

/** More than a federation has. */
const SITES_MAX = 1_000_000;
/** Sites that cosign: more would make every checkpoint wait for more, and none of them surer. */
const WITNESSES_MAX = 32;
/** What grew is published as often, where nobody asks for it earlier. */
const PUBLISH_MS = 1_000;
/** A checkpoint is signed anew after it, though nothing has grown: who looks sees that the log is alive. */
const REFRESH_MS = 600_000;
const WITNESS_MS = 1_000;

export interface FederationLogParts {
  readonly store: CoordinatorStore;
  readonly dataFolder: string;
  /** Hex. */
  readonly federationId: string;
  /** Part of the origin. */
  readonly host: string;
  /** Of the coordinator's identity. */
  readonly seed: Uint8Array;
  /** Witnesses that may be in league with the coordinator; undefined: a quarter of them. */
  readonly faultyWitnesses: number | undefined;
  /** Witnesses that are no sites. */
  readonly externalWitnesses: readonly ExternalWitness[];
  readonly fleet: Fleet;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: Logger;
  /** The log that we hold is not the newest that was signed: this process may sign nothing any more. */
  readonly onRolledBack: (error: MusterError) => void;
}

/** A site as it enrolled: raw Ed25519 keys. */
interface EnrolledParty {
  readonly pseudonym: string;
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

/** Events as the rest of the coordinator writes them: who acts is filled in here. */
export type Act<Name extends EventName> = Omit<EventDraft<Name>, 'role'> & {
  readonly role?: EventDraft['role'];
};

export class FederationLog {
  readonly origin: string;
  readonly #parts: FederationLogParts;
  readonly #keys: PartyKeys;
  readonly #rows: AuditRows;
  readonly #log: AuditLog;
  readonly #queue: EventQueue;
  readonly #publisher: Publisher;
  readonly #folder: AuditFolder;
  readonly #lock: ReturnType<typeof openCheckpointLock>;
  #policy: LogPolicy | undefined;
  #policyText: string | undefined;
  #cancelTick: () => void = () => {};
  #closed = false;

  private constructor(
    parts: FederationLogParts,
    { rows, lock, epoch }: { rows: AuditRows; lock: ReturnType<typeof openCheckpointLock>; epoch: number },
  ) {
    const { federationId: federation, seed, clock, random, dataFolder, host } = parts;
    const party = { federation, role: 'coordinator' } as const;
    this.#parts = parts;
    this.#keys = new PartyKeys(party, seed);
    this.origin = originOf(party, host, epoch);
    this.#rows = rows;
    this.#lock = lock;
    const wallMs = (): number => clock.wallMs();
    this.#log = new AuditLog({
      rows: this.#rows,
      producer: { source: sourceOf(party), key: this.#keys.producer },
      wallMs,
      random,
    });
    this.#queue = new EventQueue(this.#log, (ms, act) => clock.after(ms, act));
    this.#folder = new AuditFolder(join(dataFolder, 'audit', `${epoch}`));
    this.#publisher = new Publisher({
      origin: this.origin,
      keys: [this.#keys.logKey(this.origin)],
      rows: this.#rows,
      lock: this.#lock,
      folder: this.#folder,
      wallMs,
      later: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
      witnesses: () => this.#connectedWitnesses(),
      isEnough: (names) => isQuorum(this.policy, names),
      noticed: (trouble) => this.#noticed(trouble),
    });
  }

  /**
   * Takes up the log, or begins it. Throws AUDIT_ROLLED_BACK when the database is not the one that the newest checkpoint was signed over, and
   * what the store does.
   */
  static async open(parts: FederationLogParts): Promise<FederationLog> {
    const { dataFolder, store, clock } = parts;
    const rows = new AuditRows(store.db);
    const lock = openCheckpointLock(join(dataFolder, 'audit-lock.db'), Math.round(clock.wallMs()));
    try {
      let log = new FederationLog(parts, { rows, lock, epoch: rows.epoch() });
      // No backup holds the lock: a log that was published, and whose lock is gone, goes on as another one.
      if (rows.edge().size > 0 && !lock.latest(log.origin)) log = await log.#inNewEpoch();
      else if (rows.size() === 0) log.#begin(undefined);
      await log.#publisher.recover();
      await log.publish();
      log.#tick();
      return log;
    } catch (thrown) {
      lock.close();
      throw thrown;
    }
  }

  get size(): number {
    return this.#log.size;
  }

  get published(): Published | undefined {
    return this.#publisher.published;
  }

  /** Events that wait to be written together. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** Whose cosignatures count: the sites that have enrolled and not left, and how many of them are needed. */
  get policy(): LogPolicy {
    this.#policy ??= this.#makePolicy();
    return this.#policy;
  }

  get policyText(): string {
    this.#policyText ??= formatLogPolicy(this.policy);
    return this.#policyText;
  }

  /** In the transaction that is open, or in one of its own. Throws what keeps the act from being done. */
  record<Name extends EventName>(act: Act<Name>): Recorded {
    return this.#log.record({ role: 'coordinator', ...act });
  }

  /** For what is about no row: written soon, with others. Rejects when it cannot be. */
  append<Name extends EventName>(act: Act<Name>): Promise<Recorded> {
    return this.#queue.append({ role: 'coordinator', ...act });
  }

  /** Events that a site has signed, in their order. Throws AUDIT_EVENT_INVALID, NOT_FOUND for a site that never told its key. */
  admit(site: string, entries: readonly Uint8Array[]): readonly Recorded[] {
    const { store, federationId: federation } = this.#parts;
    const known = store.parties.of(site);
    if (!known) throw new MusterError('NOT_FOUND', `${site} has no key in the log`);
    const party = { federation, role: 'site', pseudonym: known.pseudonym } as const;
    const key = producerKeyOf(party, known.producerKey);
    return entries.map((entry) => this.#log.admit(entry, outSourceOf(party), key));
  }

  /** A site with its keys. Throws AUDIT_KEY_INVALID. */
  enrolled({ pseudonym, producerKey, witnessKey, logKey }: EnrolledParty): void {
    const { federationId: federation, host } = this.#parts;
    const party = { federation, role: 'site', pseudonym } as const;
    this.record({
      name: 'site.enrolled',
      subject: `site/${pseudonym}`,
      data: {
        site: pseudonym,
        producerKey: formatVerifierKey(producerKeyOf(party, producerKey)),
        witnessKey: formatVerifierKey(witnessKeyOf(party, witnessKey)),
        logKey: formatVerifierKey(logKeyOf(originOf(party, host, 1), logKey)),
        roles: ['trains', 'evaluates', 'witnesses'],
      },
    });
  }

  /** Number of the event that is due from a site. */
  nextOf(site: string): number {
    const { store, federationId: federation } = this.#parts;
    const known = store.parties.of(site);
    return known
      ? this.#log.nextOf(outSourceOf({ federation, role: 'site', pseudonym: known.pseudonym }))
      : 0;
  }

  /** Our newest event of this name about a subject. */
  latest(name: EventName, subject: string): Recorded | undefined {
    return this.#log.latest(name, subject, sourceOf(this.#keys.party));
  }

  /** Resolves when the entry is under a checkpoint that is served. */
  async publishedUpTo(index: number): Promise<void> {
    while ((this.published?.head.size ?? 0) <= index) await this.publish();
  }

  /** Where an entry is, in the words of other events. */
  refOf({ index }: Pick<Recorded, 'index'>): string {
    return `${this.origin}#${index}`;
  }

  /** A checkpoint over all that is committed now. Rejects with what the disk does, and AUDIT_ROLLED_BACK. */
  publish(): Promise<Published> {
    return this.#publisher.publish();
  }

  /** A file of the log. Throws NOT_FOUND. */
  read(path: string): Promise<Uint8Array> {
    return this.#folder.read(path);
  }

  proofOf(index: number): Promise<Uint8Array> {
    return this.#publisher.proofOf(index);
  }

  consistencyFrom(size: number): Promise<readonly Uint8Array[]> {
    return this.#publisher.consistencyFrom(size);
  }

  /** A site has enrolled or left: other cosignatures count from now on. */
  partiesChanged(): void {
    this.#policy = undefined;
    this.#policyText = undefined;
  }

  /** Writes what waits, and publishes it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    this.#queue.flush();
    try {
      if (this.#log.size > (this.published?.head.size ?? 0)) await this.publish();
    } finally {
      this.#lock.close();
    }
  }

  async #inNewEpoch(): Promise<FederationLog> {
    const { dataFolder, log } = this.#parts;
    const before = this.#rows.epoch();
    const previous = await new AuditFolder(join(dataFolder, 'audit', `${before}`))
      .read('checkpoint')
      .catch(() => undefined);
    const next = new FederationLog(this.#parts, { rows: this.#rows, lock: this.#lock, epoch: before + 1 });
    log.warn(
      { before: this.origin, origin: next.origin },
      'restored from a backup: the audit log begins anew',
    );
    const { store } = this.#parts;
    store.db.tx(() => {
      this.#rows.beginEpoch(before + 1);
      next.#begin(previous);
      for (const party of store.parties.present(SITES_MAX)) next.enrolled(party);
    });
    return next;
  }

  /** The first entry of a log says whose it is, and where the one before it ended. */
  #begin(previous: Uint8Array | undefined): void {
    this.record({
      name: 'log.epoch_started',
      subject: 'log',
      data: {
        origin: this.origin,
        key: formatVerifierKey(this.#keys.logKey(this.origin).verifier),
        producerKey: formatVerifierKey(this.#keys.producer.verifier),
        ...(previous ? { previous: Buffer.from(previous).toString('base64') } : {}),
      },
    });
  }

  #makePolicy(): LogPolicy {
    const { store, federationId: federation, faultyWitnesses, externalWitnesses } = this.#parts;
    const sites = store.parties.present(WITNESSES_MAX).map(({ pseudonym, witnessKey }) => ({
      name: pseudonym,
      key: witnessKeyOf({ federation, role: 'site', pseudonym }, witnessKey),
      url: null,
    }));
    const witnesses = [...sites, ...externalWitnesses.map(({ name, key, url }) => ({ name, key, url }))];
    const faulty = Math.min(faultyWitnesses ?? Math.floor((witnesses.length - 1) / 4), witnesses.length - 1);
    const key = this.#keys.logKey(this.origin).verifier;
    return quorumPolicy([{ key, url: null }], witnesses, Math.max(0, faulty));
  }

  #connectedWitnesses(): readonly Witness[] {
    const { store, fleet, externalWitnesses } = this.#parts;
    const names = new Map(
      store.parties.present(WITNESSES_MAX).map(({ pseudonym, site }) => [pseudonym, site]),
    );
    const sites = this.policy.witnesses.flatMap(({ name, key }): readonly Witness[] => {
      const session = fleet.get(names.get(name) ?? '')?.session;
      if (!session) return [];
      const ask: Witness['ask'] = async (body) => {
        const answer = await session.request({ kind: 'addCheckpoint', value: { body } }, WITNESS_MS);
        if (answer.kind !== 'witnessAnswer')
          throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer of a witness`);
        return answer.value;
      };
      return [{ name, keys: [key], ask }];
    });
    return [...sites, ...externalWitnesses];
  }

  #noticed({ witness, kind, error }: WitnessTrouble): void {
    const { log, alarms, onRolledBack } = this.#parts;
    if (kind === 'unreachable') {
      log.debug({ witness, code: error.code }, `a witness gave no cosignature: ${error.message}`);
      return;
    }
    log.error({ witness, code: error.code }, error.message);
    alarms.raise('audit', error);
    onRolledBack(error);
  }

  #tick(): void {
    const { clock, log, alarms } = this.#parts;
    this.#cancelTick = clock.after(PUBLISH_MS, () => {
      const published = this.published;
      const isDue =
        !published || this.#log.size > published.head.size || clock.wallMs() - published.atMs > REFRESH_MS;
      const done = isDue ? this.publish().then(() => alarms.clear('audit')) : Promise.resolve();
      done
        .catch((thrown: unknown) => {
          const error = asMusterError(thrown);
          log.error({ code: error.code, err: thrown }, 'the audit log could not be published');
          alarms.raise('audit', error);
        })
        .finally(() => {
          if (!this.#closed) this.#tick();
        });
    });
  }
}
