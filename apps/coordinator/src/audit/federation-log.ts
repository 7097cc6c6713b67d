/**
 * @module The federation's log: what the coordinator does is an entry of it in the same transaction, and what sites sign lies beside. It is
 * published as it grows, cosigned by the sites that are connected and by others who were asked to be witnesses, and served as files.
 */
import {
  AuditLog,
  type EventData,
  type EventDraft,
  type EventName,
  EventQueue,
  formatVerifierKey,
  isQuorum,
  type LockedCheckpoint,
  type LogFolder,
  NOTE_BYTES_MAX,
  openCheckpoint,
  originOf,
  PartyKeys,
  type Published,
  Publisher,
  producerKeyOf,
  type Recorded,
  readEvent,
  shortened,
  sourceOf,
  type WitnessTrouble,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { type Manifest, parseManifest } from '@muster/identity';
import { hex, type LogHead } from '@muster/protocol';
import { AuditRows } from '@muster/store';
import { repeat } from '../repeat.ts';
import { type EnrolledParty, enrolmentOf } from './enrolled-party.ts';
import type { FederationLogParts } from './federation-log-parts.ts';
import { endOf } from './log-end.ts';
import { SiteEvents } from './site-events.ts';
import { SiteWitnesses } from './site-witnesses.ts';

/** More than a federation has. */
const SITES_MAX = 1_000_000;
/** What grew is published as often, where nobody asks for it earlier. */
const PUBLISH_MS = 1_000;
/** A checkpoint is signed anew after it, though nothing has grown: who looks sees that the log is alive. */
const REFRESH_MS = 600_000;
/** A checkpoint, and once more for cosignatures that came too late for it. */
const PUBLISHED_MAX = 2;
/** Sites that do not cosign are asked again: sooner while no quorum does, as no round is opened then. */
const ASK_AGAIN_MS = { short: 2_000, else: 60_000 };
/** Whoever asks how the log stands gets cosignatures that are no older. */
const HEAD_AGE_MS = 60_000;

/** Events as the rest of the coordinator writes them: who acts is filled in here. */
export type Act<Name extends EventName> = Omit<EventDraft<Name>, 'role'> & {
  readonly role?: EventDraft['role'];
};

export class FederationLog {
  readonly origin: string;
  /** Whose cosignatures count. */
  readonly witnesses: SiteWitnesses;
  /** What sites have signed. */
  readonly sites: SiteEvents;
  readonly #parts: FederationLogParts;
  readonly #keys: PartyKeys;
  readonly #rows: AuditRows;
  readonly #log: AuditLog;
  readonly #queue: EventQueue;
  readonly #publisher: Publisher;
  readonly #folder: LogFolder;
  #stopPublishing: () => void = () => {};

  private constructor(parts: FederationLogParts, rows: AuditRows, epoch: number) {
    const { federationId: federation, seed, clock, random, host, store, fleet, lock } = parts;
    const party = { federation, role: 'coordinator' } as const;
    this.#parts = parts;
    this.#keys = new PartyKeys(party, seed);
    this.origin = originOf(party, host, epoch);
    this.#rows = rows;
    const wallMs = (): number => clock.wallMs();
    this.#log = new AuditLog({
      rows: this.#rows,
      producer: { source: sourceOf(party), key: this.#keys.producer },
      vault: parts.vault,
      wallMs,
      random,
    });
    const logKeys = [
      this.#keys.logKey(this.origin),
      ...(parts.secondSignature === 'none' ? [] : [this.#keys.secondLogKey(this.origin)]),
    ];
    this.sites = new SiteEvents({
      log: this.#log,
      origin: this.origin,
      parties: store.parties,
      federation,
      isAsked: (ref, site) => store.members.ofAttempt(ref).some((member) => member.site === site),
    });
    this.witnesses = new SiteWitnesses({
      parties: store.parties,
      sites: store.sites,
      fleet,
      federationId: federation,
      logKeys: logKeys.map(({ verifier }) => verifier),
      faulty: parts.faultyWitnesses,
      external: parts.externalWitnesses,
      log: parts.log,
    });
    this.#queue = new EventQueue(this.#log, (ms, act) => clock.after(ms, act));
    this.#folder = parts.folderOf(epoch);
    this.#publisher = new Publisher({
      origin: this.origin,
      keys: logKeys,
      rows: this.#rows,
      lock,
      folder: this.#folder,
      wallMs,
      later: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
      witnesses: () => this.witnesses.connected,
      isWitnessed: () => this.witnesses.policy.witnesses.length > 0,
      isEnough: (names) => isQuorum(this.witnesses.policy, names),
      noticed: (trouble) => this.#noticed(trouble),
      cosigned: (witness) => this.witnesses.cosigned(witness),
    });
  }

  /**
   * Takes up the log, or begins it. Throws AUDIT_ROLLED_BACK when the database is not the one that the newest checkpoint was signed over, and
   * what the store does.
   */
  static async open(parts: FederationLogParts): Promise<FederationLog> {
    const rows = new AuditRows(parts.store.db);
    let log = new FederationLog(parts, rows, rows.epoch());
    // No backup holds the lock: a log that was published, and whose lock is gone, goes on as another one; and so does one whose coordinator has
    // another key since, which signed none of its checkpoints.
    if (rows.edge().size > 0 && !log.#isOwn(parts.lock.latest(log.origin))) log = await log.#inNewEpoch();
    else parts.store.db.tx(() => log.#goOn());
    await log.#publisher.recover();
    await log.publish();
    log.#publishAsItGrows();
    return log;
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

  /** In the transaction that is open, or in one of its own. Throws what keeps the act from being done. */
  record<Name extends EventName>(act: Act<Name>): Recorded {
    return this.#log.record({ role: 'coordinator', ...act });
  }

  /** For what is about no row: written soon, with others. Rejects when it cannot be. */
  append<Name extends EventName>(act: Act<Name>): Promise<Recorded> {
    return this.#queue.append({ role: 'coordinator', ...act });
  }

  /** A site with its keys. Throws AUDIT_KEY_INVALID. */
  enrolled(party: EnrolledParty): void {
    const { federationId: federation, host } = this.#parts;
    this.record(enrolmentOf(party, { federation, host }));
  }

  /** Another manifest is in force. */
  manifestChanged({ epoch, hash, previousHash, organisations, revoked }: Manifest): void {
    this.record({
      name: 'manifest.changed',
      subject: 'manifest',
      data: {
        epoch,
        manifest: `sha256:${hex(hash)}`,
        ...(epoch === 1 ? {} : { previous: `sha256:${hex(previousHash)}` }),
        organisations: organisations.length,
        revoked: revoked.length,
      },
    });
  }

  /** What a site signs from now on does not count: its organisation, or the manifest, does not vouch for its keys any more. */
  keyRevoked(
    { pseudonym, producerKey }: Pick<EnrolledParty, 'pseudonym' | 'producerKey'>,
    reason: EventData<'key.revoked'>['reason'],
  ): void {
    const party = { federation: this.#parts.federationId, role: 'site', pseudonym } as const;
    const old = formatVerifierKey(producerKeyOf(party, producerKey));
    this.record({
      name: 'key.revoked',
      subject: `site/${pseudonym}`,
      data: { holder: 'site', site: pseudonym, old, reason, effectiveSize: this.size },
    });
  }

  /** Our newest event of this name about a subject. */
  latest(name: EventName, subject: string): Recorded | undefined {
    return this.#log.latest(name, subject, sourceOf(this.#keys.party));
  }

  /** Resolves when the entry is under a checkpoint that a quorum has cosigned. Rejects with AUDIT_QUORUM_NOT_REACHED, and as `publish`. */
  async cosignedUpTo(index: number): Promise<void> {
    const isCosigned = (): boolean =>
      this.published !== undefined && this.published.head.size > index && this.published.hasQuorum;
    // One that was under way when it was asked for may end before the entry.
    for (let times = 0; times < PUBLISHED_MAX && !isCosigned(); times += 1) await this.publish();
    if (!isCosigned()) throw this.#tooFew();
  }

  /**
   * The newest checkpoint with its cosignatures, and the proof that it goes on from `size`, for whoever has seen that much. Rejects as
   * `publish`, with AUDIT_QUORUM_NOT_REACHED, and with AUDIT_PROOF_INVALID for a size that there never was.
   */
  async headFrom(size: number): Promise<LogHead> {
    const isOld = ({ head, hasQuorum, atMs }: Published): boolean =>
      head.size < size || !hasQuorum || this.#parts.clock.wallMs() - atMs > HEAD_AGE_MS;
    const known = this.published;
    const { note, hasQuorum } = known && !isOld(known) ? known : await this.publish();
    if (!hasQuorum) throw this.#tooFew();
    const proof = size === 0 ? [] : [...(await this.consistencyFrom(size))];
    const { policyText, certificates } = this.witnesses;
    return { note, proof, policy: Buffer.from(policyText), witnesses: certificates };
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

  /** Publishes a last time, while witnesses are there. Rejects as `publish`. */
  async finish(): Promise<void> {
    this.#stopPublishing();
    await this.publish();
  }

  /** Writes what waits. What no witness has seen yet is not signed any more: the next start does that, with witnesses. */
  async close(): Promise<void> {
    this.#stopPublishing();
    this.#queue.flush();
    await this.#publisher.settled();
  }

  #publishAsItGrows(): void {
    const { clock, log, alarms } = this.#parts;
    const look = async (): Promise<void> => {
      if (!this.#isDue) return;
      await this.publish();
      alarms.clear('audit');
    };
    this.#stopPublishing = repeat(clock, PUBLISH_MS, look, (thrown) => {
      const error = asMusterError(thrown);
      log.error({ code: error.code, err: thrown }, 'the audit log could not be published');
      alarms.raise('audit', error);
    });
  }

  async #inNewEpoch(): Promise<FederationLog> {
    const { store, log, clock } = this.#parts;
    // Not the next number: of a backup that is restored twice each would begin the same log, and that log would fork.
    const epoch = Math.max(this.#rows.epoch() + 1, Math.floor(clock.wallMs() / 1000));
    const previous = await endOf({
      origin: this.origin,
      key: this.#keys.logKey(this.origin),
      locked: this.#parts.lock.latest(this.origin)?.note,
      rows: this.#rows,
      folder: this.#folder,
    });
    const next = new FederationLog(this.#parts, this.#rows, epoch);
    log.warn(
      { before: this.origin, origin: next.origin },
      'restored from a backup, or under another key: the audit log begins anew',
    );
    store.db.tx(() => {
      this.#rows.beginEpoch(epoch);
      next.#begin(previous);
      next.#tellManifests();
      for (const party of store.parties.present(SITES_MAX)) next.enrolled(party);
    });
    return next;
  }

  #goOn(): void {
    if (this.#rows.size() === 0) this.#begin(undefined);
    this.#tellManifests();
  }

  #isOwn(signed: LockedCheckpoint | undefined): boolean {
    try {
      if (signed) openCheckpoint(signed.note, [this.#keys.logKey(this.origin).verifier]);
      return signed !== undefined;
    } catch {
      return false;
    }
  }

  /** Those that came into force while no log was kept; of a log that begins, the newest alone. */
  #tellManifests(): void {
    const { manifests } = this.#parts;
    const said = this.latest('manifest.changed', 'manifest');
    const data = said && readEvent(said.entry).data;
    const told = data && 'epoch' in data ? Number(data.epoch) : manifests.newest.epoch - 1;
    for (const { manifest } of manifests.after(told, Number.MAX_SAFE_INTEGER))
      this.manifestChanged(parseManifest(manifest));
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
        ...(previous
          ? { previous: Buffer.from(shortened(previous, NOTE_BYTES_MAX)).toString('base64') }
          : {}),
      },
    });
  }

  #tooFew(): MusterError {
    const { shortage } = this.witnesses;
    return new MusterError(
      'AUDIT_QUORUM_NOT_REACHED',
      shortage || 'too few of the sites that witness the audit log have answered',
    );
  }

  #noticed({ witness, kind, error }: WitnessTrouble): void {
    const { log, alarms, onRolledBack } = this.#parts;
    if (kind === 'unreachable') {
      log.debug({ witness, code: error.code }, `a witness gave no cosignature: ${error.message}`);
      return;
    }
    if (kind === 'refused') {
      this.witnesses.refused(witness, error);
      return;
    }
    log.error({ witness, code: error.code }, error.message);
    alarms.raise('audit', error);
    onRolledBack(error);
  }

  /** Grown, so old that nobody could tell whether it is alive, or not cosigned by sites that are there. */
  get #isDue(): boolean {
    const { published, witnesses } = this;
    if (!published || this.#log.size > published.head.size) return true;
    const ageMs = this.#parts.clock.wallMs() - published.atMs;
    if (ageMs > REFRESH_MS) return true;
    if (ageMs <= ASK_AGAIN_MS.short || witnesses.reluctant.length === 0) return false;
    return witnesses.shortage !== '' || ageMs > ASK_AGAIN_MS.else;
  }
}
