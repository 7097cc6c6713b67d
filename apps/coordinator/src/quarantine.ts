/**
 * @module Updates that were refused: their bytes and figures are kept for the operator to look at, and a site that brings too many of them
 * is suspended.
 *
 * Order of writes: the file under its new name, then the row that names it; a file without a row is removed at the next start. What cannot
 * be kept is still refused: the record of it is in the log then. What is released is copied into its round, received by it, decided, and
 * only then removed: whatever breaks off on the way, the row stands as it was, and a second release goes on from there.
 */
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { asMusterError, type ErrorCode, isOfDisk, MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { CoordinatorStore, Figures, Quarantined } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { Trail } from './audit/trail.ts';
import { faultPoint } from './fault-point.ts';
import type { Files } from './files.ts';
import type { Fleet } from './fleet.ts';
import type { Upload, Uploads } from './ingest/uploads.ts';
import type { Logger } from './logger.ts';
import type { RunDriver } from './run/driver.ts';
import { standingNotice } from './standing.ts';

export interface QuarantineSettings {
  /** Bytes kept in all; the oldest go for newer ones. */
  readonly bytesMax: number;
  /** Records kept in all; the oldest go for newer ones, those without bytes first. */
  readonly recordsMax: number;
  /** Refused updates within `windowMs` at which a site is suspended. */
  readonly strikes: number;
  readonly windowMs: number;
}

export interface QuarantineParts {
  readonly store: CoordinatorStore;
  readonly uploads: Uploads;
  readonly fleet: Fleet;
  readonly files: Files;
  readonly clock: Clock;
  readonly trail: Trail;
  readonly log: Logger;
}

export interface Refused {
  readonly ref: RoundRef;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly weight: number;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly figures: Figures;
}

export class QuarantineKeeper {
  readonly #parts: QuarantineParts;
  readonly #folder: string;
  readonly #settings: QuarantineSettings;
  /** Being put away: attempt, site and hash. */
  readonly #holding = new Set<string>();
  /** Being released: nothing else is decided about them meanwhile. */
  readonly #releasing = new Set<string>();

  constructor(parts: QuarantineParts, folder: string, settings: QuarantineSettings) {
    this.#parts = parts;
    this.#folder = folder;
    this.#settings = settings;
    parts.files.makeFolder(folder);
    parts.files.syncFolder(dirname(folder)); // or a power cut could take it, with all that is on record as held
  }

  /** Removes what a crash left without a row, and says who is suspended. */
  recover(): void {
    const { store, fleet, files } = this.#parts;
    const known = new Set(store.quarantine.withBytes().map(({ file }) => file));
    for (const name of files.list(this.#folder)) if (!known.has(name)) files.remove(join(this.#folder, name));
    for (const name of store.sites.suspended()) fleet.suspend(name);
  }

  get bytes(): number {
    return this.totals.bytes;
  }

  get totals(): { readonly records: number; readonly bytes: number } {
    return this.#parts.store.quarantine.totals();
  }

  /**
   * Keeps a refused update, once for each attempt; its bytes when they came, which are none of its round's from the call on: a verdict that ends the round comes
   * after it. Never throws: the site has its answer, whatever becomes of the record.
   */
  hold(refused: Refused, upload: Upload | undefined): void {
    void this.#holdOnce(refused, upload).catch((thrown: unknown) => {
      const { ref, site, code } = refused;
      this.#parts.log.error({ ...ref, site, code, err: thrown }, 'a refused update could not be kept');
    });
  }

  /** Forgets the bytes; the record stays. Throws NOT_FOUND, CONFLICT. */
  drop(id: string, by: string): Quarantined {
    const { store } = this.#parts;
    const { file } = this.#undecided(id);
    const dropped = store.quarantine.decide(id, 'dropped', by, this.#now());
    this.#remove(file);
    return dropped;
  }

  /**
   * The operator found nothing wrong with it: it is not held against its site any more, and where its attempt is still open it counts as
   * if it had been admitted. Resolves with whether it does. Throws NOT_FOUND, CONFLICT, OBJECT_CORRUPT, STORAGE_*; then it is held as
   * before.
   */
  async release(
    id: string,
    by: string,
    driver: RunDriver | undefined,
  ): Promise<{ readonly update: Quarantined; readonly counts: boolean }> {
    const { store } = this.#parts;
    const held = this.#undecided(id);
    this.#releasing.add(id);
    try {
      const counts = await this.#giveBack(held, driver);
      faultPoint('release-received');
      const update = store.quarantine.decide(id, 'released', by, this.#now());
      faultPoint('release-decided');
      this.#remove(held.file);
      return { update, counts };
    } finally {
      this.#releasing.delete(id);
    }
  }

  #undecided(id: string): Quarantined {
    if (this.#releasing.has(id)) throw new MusterError('CONFLICT', `the update ${id} is being released`);
    const held = this.#parts.store.quarantine.get(id);
    if (held.state !== 'held') throw new MusterError('CONFLICT', `the update ${id} was ${held.state} before`);
    return held;
  }

  async #giveBack(update: Quarantined, driver: RunDriver | undefined): Promise<boolean> {
    const { uploads } = this.#parts;
    const { run, round, attempt, site, file, updateHash, sizeBytes, weight } = update;
    const ref = { run, round, attempt };
    const seat = driver?.seatOf(ref, site);
    if (!driver || !seat || file === null || updateHash === null || sizeBytes === null || weight === null)
      return false;
    // By a release that broke off before it was decided.
    if (seat.stage === 'received' || seat.stage === 'counted') return seat.updateHash === updateHash;
    if (seat.stage !== 'ended' || seat.outcome.updateHash !== updateHash) return false;
    const upload = await uploads.adopt(
      { ref, site, updateHash, sizeBytes, codec: driver.plan.body.codec, weight },
      join(this.#folder, file),
    );
    faultPoint('release-copied');
    const answer = driver.released(ref, site, updateHash, { weight, figures: upload.figures });
    if (answer.kind === 'confirmed') return true;
    uploads.discard(ref, site);
    if (answer.kind === 'refused' && isOfDisk(answer)) throw new MusterError(answer.code, answer.reason);
    return false;
  }

  /** Nothing is waited for before its round has let go of the bytes. */
  async #holdOnce(refused: Refused, upload: Upload | undefined): Promise<void> {
    const { store, uploads } = this.#parts;
    const { ref, site, updateHash } = refused;
    const key = `${ref.run} ${ref.round} ${ref.attempt} ${site} ${updateHash}`;
    if (this.#holding.has(key) || store.quarantine.knows(ref, site, updateHash)) {
      if (upload && uploads.find(ref, site) === upload) uploads.discard(ref, site);
      return;
    }
    this.#holding.add(key);
    try {
      await this.#hold(refused, upload);
    } finally {
      this.#holding.delete(key);
    }
  }

  async #hold(refused: Refused, upload: Upload | undefined): Promise<void> {
    const { store, uploads, log } = this.#parts;
    const { ref, site, updateHash, sizeBytes, weight, code, reason, figures } = refused;
    const id = randomUUID();
    let file: string | null = null;
    if (upload) {
      const fits = upload.sizeBytes <= this.#settings.bytesMax;
      if (!fits) uploads.discard(ref, site);
      if (fits) this.#makeRoom(upload.sizeBytes);
      file = fits && (await uploads.moveAway(upload, join(this.#folder, id))) ? id : null;
    }
    if (file !== null) faultPoint('quarantine-moved');
    let gone: readonly Quarantined[] = [];
    try {
      store.db.tx(() => {
        gone = this.#makeRoomForOne();
        store.quarantine.add({
          id,
          ...ref,
          site,
          code,
          reason,
          updateHash,
          sizeBytes,
          // A weight that was refused may be anything.
          weight: Number.isSafeInteger(weight) ? weight : null,
          file,
          figures,
          atMs: this.#now(),
        });
      });
    } catch (thrown) {
      this.#remove(file);
      throw thrown;
    }
    faultPoint('quarantine-recorded');
    for (const each of gone) this.#remove(each.file);
    log.warn({ ...ref, site, code, quarantine: id }, reason);
    this.#judge(site);
  }

  /** Suspends a site with too many refused updates that nobody took back. */
  #judge(site: string): void {
    const { store, fleet, log, trail } = this.#parts;
    const { strikes, windowMs } = this.#settings;
    const known = store.sites.find(site);
    if (!known || known.suspendedMs !== null) return;
    const nowMs = this.#now();
    const counted = store.quarantine.strikes(site, Math.max(known.forgivenMs, nowMs - windowMs));
    if (counted < strikes) return;
    const reason = `${counted} of its updates were refused within ${Math.round(windowMs / 3_600_000)} h`;
    const suspended = store.db.tx(() => {
      trail.siteSuspended(site);
      return store.sites.suspend(site, reason, nowMs);
    });
    fleet.suspend(site);
    fleet.get(site)?.session.notify(standingNotice(suspended));
    log.warn({ site }, `site suspended: ${reason}`);
  }

  #makeRoom(sizeBytes: number): void {
    const { store } = this.#parts;
    const kept = store.quarantine.withBytes();
    let total = kept.reduce((sum, each) => sum + (each.sizeBytes ?? 0), sizeBytes);
    for (const { id, file, sizeBytes: size } of kept) {
      if (total <= this.#settings.bytesMax) return;
      if (this.#releasing.has(id)) continue;
      store.quarantine.decide(id, 'dropped', '', this.#now());
      this.#remove(file);
      total -= size ?? 0;
    }
  }

  /** In the transaction of whoever calls. The files of what goes are removed after it. */
  #makeRoomForOne(): readonly Quarantined[] {
    const { quarantine } = this.#parts.store;
    const excess = quarantine.totals().records + 1 - this.#settings.recordsMax;
    if (excess <= 0) return [];
    const gone = quarantine
      .firstToGo(excess + this.#releasing.size)
      .filter(({ id }) => !this.#releasing.has(id))
      .slice(0, excess);
    for (const { id } of gone) quarantine.forget(id);
    return gone;
  }

  #remove(file: string | null): void {
    if (file === null) return;
    try {
      this.#parts.files.remove(join(this.#folder, file));
    } catch (thrown) {
      // Without its row it goes at the next start.
      this.#parts.log.warn({ err: thrown }, asMusterError(thrown).message);
    }
  }

  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}
