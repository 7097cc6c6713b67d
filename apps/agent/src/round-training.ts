/** @module Training for one round: the model is fetched, the child process trains, the update goes to the queue that brings it. */
import { rmSync } from 'node:fs';
import { asMusterError } from '@muster/errors';
import type { Jobs } from '@muster/learning';
import type { LearningChild } from '@muster/learning/learning-child';
import type { Request } from '@muster/policy/decision';
import { hex, type Offer } from '@muster/protocol';
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
  readonly trail: Pick<SiteTrail, 'accessed'>;
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
  async #make(
    job: Job,
    { plan, request }: Assignment,
    { offer, deadlineAtMs, aggregator }: Asked,
  ): Promise<void> {
    const { files, gate, judge, queue, notices, trail } = this.#parts;
    const { ref, signal } = job;
    const updateFile = files.update(ref);
    await notices.progress(ref, request, { phase: 'fetch', fraction: 0 });
    const modelFile = await fetchModel(gate, files.models, hex(offer.modelHash), signal, this.#parts);
    faultPoint('model-fetched');
    trail.accessed(ref, plan, 'training');
    const made = await this.#toEnd(job, request, {
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
    const { updateHash: _plain, sizeBytes: _open, examples, ...figures } = made;
    const sealedFile = files.sealed(ref);
    const {
      hash: updateHash,
      sizeBytes,
      key: sealKey,
    } = await this.#parts.seal(updateFile, sealedFile, aggregator);
    faultPoint('update-sealed');
    await queue.keep(sealedFile, {
      ref,
      planHash: hex(offer.planHash),
      modelHash: hex(offer.modelHash),
      layoutHash: hex(offer.layoutHash),
      codec: offer.codec,
      updateHash,
      sealKey,
      size: sizeBytes,
      weight: Math.min(examples, plan.body.rounds.weightMax),
      figures: { examples, ...figures },
      request,
      deadlineAtMs,
    });
  }

  /** Trains; where the process is killed or dies in it, once more: the same seed makes the same update. */
  async #toEnd(
    { ref, signal }: Job,
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
