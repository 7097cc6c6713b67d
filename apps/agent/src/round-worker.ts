/**
 * @module What the agent does for a round: judges the offer, trains in the child process, keeps the exact bytes of its update until the
 * coordinator has said how they ended, and brings them again after every break.
 */
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asMusterError, isErrorCode, MusterError } from '@muster/errors';
import { type Identity, sign, verify } from '@muster/identity';
import type { LearningChild } from '@muster/learning';
import {
  type Body,
  type EngineReport,
  type EvaluationOffer,
  evaluationFields,
  type Offer,
  type Outcome,
  offerFields,
  outcomeFields,
  type Report,
  type RoundRef,
  updateFields,
} from '@muster/protocol';
import type { SettledStatus, SiteStore, Work } from '@muster/store';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import { fetchModel, fetchPlan } from './fetch.ts';
import type { SiteFolder } from './folder.ts';
import { type EgressGate, EVALUATION_METRICS } from './gate.ts';
import type { Logger } from './logger.ts';
import { decide, mayLeave, type Request } from './policy.ts';
import type { SiteConfig } from './site-config.ts';

export interface WorkerParts {
  readonly folder: SiteFolder;
  readonly config: SiteConfig;
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

type Answer = { readonly accepted: boolean; readonly code: string; readonly reason: string };

const ACCEPTED: Answer = { accepted: true, code: '', reason: '' };
const PROGRESS_MS = 2_000;
const RETRY_MS = 500;
/** Codes that end a try to bring an update, and what the work is then. Anything retryable is tried again. */
const ENDS: Readonly<Record<string, SettledStatus>> = {
  LATE: 'late',
  ROUND_CLOSED: 'abandoned',
  RUN_NOT_ACTIVE: 'abandoned',
  NOT_FOUND: 'abandoned',
  NOT_IN_COHORT: 'abandoned',
  CONFLICT: 'abandoned',
};

export class RoundWorker {
  readonly #parts: WorkerParts;
  #coordinatorKey: Uint8Array = new Uint8Array(32);
  #job: Job | undefined;
  readonly #bringing = new Set<string>();
  readonly #plans = new Map<string, Plan>();
  #lastProgress = { atMs: 0, phase: '' };

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    mkdirSync(parts.folder.updates, { recursive: true, mode: 0o700 });
  }

  /** Whose word counts on this connection. */
  knows(coordinatorKey: Uint8Array): void {
    this.#coordinatorKey = coordinatorKey;
  }

  /** The connection is up and we are registered: updates that nobody has settled are brought again. */
  connected(): void {
    for (const work of this.#parts.store.work.unsettled()) {
      if (work.status === 'kept') void this.#bring(work, new AbortController().signal);
    }
  }

  cancelAll(): void {
    this.#job?.cancel.abort();
  }

