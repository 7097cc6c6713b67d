/**
 * @module The updates that this site has made, kept byte for byte until the coordinator has said how they ended, and brought again after
 * every break: the agent is the durable queue between `received` and `counted` (architecture.md, invariant 2).
 */
import { asMusterError, MusterError } from '@muster/errors';
import { type Identity, sign } from '@muster/identity';
import {
  type EngineReport,
  encodeMessage,
  type Masked,
  type Outcome,
  type Report,
  updateFields,
} from '@muster/protocol';
import type { Receipt, SettledStatus, SiteStore, WorkRef } from '@muster/store/site';
import { type Clock, pause, type Uniform } from '@muster/transport';
import type { SiteAudit } from './audit/site-audit.ts';
import type { SiteTrail } from './audit/site-trail.ts';
import { faultPoint } from './fault-point.ts';
import type { EgressGate } from './gate.ts';
import { type KeptReport, parseKeptReport } from './kept-report.ts';
import type { Logger } from './logger.ts';
import { isOfOwnDisk, onDisk } from './own-disk.ts';

export interface QueueParts {
  readonly store: Pick<SiteStore, 'work' | 'blobs' | 'atomically'>;
  readonly trail: Pick<SiteTrail, 'released' | 'deliver'>;
  readonly audit: Pick<SiteAudit, 'assertOpen'>;
  readonly gate: EgressGate;
  readonly identity: Identity;
  readonly engine: EngineReport;
  /** Settled updates kept for inspection. */
  readonly keepUpdates: number;
  /** Work has ended, whoever said so. */
  readonly settled: (ref: WorkRef) => void;
  readonly clock: Clock;
  /** Jitter of waits. */
  readonly uniform: Uniform;
  readonly log: Logger;
  /** The agent stops: nothing is begun any more, and nothing that waits goes on. */
  readonly stopping: AbortSignal;
}

/** Refusals that end an update, and what it is then; any other that is not retryable makes it `rejected`. */
const ENDS: Readonly<Record<string, SettledStatus>> = {
  LATE: 'late',
  ROUND_CLOSED: 'abandoned',
  RUN_NOT_ACTIVE: 'abandoned',
  NOT_FOUND: 'abandoned',
  NOT_IN_COHORT: 'abandoned',
  CONFLICT: 'abandoned',
  EGRESS_DENIED: 'refused',
};
const RETRY_BASE_MS = 500;
const RETRY_CAP_MS = 30_000;
const ANSWER_MS_MIN = 30_000;
const CLOSED_RETRY_MS = 5_000;

