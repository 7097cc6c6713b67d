/**
 * @module What the agent does for a round: takes or refuses the offer, fetches the model, trains in the child process, hands the update
 * to the queue that brings it, and hears how the round ended.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import { type Identity, verify } from '@muster/identity';
import type { Jobs } from '@muster/learning';
import type { LearningChild } from '@muster/learning/learning-child';
import {
  type EngineReport,
  type EvaluationOffer,
  evaluationFields,
  hex,
  type Offer,
  type Outcome,
  offerFields,
  outcomeFields,
  type RoundRef,
  refOf,
  sameRef,
} from '@muster/protocol';
import type { SettledStatus, SiteStore } from '@muster/store/site';
import type { Clock } from '@muster/transport';
import type { Briefing } from './briefing.ts';
import { fetchModel } from './fetch.ts';
import type { SiteFolder } from './folder.ts';
import { type EgressGate, EVALUATION_METRICS } from './gate.ts';
import type { Logger } from './logger.ts';
import { ACCEPTED, type Answer, type Assignment, OfferJudge, refused } from './offer-judge.ts';
import { mayLeave, type Request } from './policy.ts';
import type { SiteConfig } from './site-config.ts';
import { UpdateQueue } from './update-queue.ts';

export interface WorkerParts {
  readonly folder: SiteFolder;
  readonly config: SiteConfig;
  readonly datasets: Briefing['datasets'];
  readonly federationId: string;
  readonly identity: Identity;
  readonly gate: EgressGate;
  readonly store: SiteStore;
  readonly child: LearningChild;
  readonly engine: EngineReport;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Job {
  readonly kind: 'round' | 'evaluation';
  readonly ref: RoundRef;
  readonly cancel: AbortController;
}

const PROGRESS_MS = 2_000;
/** A training process that dies so often in one round, of its memory perhaps, will again. */
const TRIES_MAX = 3;
/** After a restart the coordinator offers again what is still open, within this time after we are registered. */
const REOFFER_MS = 5_000;

