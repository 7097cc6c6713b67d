/** @module Training for one round: the model is fetched, the child process trains, the update goes to the queue that brings it. */
import { rmSync } from 'node:fs';
import { asMusterError } from '@muster/errors';
import type { Jobs } from '@muster/learning';
import type { LearningChild } from '@muster/learning/learning-child';
import type { Policy } from '@muster/policy';
import { EVALUATION_METRICS, mayLeave, type Request } from '@muster/policy/decision';
import { hex, type Offer, type RoundRef } from '@muster/protocol';
import type { SiteTrail } from './audit/site-trail.ts';
import { faultPoint } from './fault-point.ts';
import { fetchModel, type Patience } from './fetch.ts';
import type { EgressGate } from './gate.ts';
import { causeOf, type Job } from './job.ts';
import type { Logger } from './logger.ts';
import type { Assignment, OfferJudge } from './offer-judge.ts';
import { onDisk } from './own-disk.ts';
import type { RoundNotices } from './round-notices.ts';
import type { SealFile } from './sealed-file.ts';
import type { MaskedPart } from './secure/masked-part.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { WorkingFiles } from './working-files.ts';

export interface TrainingParts extends Patience {
  readonly files: WorkingFiles;
  readonly gate: EgressGate;
  readonly child: Pick<LearningChild, 'run'>;
  /** Of one round. */
  readonly timeoutMs: number;
  readonly judge: OfferJudge;
  readonly queue: UpdateQueue;
  readonly notices: RoundNotices;
  readonly seal: SealFile;
  /** Of secure aggregation. */
  readonly masked: () => Promise<MaskedPart>;
  readonly trail: Pick<SiteTrail, 'accessed'>;
  readonly policy: Policy;
  readonly log: Logger;
  /** The agent stops: the work stays begun, and is taken up after the next start. */
  readonly stopping: AbortSignal;
}

/** What an offer asks for, by when. */
export interface Asked {
  readonly offer: Offer;
  /** Wall clock. */
  readonly deadlineAtMs: number;
  /** X25519 key for which the update is sealed, 32 bytes. */
  readonly aggregator: Uint8Array;
}

type Trained = Jobs['train']['result'];

/** What is to be masked together. */
interface Unmasked {
  readonly masked: MaskedPart;
  readonly trained: Trained;
  readonly metrics: readonly number[];
}

/** What is said of an update, whichever way it leaves. */
function reportOf(
  ref: RoundRef,
  { plan: { body }, request }: Assignment,
  { offer, deadlineAtMs }: Asked,
  { updateHash: _plain, sizeBytes: _open, ...figures }: Trained,
) {
  return {
    ref,
    planHash: hex(offer.planHash),
    modelHash: hex(offer.modelHash),
    layoutHash: hex(offer.layoutHash),
    codec: body.codec,
    clipNorm: body.secureAggregation.profile === 'off' ? null : body.secureAggregation.clipNorm,
    figures,
    request,
    deadlineAtMs,
  };
}

/** A training process that dies so often in one round, of its memory perhaps, will again. */
const TRIES_MAX = 3;

export class RoundTraining {
  readonly #parts: TrainingParts;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** Ends with the update in the queue, or with the work settled and, unless the round is over, the coordinator told why. */
  async train(job: Job, assignment: Assignment, asked: Asked): Promise<void> {
    const { files, log, queue, notices, stopping } = this.#parts;
    const { ref, signal } = job;
    const where = { run: ref.run, round: ref.round };
    try {
      const make = () => this.#make(job, assignment, asked);
      await onDisk(make, { signal, log, clock: this.#parts.clock });
      files.remove(ref);
    } catch (thrown) {
      // The agent stops: the work is taken up after the next start, from its last whole epoch where that is kept.
      if (stopping.aborted) return;
      files.remove(ref);
      if (signal.aborted) {
        log.info(where, 'work for a round that is over was cancelled');
        await queue.settle(ref, 'abandoned');
        return;
      }
      const error = asMusterError(thrown);
      log.warn({ ...where, code: error.code, ...causeOf(error) }, error.message);
      await queue.settle(ref, 'failed');
      job.end();
      await notices.failure(ref, error.code);
    }
  }

  /** The same offer makes the same update each time. */
  async #make(job: Job, assignment: Assignment, asked: Asked): Promise<void> {
    const { plan, request } = assignment;
    const { offer } = asked;
    const { files, gate, judge, notices, trail } = this.#parts;
    const { ref, signal } = job;
    // Its neighbours wait for the keys of this site, while it fetches and trains.
    const masked = plan.body.secureAggregation.profile === 'off' ? undefined : await this.#parts.masked();
    const left = masked?.begin(ref, offer);
    const inWork = left ? AbortSignal.any([signal, left]) : signal;
    try {
      const updateFile = files.update(ref);
      await notices.progress(ref, request, { phase: 'fetch', fraction: 0 });
      const modelFile = await fetchModel(gate, files.models, hex(offer.modelHash), inWork, this.#parts);
      faultPoint('model-fetched');
      const metrics = masked ? await this.#evaluate({ ref, signal: inWork }, assignment, modelFile) : [];
      trail.accessed(ref, plan, 'training');
      const trained = await this.#toEnd({ ref, signal: inWork }, request, {
        ...judge.dataFor(plan),
        modelFile,
        run: ref.run,
        round: ref.round,
        training: plan.body.training,
        proximalMu: plan.body.client.proximalMu,
        updateFile,
        epochFile: files.epoch(ref),
      });
      faultPoint('update-made');
      if (masked) await this.#mask(job, assignment, asked, { masked, trained, metrics });
      else await this.#seal(job, assignment, asked, trained);
    } catch (thrown) {
      throw left?.aborted && !signal.aborted ? left.reason : thrown;
    }
  }