  /** Judges an offer; work begins after the answer. A refusal is an answer, not an error. */
  async offer(offer: Offer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('offer', offerFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    const { store, log } = this.#parts;
    const known = store.work.find(ref);
    if (this.#job && sameRef(this.#job.ref, ref)) return ACCEPTED;
    if (this.#job && this.#job.ref.run !== ref.run)
      return refused('SITE_BUSY', 'the site works for another run');
    const request = await this.#judge(hex(offer.planHash), offer.quorum);
    if ('accepted' in request) return request;
    if (hex(offer.layoutHash) !== request.plan.body.layout.hash)
      return refused('LAYOUT_MISMATCH', 'the offer names another layout than its plan');
    if (offer.codec !== request.plan.body.codec)
      return refused('CODEC_UNKNOWN', `the codec ${offer.codec} is not known here`);
    if (known?.status === 'kept') {
      void this.#bring(known, new AbortController().signal);
      return ACCEPTED;
    }
    if (known?.status !== 'working') {
      try {
        store.work.accept(
          { ...ref, planHash: hex(offer.planHash), modelHash: hex(offer.modelHash) },
          this.#now(),
        );
      } catch (thrown) {
        return refused(
          asMusterError(thrown).code,
          'this attempt of the round, or a later one, was accepted before',
        );
      }
    }
    this.#job?.cancel.abort();
    const job: Job = { kind: 'round', ref, cancel: new AbortController() };
    this.#job = job;
    log.info({ run: ref.run, round: ref.round, attempt: ref.attempt }, 'offer accepted');
    setImmediate(() => void this.#train(job, request.plan, request.request, offer));
    return ACCEPTED;
  }

  async evaluationOffer(offer: EvaluationOffer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('evaluation', evaluationFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    if (this.#job && this.#job.kind === 'evaluation' && sameRef(this.#job.ref, ref)) return ACCEPTED;
    if (this.#job && this.#job.ref.run !== ref.run)
      return refused('SITE_BUSY', 'the site works for another run');
    const { policy } = this.#parts.config;
    const missing = EVALUATION_METRICS.find((metric) => !mayLeave(policy, metric));
    if (missing) return refused('POLICY_REFUSED', `policy.metrics does not allow "${missing}"`);
    const request = await this.#judge(hex(offer.planHash), undefined);
    if ('accepted' in request) return request;
    this.#job?.cancel.abort();
    const job: Job = { kind: 'evaluation', ref, cancel: new AbortController() };
    this.#job = job;
    setImmediate(() => void this.#evaluate(job, request.plan, request.request, hex(offer.modelHash)));
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
    void this.#settle(ref, settledStatus(outcome.outcome));
  }

  /** The plan and the request that it makes, if this site may and can take part; else the refusal. */
  async #judge(
    planHash: string,
    quorum: number | undefined,
  ): Promise<{ plan: Plan; request: Request } | Answer> {
    const { config, engine, federationId } = this.#parts;
    if (!engine.selfCheckPassed)
      return refused(
        'ENGINE_UNTRUSTED',
        `the engine ${engine.requested} may not contribute: ${engine.rejected}`,
      );
    const plan = await this.#plan(planHash);
    const { body } = plan;
    if (body.federation !== federationId)
      return refused('FEDERATION_MISMATCH', 'the plan belongs to another federation');
    const request: Request = {
      task: body.task,
      architecture: body.model.architecture,
      dataset: body.data.dataset,
      rounds: body.rounds.max,
      epochs: body.training.epochs,
      quorum: Math.min(body.rounds.quorum, quorum ?? body.rounds.quorum),
    };
    const decision = decide(config.policy, request);
    if (!decision.allowed) return refused('POLICY_REFUSED', decision.reason);
    if (!mayLeave(config.policy, 'examples'))
      return refused(
        'POLICY_REFUSED',
        'policy.metrics does not allow "examples", which is the weight of an update',
      );
    if (!Object.hasOwn(config.datasets, request.dataset))
      return refused('DATASET_UNKNOWN', `the site has no data set "${request.dataset}"`);
    return { plan, request };
  }

  async #plan(hash: string): Promise<Plan> {
    const known = this.#plans.get(hash);
    if (known) return known;
    const { parsePlan } = await import('@muster/task');
    const plan = parsePlan(await fetchPlan(this.#parts.gate, hash), hash);
    this.#plans.clear(); // one run at a time
    this.#plans.set(hash, plan);
    return plan;
  }

  async #train(job: Job, plan: Plan, request: Request, offer: Offer): Promise<void> {
    const { store, child, config, folder, log } = this.#parts;
    const { ref } = job;
    const { signal } = job.cancel;
    const updateFile = join(folder.updates, `${ref.run}-${ref.round}-${ref.attempt}.f32`);
    try {
      await this.#progress(ref, request, { phase: 'fetch', fraction: 0 });
      const modelFile = await fetchModel(this.#parts.gate, folder.models, hex(offer.modelHash), signal);
      const result = await child.run(
        'train',
        {
          ...(await this.#dataFor(plan)),
          modelFile,
          run: ref.run,
          round: ref.round,
          training: plan.body.training,
          proximalMu: plan.body.client.proximalMu,
          updateFile,
        },
        {
          signal,
          timeoutMs: config.training.timeoutS * 1000,
          onProgress: (progress) => void this.#progress(ref, request, progress).catch(() => {}),
          onSiteOnly: (text) =>
            log.warn({ run: ref.run, round: ref.round, text }, 'training failed on the data of this site'),
        },
      );
      const unsigned = {
        ref,
        planHash: hex(offer.planHash),
        modelHash: hex(offer.modelHash),
        layoutHash: hex(offer.layoutHash),
        codec: offer.codec,
        updateHash: result.updateHash,
        size: result.sizeBytes,
        weight: Math.min(result.examples, plan.body.rounds.weightMax),
        figures: {
          examples: result.examples,
          steps: result.steps,
          lossFirst: result.lossFirst,
          lossLast: result.lossLast,
          trainMs: result.trainMs,
          updateNorm: result.updateNorm,
        },
        request,
      };
      // The bytes are durable, then the row that names them, then a word about them leaves: a crash in between loses no promise.
      await store.blobs.adopt(updateFile, result.updateHash);
      store.work.keep(
        ref,
        {
          updateHash: result.updateHash,
          sizeBytes: result.sizeBytes,
          weight: unsigned.weight,
          report: unsigned,
        },
        this.#now(),
      );
      const work = store.work.find(ref);
      if (this.#job === job) this.#job = undefined;
      if (work) await this.#bring(work, signal);
    } catch (thrown) {
      await rm(updateFile, { force: true });
      await this.#failed(job, request, thrown);
    } finally {
      if (this.#job === job) this.#job = undefined;
    }
  }

  async #failed(job: Job, request: Request, thrown: unknown): Promise<void> {
    const { gate, log } = this.#parts;
    const error = asMusterError(thrown);
    const { ref } = job;
    log.warn(
      {
        run: ref.run,
        round: ref.round,
        code: error.code,
        ...(error.code === 'INTERNAL' ? { err: thrown } : {}),
      },
      error.message,
    );
    if (error.code === 'CANCELLED') return this.#settle(ref, 'abandoned');
    await this.#settle(ref, 'failed');
    const failure: Body = { kind: 'failure', value: { ref, code: error.code, reason: '' } };
    await gate
      .request({ body: failure, request })
      .catch((again: unknown) =>
        log.warn({ code: asMusterError(again).code }, 'the failure could not be told'),
      );
    return undefined;
  }

  /** Brings a kept update until the coordinator has it or refuses it for good; one try at a time. */
  async #bring(work: Work, signal: AbortSignal): Promise<void> {
    const key = `${work.run} ${work.round} ${work.attempt}`;
    if (this.#bringing.has(key)) return;
    this.#bringing.add(key);
    const { gate, store, log } = this.#parts;
    try {
      for (;;) {
        await gate.untilConnected(signal);
        const current = store.work.find(work);
        if (current?.status !== 'kept') return;
        try {
          await this.#push(current);
          log.info({ run: work.run, round: work.round }, 'update received by the coordinator');
          return;
        } catch (thrown) {
          const error = asMusterError(thrown);
          log.info({ run: work.run, round: work.round, code: error.code }, error.message);
          if (!error.retryable) return await this.#settle(work, ENDS[error.code] ?? 'rejected');
          await new Promise((resolve) =>
            setTimeout(resolve, Math.max(RETRY_MS, error.retryAfterMs) * (0.5 + Math.random())),
          );
        }
      }
    } catch (thrown) {
      if (asMusterError(thrown).code !== 'CANCELLED')
        log.error({ err: thrown }, 'an update could not be brought');
    } finally {
      this.#bringing.delete(key);
    }
  }

  async #push(work: Work): Promise<void> {
    const { gate, store, identity, engine } = this.#parts;
    const kept = keptReport(work.report);
    const signed = {
      ref: kept.ref,
      planHash: bytes(kept.planHash),
      modelHash: bytes(kept.modelHash),
      layoutHash: bytes(kept.layoutHash),
      updateHash: bytes(kept.updateHash),
      size: kept.size,
      weight: kept.weight,
      codec: kept.codec,
    };
    const value: Report = {
      ...signed,
      figures: kept.figures,
      engine,
      signature: sign('update', updateFields(signed), identity.signing),
    };
    const reader = await store.blobs.open(kept.updateHash);
    const source = {
      sizeBytes: reader.sizeBytes,
      read: (offset: number, length: number) => reader.read(offset, length),
      close: () => void reader.close().catch(() => {}),
    };
    const answer = await gate.push(
      { body: { kind: 'report', value }, request: kept.request },
      source,
      10 * 60_000,
    );
    if (answer.kind !== 'received')
      throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no answer to an update`);
  }

  async #evaluate(job: Job, plan: Plan, request: Request, modelHash: string): Promise<void> {
    const { gate, child, folder, log } = this.#parts;
    const { ref } = job;
    const { signal } = job.cancel;
    try {
      const modelFile = await fetchModel(gate, folder.models, modelHash, signal);
      const data = await this.#dataFor(plan);
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
        body: { kind: 'evaluationReport', value: { ref, modelHash: bytes(modelHash), evaluation } },
        request,
      });
    } catch (thrown) {
      const error = asMusterError(thrown);
      log.warn({ run: ref.run, round: ref.round, code: error.code }, `evaluation: ${error.message}`);
    } finally {
      if (this.#job === job) this.#job = undefined;
    }
  }

  async #dataFor(plan: Plan) {
    const { datasetConfigSchema } = await import('@muster/data');
    const { config, folder } = this.#parts;
    const name = plan.body.data.dataset;
    const parsed = datasetConfigSchema.safeParse(config.datasets[name]);
    if (!parsed.success)
      throw new MusterError(
        'CONFIG_INVALID',
        `datasets.${name}: ${parsed.error.issues[0]?.message ?? 'invalid'}`,
      );
    return { model: plan.body.model, schema: plan.body.data, dataset: parsed.data, baseDir: folder.root };
  }

  async #progress(
    ref: RoundRef,
    request: Request,
    told: { phase: string; fraction: number; epoch?: number; step?: number; steps?: number; loss?: number },
  ): Promise<void> {
    const { gate, config } = this.#parts;
    const nowMs = performance.now();
    if (!mayLeave(config.policy, 'progress')) return;
    if (told.phase === this.#lastProgress.phase && nowMs - this.#lastProgress.atMs < PROGRESS_MS) return;
    this.#lastProgress = { atMs: nowMs, phase: told.phase };
    const value = {
      ref,
      phase: told.phase,
      fraction: told.fraction,
      epoch: told.epoch ?? 0,
      step: told.step ?? 0,
      steps: told.steps ?? 0,
      loss: told.loss ?? Number.NaN,
      etaMs: 0,
    };
    await gate.notify({ body: { kind: 'progress', value }, request });
  }

  /** Records how work ended, and lets go of updates that nobody will ask for. */
  async #settle(ref: RoundRef, status: SettledStatus): Promise<void> {
    const { store, config } = this.#parts;
    store.work.settle(ref, status, this.#now());
    const recent = new Set(store.work.recent(config.keepUpdates).map(({ updateHash }) => updateHash));
    const kept = store.work.keptHashes();
    for await (const { hash } of store.blobs.list())
      if (!kept.has(hash) && !recent.has(hash)) await store.blobs.remove(hash);
  }

  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}

interface KeptReport
  extends Omit<Report, 'planHash' | 'modelHash' | 'layoutHash' | 'updateHash' | 'signature' | 'engine'> {
  readonly ref: RoundRef;
  readonly planHash: string;
  readonly modelHash: string;
  readonly layoutHash: string;
  readonly updateHash: string;
  readonly request: Request;
}

/** What `#train` wrote into this site's own database. */
function keptReport(report: unknown): KeptReport {
  if (report === null || typeof report !== 'object' || !('updateHash' in report))
    throw new MusterError('STORAGE_CORRUPT', 'a kept update has no report');
  return report as KeptReport;
}

function settledStatus(outcome: string): SettledStatus {
  const known: readonly SettledStatus[] = [
    'counted',
    'refused',
    'late',
    'lost',
    'rejected',
    'failed',
    'abandoned',
  ];
  return known.find((each) => each === outcome) ?? 'abandoned';
}

function refused(code: string, reason: string): Answer {
  return { accepted: false, code: isErrorCode(code) ? code : 'POLICY_REFUSED', reason };
}

function sameRef(a: RoundRef, b: RoundRef): boolean {
  return a.run === b.run && a.round === b.round && a.attempt === b.attempt;
}

function refOf(ref: RoundRef): RoundRef {
  return { run: ref.run, round: ref.round, attempt: ref.attempt };
}

function hex(raw: Uint8Array): string {
  return Buffer.from(raw).toString('hex');
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}