export class RoundWorker {
  readonly #parts: WorkerParts;
  readonly #judge: OfferJudge;
  readonly #queue: UpdateQueue;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** Work that the process before this one had begun and not finished. */
  readonly #interrupted: Set<RoundRef>;
  #coordinatorKey: Uint8Array = new Uint8Array(32);
  #job: Job | undefined;
  #lastProgress = { atMs: Number.NEGATIVE_INFINITY, phase: '' };

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { folder, config, datasets, federationId, engine, gate, store, identity, clock, log } = parts;
    // Half-made updates and fetched models of an earlier process: made and fetched again, rather than trusted after a crash.
    for (const each of [folder.updates, folder.models]) {
      rmSync(each, { recursive: true, force: true });
      mkdirSync(each, { recursive: true, mode: 0o700 });
    }
    this.#judge = new OfferJudge({ config, datasets, federationId, engine, gate, baseDir: folder.root });
    this.#queue = new UpdateQueue({
      store,
      gate,
      identity,
      engine,
      keepUpdates: config.keepUpdates,
      clock,
      log,
      stopping: this.#stopping.signal,
    });
    this.#interrupted = new Set(
      store.work
        .unsettled()
        .filter(({ status }) => status === 'working')
        .map(refOf),
    );
  }

  /** Whose word counts on this connection. */
  knows(coordinatorKey: Uint8Array): void {
    this.#coordinatorKey = coordinatorKey;
  }

  /** The connection is up and we are registered. */
  connected(): void {
    this.#queue.bringAll();
    if (this.#interrupted.size > 0) this.#parts.clock.after(REOFFER_MS, () => this.#tellInterrupted());
  }

  /** Ends all work; what was begun stays on record as begun, for the next start. Resolves when the store is no longer used. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#job?.cancel.abort();
    await Promise.all(this.#running);
    await this.#queue.stopped();
  }

  /** Judges an offer; work begins after the answer. Throws what reading the plan throws. */
  async offer(offer: Offer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('offer', offerFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    const known = this.#answerAtOnce('round', ref);
    if (known) return known;
    const assignment = await this.#judge.judge(hex(offer.planHash), {
      round: ref.round,
      taken: this.#parts.store.work.roundsTaken(ref.run, ref.round),
      quorum: offer.quorum,
    });
    if ('accepted' in assignment) return assignment;
    const { body } = assignment.plan;
    if (hex(offer.layoutHash) !== body.layout.hash)
      return refused('LAYOUT_MISMATCH', 'the offer names another layout than its plan');
    if (offer.codec !== body.codec)
      return refused('CODEC_UNKNOWN', `the codec ${offer.codec} is not known here`);
    // The plan took time to come: the same offer may have come again meanwhile, or another one. From here on nothing waits.
    return this.#answerAtOnce('round', ref) ?? this.#take(ref, assignment, offer);
  }

  async evaluationOffer(offer: EvaluationOffer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('evaluation', evaluationFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    const known = this.#answerAtOnce('evaluation', ref);
    if (known) return known;
    const { policy } = this.#parts.config;
    const missing = EVALUATION_METRICS.find((metric) => !mayLeave(policy, metric));
    if (missing) return refused('POLICY_REFUSED', `policy.metrics does not allow "${missing}"`);
    const assignment = await this.#judge.judge(hex(offer.planHash), {
      round: ref.round,
      taken: this.#parts.store.work.roundsTaken(ref.run, ref.round),
    });
    if ('accepted' in assignment) return assignment;
    const again = this.#answerAtOnce('evaluation', ref);
    if (again) return again;
    this.#begin('evaluation', ref, (job) => this.#evaluate(job, assignment, hex(offer.modelHash)));
    return ACCEPTED;
  }

  /** The recorded end of a round for this site; words that the coordinator did not sign change nothing. */
  outcome(outcome: Outcome): void {
    const ref = refOf(outcome.ref);
    const { log } = this.#parts;
    if (!verify('outcome', outcomeFields({ ...outcome, ref }), this.#coordinatorKey, outcome.signature)) {
      log.warn({ run: ref.run, round: ref.round }, 'an outcome is not signed by the coordinator');
      return;
    }
    log.info(
      { run: ref.run, round: ref.round, attempt: ref.attempt, outcome: outcome.outcome, code: outcome.code },
      'round ended',
    );
    if (this.#job?.kind === 'round' && sameRef(this.#job.ref, ref)) {
      this.#job.cancel.abort();
      this.#job = undefined;
    }
    const signedBy = hex(this.#coordinatorKey);
    this.#track(this.#queue.settle(ref, settledStatus(outcome.outcome), { outcome, signedBy }));
  }

  /** What needs no judgement: the offer is being worked on, or the site works for another run. */
  #answerAtOnce(kind: Job['kind'], ref: RoundRef): Answer | undefined {
    if (this.#stopping.signal.aborted) throw new MusterError('UNAVAILABLE', 'the agent stops');
    if (!this.#job) return undefined;
    if (this.#job.kind === kind && sameRef(this.#job.ref, ref)) return ACCEPTED;
    return this.#job.ref.run === ref.run ? undefined : refused('SITE_BUSY', 'the site works for another run');
  }

  #take(ref: RoundRef, assignment: Assignment, offer: Offer): Answer {
    const { store, log } = this.#parts;
    const known = store.work.find(ref);
    if (known?.status === 'kept') {
      this.#queue.bring(ref);
      return ACCEPTED;
    }
    // Begun before a restart and offered again: it is made again. Anything else must be a new attempt.
    if (known?.status !== 'working') {
      try {
        const hashes = { planHash: hex(offer.planHash), modelHash: hex(offer.modelHash) };
        store.work.accept({ ...ref, ...hashes }, this.#now());
      } catch (thrown) {
        return refused(
          asMusterError(thrown).code,
          'this attempt of the round, or a later one, was accepted before',
        );
      }
    }
    log.info({ run: ref.run, round: ref.round, attempt: ref.attempt }, 'offer accepted');
    const deadlineAtMs = this.#now() + offer.deadlineMs;
    this.#begin('round', ref, (job) => this.#train(job, assignment, offer, deadlineAtMs));
    return ACCEPTED;
  }

  /** Work begins once the answer to the offer is on its way; whatever was in work before is over. */
  #begin(kind: Job['kind'], ref: RoundRef, act: (job: Job) => Promise<void>): void {
    this.#job?.cancel.abort();
    const job: Job = { kind, ref, cancel: new AbortController() };
    this.#job = job;
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    this.#track(
      promise
        .then(() => act(job))
        .finally(() => {
          if (this.#job === job) this.#job = undefined;
        }),
    );
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((thrown: unknown) => this.#parts.log.error({ err: thrown }, 'work ended by an unexpected fault'))
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #train(job: Job, { plan, request }: Assignment, offer: Offer, deadlineAtMs: number): Promise<void> {
    const { folder, gate, log } = this.#parts;
    const { ref } = job;
    const { signal } = job.cancel;
    const where = { run: ref.run, round: ref.round };
    // The name of a run is the coordinator's word: it names no file here.
    const updateFile = join(folder.updates, `${nameOf(ref)}.f32`);
    try {
      await this.#progress(ref, request, { phase: 'fetch', fraction: 0 });
      const modelFile = await fetchModel(gate, folder.models, hex(offer.modelHash), signal);
      const made = await this.#trainToEnd(job, request, updateFile, {
        ...this.#judge.dataFor(plan),
        modelFile,
        run: ref.run,
        round: ref.round,
        training: plan.body.training,
        proximalMu: plan.body.client.proximalMu,
        updateFile,
      });
      const { updateHash, sizeBytes, examples, ...figures } = made;
      await this.#queue.keep(updateFile, {
        ref,
        planHash: hex(offer.planHash),
        modelHash: hex(offer.modelHash),
        layoutHash: hex(offer.layoutHash),
        codec: offer.codec,
        updateHash,
        size: sizeBytes,
        weight: Math.min(examples, plan.body.rounds.weightMax),
        figures: { examples, ...figures },
        request,
        deadlineAtMs,
      });
    } catch (thrown) {
      await rm(updateFile, { force: true });
      // The agent stops: the work stays begun, and is taken up after the next start.
      if (this.#stopping.signal.aborted) return;
      if (signal.aborted) {
        log.info(where, 'work for a round that is over was cancelled');
        await this.#queue.settle(ref, 'abandoned');
        return;
      }
      const error = asMusterError(thrown);
      log.warn({ ...where, code: error.code, ...causeOf(error) }, error.message);
      await this.#queue.settle(ref, 'failed');
      if (this.#job === job) this.#job = undefined;
      await this.#tellFailure(ref, error.code);
    }
  }

  /** Trains; where the process is killed or dies in it, all over again: the same seed makes the same update. */
  async #trainToEnd(
    { ref, cancel }: Job,
    request: Request,
    updateFile: string,
    input: Jobs['train']['input'],
  ) {
    const { child, config, log } = this.#parts;
    const where = { run: ref.run, round: ref.round };
    for (let tries = 1; ; tries += 1) {
      try {
        return await child.run('train', input, {
          signal: cancel.signal,
          timeoutMs: config.training.timeoutS * 1000,
          onProgress: (progress) => void this.#progress(ref, request, progress).catch(() => {}),
          onSiteOnly: (text) => log.warn({ ...where, text }, 'training failed on the data of this site'),
        });
      } catch (thrown) {
        const error = asMusterError(thrown);
        if (error.detail.processDied !== true || tries >= TRIES_MAX || cancel.signal.aborted) throw error;
        log.warn({ ...where, code: error.code, tries }, `${error.message} It starts over.`);
        await rm(updateFile, { force: true });
      }
    }
  }

  async #evaluate(job: Job, { plan, request }: Assignment, modelHash: string): Promise<void> {
    const { gate, child, folder, log } = this.#parts;
    const { ref } = job;
    const { signal } = job.cancel;
    try {
      const modelFile = await fetchModel(gate, folder.models, modelHash, signal);
      const data = this.#judge.dataFor(plan);
      const { examples, lossSum, confusion } = await child.run(
        'evaluate',
        { ...data, modelFile, rows: 'holdout', seed: plan.body.training.seed },
        {
          signal,
          onSiteOnly: (text) =>
            log.warn({ run: ref.run, text }, 'evaluation failed on the data of this site'),
        },
      );
      const evaluation = { examples, lossSum, confusion: confusion.flat(), classes: confusion.length };
      await gate.request({
        body: {
          kind: 'evaluationReport',
          value: { ref, modelHash: Buffer.from(modelHash, 'hex'), evaluation },
        },
        request,
      });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = asMusterError(thrown);
      log.warn(
        { run: ref.run, round: ref.round, code: error.code, ...causeOf(error) },
        `evaluation: ${error.message}`,
      );
      await this.#tellFailure(ref, error.code);
    }
  }

  /** Work of the process before this one that nobody has offered again: it is not made any more. */
  #tellInterrupted(): void {
    const { store, log } = this.#parts;
    if (this.#stopping.signal.aborted) return;
    for (const ref of this.#interrupted) {
      if (store.work.find(ref)?.status !== 'working' || (this.#job && sameRef(this.#job.ref, ref))) {
        this.#interrupted.delete(ref);
        continue;
      }
      if (!this.#parts.gate.connected) return; // after the next connection
      this.#interrupted.delete(ref);
      log.info({ run: ref.run, round: ref.round }, 'work that a restart interrupted is given up');
      this.#track(this.#queue.settle(ref, 'failed').then(() => this.#tellFailure(ref, 'TRAINING_FAILED')));
    }
  }

  async #tellFailure(ref: RoundRef, code: ErrorCode): Promise<void> {
    const { gate, log } = this.#parts;
    try {
      await gate.untilConnected(this.#stopping.signal);
      await gate.request({ body: { kind: 'failure', value: { ref, code, reason: '' } } });
    } catch (thrown) {
      log.warn({ run: ref.run, code: asMusterError(thrown).code }, 'a failure could not be told');
    }
  }

  /** At most one line in two seconds, and one whenever the phase changes. */
  async #progress(
    ref: RoundRef,
    request: Request,
    told: { phase: string; fraction: number; epoch?: number; step?: number; steps?: number; loss?: number },
  ): Promise<void> {
    const { gate, config, clock } = this.#parts;
    const nowMs = clock.monotonicMs();
    if (!mayLeave(config.policy, 'progress') || !gate.connected) return;
    if (told.phase === this.#lastProgress.phase && nowMs - this.#lastProgress.atMs < PROGRESS_MS) return;
    this.#lastProgress = { atMs: nowMs, phase: told.phase };
    const { phase, fraction, epoch = 0, step = 0, steps = 0, loss = Number.NaN } = told;
    await gate.notify({
      body: { kind: 'progress', value: { ref, phase, fraction, epoch, step, steps, loss, etaMs: 0 } },
      request,
    });
  }

  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
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

function settledStatus(outcome: string): SettledStatus {
  return SETTLED.find((each) => each === outcome) ?? 'abandoned';
}

/** The stack of a fault that nobody foresaw; the local log alone sees it. */
function causeOf(error: MusterError): { err?: unknown } {
  return error.code === 'INTERNAL' ? { err: error.cause ?? error } : {};
}

/** A file name for a round, whatever characters the name of its run has. */
function nameOf({ run, round, attempt }: RoundRef): string {
  return createHash('sha256')
    .update(JSON.stringify([run, round, attempt]))
    .digest('hex');
}