  async #seal({ ref }: Job, assignment: Assignment, asked: Asked, trained: Trained): Promise<void> {
    const { files, queue, seal } = this.#parts;
    const target = files.outgoing(ref);
    const { hash, sizeBytes, key } = await seal(files.update(ref), target, asked.aggregator);
    faultPoint('update-sealed');
    await queue.keep(target, {
      ...reportOf(ref, assignment, asked, trained),
      updateHash: hash,
      size: sizeBytes,
      sealKey: key,
      masked: null,
      weight: Math.min(trained.examples, assignment.plan.body.rounds.weightMax),
    });
  }

  async #mask(
    { ref, signal }: Job,
    assignment: Assignment,
    asked: Asked,
    { masked, trained, metrics }: Unmasked,
  ): Promise<void> {
    const { files, queue } = this.#parts;
    const target = files.outgoing(ref);
    const { examples, lossLast: loss } = trained;
    const plain = { file: files.update(ref), target, examples, loss, metrics };
    const report = reportOf(ref, assignment, asked, trained);
    await masked.mask(
      plain,
      (words, besides) =>
        queue.keep(
          target,
          {
            ...report,
            updateHash: words.hash,
            size: words.sizeBytes,
            sealKey: '',
            masked: {
              roundId: hex(words.masked.roundId),
              sha256: hex(words.masked.sha256),
              signature: hex(words.masked.sig),
            },
            // What a site weighs stands in its masked words.
            weight: 1,
          },
          besides,
        ),
      signal,
    );
  }

  /**
   * What the site finds of the model that the round starts from, where the plan asks for it: it leaves with the update, and adds up with that of
   * the others. A site whose policy keeps it, or that cannot, adds nothing.
   */
  async #evaluate(
    { ref, signal }: Pick<Job, 'ref' | 'signal'>,
    { plan }: Assignment,
    modelFile: string,
  ): Promise<readonly number[]> {
    const { classCountOf, evaluationMetrics, isEvaluatedIn, noEvaluation } = await import('@muster/secagg');
    if (!isEvaluatedIn(plan, ref.round)) return [];
    const { judge, child, trail, policy, log } = this.#parts;
    if (!EVALUATION_METRICS.every((metric) => mayLeave(policy, metric)))
      return noEvaluation(classCountOf(plan));
    trail.accessed(ref, plan, 'evaluation');
    const { seed } = plan.body.training;
    try {
      return evaluationMetrics(
        await child.run(
          'evaluate',
          { ...judge.dataFor(plan), modelFile, rows: 'holdout', seed },
          {
            signal,
            onSiteOnly: (text) => log.warn({ ...ref, text }, 'evaluation failed on the data of this site'),
          },
        ),
      );
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      log.warn({ ...ref, code: asMusterError(thrown).code }, 'the model could not be evaluated here');
      return noEvaluation(classCountOf(plan));
    }
  }

  /** Trains; where the process is killed or dies in it, once more: the same seed makes the same update. */
  async #toEnd(
    { ref, signal }: Pick<Job, 'ref' | 'signal'>,
    request: Request,
    input: Jobs['train']['input'],
  ): Promise<Jobs['train']['result']> {
    const { child, timeoutMs, notices, log } = this.#parts;
    const epochs = input.training.resume === 'epoch' ? ' after its last whole epoch' : '';
    const where = { run: ref.run, round: ref.round };
    for (let tries = 1; ; tries += 1) {
      try {
        return await child.run('train', input, {
          signal,
          timeoutMs,
          onProgress: (progress) => void notices.progress(ref, request, progress).catch(() => {}),
          onSiteOnly: (text) => log.warn({ ...where, text }, 'training failed on the data of this site'),
        });
      } catch (thrown) {
        const error = asMusterError(thrown);
        if (error.detail.processDied !== true || tries >= TRIES_MAX || signal.aborted) throw error;
        log.warn({ ...where, code: error.code, tries }, `${error.message} It starts over${epochs}.`);
        rmSync(input.updateFile, { force: true });
      }
    }
  }
}
