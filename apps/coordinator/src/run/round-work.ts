/**
 * @module What is worked out for the open attempt beside its machine: the exact sum, its seals, the next model, its evaluation. Each ends
 * as an input of the machine. A disk that is full or failing ends nothing: the work is tried again until there is room, or somebody stops
 * the run.
 */
import { asMusterError, isOfDisk, type MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { Member, RunInput } from '@muster/rounds';
import type { Plan } from '@muster/task';
import { applySum, type MadeModel, pointOf, totalWeightOf } from '../aggregate.ts';
import { faultPoint } from '../fault-point.ts';
import { RoundSum, type SealedSum } from '../ingest/round-sum.ts';
import type { OpenSum } from '../ingest/thread.ts';
import type { Upload } from '../ingest/uploads.ts';
import type { RunParts } from './parts.ts';

const RETRY_MS = 1_000;

export class RoundWork implements Disposable {
  readonly ref: RoundRef;
  readonly #plan: Plan;
  readonly #parts: RunParts;
  readonly #hear: (input: RunInput) => void;
  readonly #sum: RoundSum;
  #toApply: { readonly sum: OpenSum; readonly totalWeight: number } | undefined;
  #disposed = false;
  /** The model in the making, durable and not yet committed. */
  made: MadeModel | undefined;
  /** The sum that was written last, durable and not yet adopted. */
  written: SealedSum | undefined;

  constructor(
    ref: RoundRef,
    plan: Plan,
    parts: RunParts,
    { sealed, hear }: { readonly sealed: SealedSum | undefined; readonly hear: (input: RunInput) => void },
  ) {
    this.ref = ref;
    this.#plan = plan;
    this.#parts = parts;
    this.#hear = hear;
    const { ingest, uploads, store } = parts;
    this.#sum = new RoundSum(ref, { ingest, uploads, blobs: store.blobs, point: pointOf(plan) }, sealed);
  }

  /** Folds an update that was received, ahead of the seal or the close that asks for it. */
  add(upload: Upload): void {
    this.#sum.add(upload);
  }

  /** Answers `sealWritten` or `sealFailed`. */
  async seal(members: readonly Member[]): Promise<void> {
    const { ref } = this;
    try {
      this.written = await this.#sum.seal(members);
      if (this.#disposed) return;
      this.#hear({ type: 'sealWritten', nowMs: this.#now(), ref });
    } catch (thrown) {
      if (this.#isForRestart) return;
      const error = this.#failed(thrown, 'a seal could not be written');
      if (isOfDisk(error)) this.#parts.alarms.raise('blobs', error);
      const { code, message: reason } = error;
      this.#hear({ type: 'sealFailed', nowMs: this.#now(), ref, code, reason });
    }
  }

  /** A sum of this attempt was written elsewhere. */
  wrote(sum: SealedSum): void {
    this.written = sum;
  }

  /** What `seal` wrote is on record with its members: later sums start from it. */
  sealed(): void {
    if (this.written) this.#sum.adopted(this.written);
    this.written = undefined;
  }

  /** Answers `aggregated` or `workFailed`. */
  async aggregate(members: readonly Member[]): Promise<void> {
    const sum = await this.#persist('the sum could not be made', () => this.#sum.close(members));
    if (!sum) return;
    faultPoint('sum-made');
    this.#toApply = { sum, totalWeight: totalWeightOf(this.#plan, members) };
    this.#hear({ type: 'aggregated', nowMs: this.#now(), ref: this.ref });
  }

  /** Answers `applied` or `workFailed`. */
  async apply(baseModelHash: string): Promise<void> {
    const { store } = this.#parts;
    const toApply = this.#toApply;
    if (!toApply) return;
    this.made = await this.#persist('the model could not be made', () =>
      applySum({
        plan: this.#plan,
        blobs: store.blobs,
        baseModelHash,
        ...toApply,
        optimizer: store.optimizers.find(this.ref.run),
        point: pointOf(this.#plan),
      }),
    );
    if (!this.made) return;
    this.#sum[Symbol.dispose]();
    this.#hear({ type: 'applied', nowMs: this.#now(), ref: this.ref, modelHash: this.made.hash });
  }

  /** Answers `evaluated` or `evaluationUnavailable`. */
  async evaluate(modelHash: string): Promise<void> {
    const { evaluator, store } = this.#parts;
    const { ref } = this;
    try {
      const { metrics, evaluation } = await evaluator.evaluate(this.#plan, modelHash);
      store.evaluations.record({
        run: ref.run,
        round: ref.round,
        kind: 'central',
        site: '',
        modelHash,
        ...evaluation,
      });
      faultPoint('evaluation-recorded');
      this.#hear({ type: 'evaluated', nowMs: this.#now(), ref, metrics });
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      this.#hear({ type: 'evaluationUnavailable', nowMs: this.#now(), ref, code, reason: message });
    }
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#sum[Symbol.dispose]();
  }

  /** Without its thread this process ends: nothing is wrong with the attempt, which goes on after the restart. */
  get #isForRestart(): boolean {
    return this.#parts.ingest.hasEnded;
  }

  /** Undefined when the attempt is over, or when it failed and the machine has been told. */
  async #persist<Result>(what: string, act: () => Promise<Result>): Promise<Result | undefined> {
    const { alarms, clock } = this.#parts;
    while (!this.#disposed) {
      try {
        const result = await act();
        return this.#disposed ? undefined : result;
      } catch (thrown) {
        if (this.#disposed || this.#isForRestart) return undefined;
        const error = this.#failed(thrown, what);
        // The ingest thread has ended, and the process ends with it: the next one does the work.
        if (error.code === 'UNAVAILABLE') return undefined;
        if (!isOfDisk(error)) {
          const { code, message: reason } = error;
          this.#hear({ type: 'workFailed', nowMs: this.#now(), ref: this.ref, code, reason });
          return undefined;
        }
        alarms.raise('blobs', error);
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
    return undefined;
  }

  #failed(thrown: unknown, what: string): MusterError {
    const error = asMusterError(thrown);
    const { run, round } = this.ref;
    this.#parts.log.error({ run, round, code: error.code, err: thrown }, what);
    return error;
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }
}