export class UpdateQueue {
  readonly #parts: QueueParts;
  readonly #bringing = new Map<string, Promise<void>>();
  /** Adding a blob with its row, and sweeping blobs without one, take turns: no sweep sees the one without the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /**
   * Takes over the update in `file`. The bytes are durable, then the row that names them, and only then a word about them leaves: a
   * crash in between loses no promise. `besides` is kept in the same transaction. Throws CONFLICT when the work was settled meanwhile.
   */
  async keep(file: string, report: KeptReport, besides: () => void = () => {}): Promise<void> {
    const { store, trail } = this.#parts;
    const { ref, updateHash, size, weight, figures } = report;
    const { examples, steps } = figures;
    const { signature } = this.#signed(report);
    await this.#inTurn(async () => {
      await store.blobs.adopt(file, updateHash);
      faultPoint('update-adopted');
      store.atomically(() => {
        store.work.keep(ref, { updateHash, sizeBytes: size, weight, report }, this.#now());
        trail.released(ref, {
          kind: 'update',
          hash: updateHash,
          signature,
          sizeBytes: size,
          codec: report.codec,
          clipNorm: report.clipNorm ?? undefined,
          figures: { examples, steps },
        });
        besides();
      });
      faultPoint('update-kept');
    });
    this.bring(ref);
  }

  /** The connection is up: what nobody has settled is brought. */
  bringAll(): void {
    const { store, clock, log, stopping } = this.#parts;
    if (stopping.aborted) return;
    try {
      for (const work of store.work.unsettled()) if (work.status === 'kept') this.bring(work);
    } catch (thrown) {
      log.error({ err: thrown }, 'it cannot be read which updates are to be brought; it is tried again');
      clock.after(RETRY_CAP_MS, () => this.bringAll());
    }
  }

  /** Brings a kept update until the coordinator has it, or refuses it for good. One try of an update at a time. */
  bring(ref: WorkRef): void {
    const { clock, log, stopping } = this.#parts;
    const key = `${ref.run} ${ref.round} ${ref.attempt}`;
    if (this.#bringing.has(key) || stopping.aborted) return;
    const brought = this.#bring(ref)
      .catch((thrown: unknown) => {
        if (stopping.aborted) return;
        log.error({ run: ref.run, round: ref.round, err: thrown }, 'an update could not be brought');
        clock.after(RETRY_CAP_MS, () => this.bring(ref));
      })
      .finally(() => this.#bringing.delete(key));
    this.#bringing.set(key, brought);
  }

  /**
   * Records how work ended, the first word stands, with the coordinator's signed word where it came, and lets go of updates that nobody
   * will ask for.
   */
  async settle(
    ref: WorkRef,
    status: SettledStatus,
    signed?: { readonly outcome: Outcome; readonly signedBy: string },
  ): Promise<void> {
    const { store, keepUpdates, clock, log, stopping } = this.#parts;
    faultPoint('outcome-heard');
    const receipt = signed && receiptOf(ref, status, signed, this.#now());
    await onDisk(async () => store.work.settle(ref, status, this.#now(), receipt), {
      signal: stopping,
      clock,
      log,
    });
    faultPoint('outcome-settled');
    this.#parts.settled(ref);
    await this.#inTurn(async () => {
      const stay = new Set([...store.work.keptHashes(), ...store.work.settledHashes(keepUpdates)]);
      for await (const { hash } of store.blobs.list()) if (!stay.has(hash)) await store.blobs.remove(hash);
      faultPoint('updates-swept');
    });
  }

  /** Resolves when nothing here uses the store any more; call it after `stopping` has fired. */
  async stopped(): Promise<void> {
    await Promise.all(this.#bringing.values());
    await this.#turn;
  }

  async #bring(ref: WorkRef): Promise<void> {
    const { gate, store, clock, uniform, log, stopping } = this.#parts;
    const where = { run: ref.run, round: ref.round };
    for (let failures = 0; ; ) {
      await gate.untilConnected(stopping);
      const work = store.work.find(ref);
      if (work?.status !== 'kept') return;
      try {
        if (!(await this.#isOpen(where))) continue;
        await this.#push(parseKeptReport(work.report));
        faultPoint('update-brought');
        log.info(where, 'update received by the coordinator');
        return;
      } catch (thrown) {
        if (stopping.aborted) return;
        const error = asMusterError(thrown);
        log.info({ ...where, code: error.code }, error.message);
        const isDisk = isOfOwnDisk(error);
        if (!error.retryable && !isDisk) return await this.settle(ref, ENDS[error.code] ?? 'rejected');
        // A connection that broke is no failure of the update, nor is a disk without room, here or there.
        if (gate.connected && !isDisk) failures += 1;
        const delayMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** failures) * (0.5 + uniform() / 2);
        await pause(clock, Math.max(delayMs, error.retryAfterMs), stopping);
      }
    }
  }

  /** Whether anything may leave. While the federation's log is not as it must be, updates stay here, and nothing is lost. */
  async #isOpen(where: { readonly run: string; readonly round: number }): Promise<boolean> {
    const { audit, clock, log, stopping } = this.#parts;
    try {
      await audit.assertOpen();
      return true;
    } catch (thrown) {
      const error = asMusterError(thrown);
      if (isOfOwnDisk(error)) throw error;
      log.warn({ ...where, code: error.code }, `an update waits: ${error.message}`);
      await pause(clock, CLOSED_RETRY_MS, stopping);
      return false;
    }
  }

  async #push(kept: KeptReport): Promise<void> {
    const { gate, store, engine, trail } = this.#parts;
    // Of an update that nobody is to see alone, its figures are not shown either.
    const shown = kept.masked
      ? { figures: null, masked: announcementOf(kept, kept.masked) }
      : { figures: kept.figures, masked: null };
    const value: Report = { ...this.#signed(kept), ...shown, engine };
    await trail.deliver();
    const reader = await store.blobs.open(kept.updateHash);
    const source = {
      sizeBytes: reader.sizeBytes,
      read: (offset: number, length: number) => {
        faultPoint('chunk-read');
        return reader.read(offset, length);
      },
      close: () => void reader.close().catch(() => {}),
    };
    faultPoint('update-announced');
    const answerMs = Math.max(ANSWER_MS_MIN, kept.deadlineAtMs - this.#now());
    const answer = await gate.push(
      { body: { kind: 'report', value }, request: kept.request, plan: kept.planHash },
      source,
      answerMs,
    );
    if (answer.kind !== 'received')
      throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to an update`);
  }

  /** The same report is signed the same each time (RFC 8032). */
  #signed(kept: KeptReport): Omit<Report, 'figures' | 'engine' | 'masked'> {
    const report = {
      ref: kept.ref,
      planHash: bytes(kept.planHash),
      modelHash: bytes(kept.modelHash),
      layoutHash: bytes(kept.layoutHash),
      updateHash: bytes(kept.updateHash),
      size: kept.size,
      weight: kept.weight,
      codec: kept.codec,
    };
    return { ...report, signature: sign('update', updateFields(report), this.#parts.identity.signing) };
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // whoever called hears of it; the next turn comes all the same
    return done;
  }

  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}

function announcementOf(
  { size }: KeptReport,
  { roundId, sha256, signature }: NonNullable<KeptReport['masked']>,
): Masked {
  return { roundId: bytes(roundId), size, sha256: bytes(sha256), sig: bytes(signature) };
}

function receiptOf(
  { run, round, attempt }: WorkRef,
  outcome: SettledStatus,
  { outcome: said, signedBy }: { readonly outcome: Outcome; readonly signedBy: string },
  atMs: number,
): Receipt {
  const { code, reason } = said;
  return {
    run,
    round,
    attempt,
    outcome,
    code,
    reason,
    message: encodeMessage('Outcome', said),
    signedBy,
    atMs,
  };
}

function bytes(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

const SETTLED: readonly SettledStatus[] = [
  'counted',
  'refused',
  'late',
  'lost',
  'rejected',
  'failed',
  'abandoned',
];

/** The coordinator's word for an end, as it stands in the database of a site. */
export function settledStatus(outcome: string): SettledStatus {
  return SETTLED.find((each) => each === outcome) ?? 'abandoned';
}
