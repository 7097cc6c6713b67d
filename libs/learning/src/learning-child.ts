/**
 * @module The training process as its parent uses it: jobs one after the other, a process that is started when there is work and ended
 * some time after, and an outcome with a reason whatever becomes of it.
 */
import { type ErrorDetail, isErrorCode, MusterError } from '@muster/errors';
import type { FromChild, JobKind, JobProgress, Jobs, SentJob } from './job.ts';
import { type Ending, type ProcessOptions, TrainingProcess } from './training-process.ts';

export interface LearningChildOptions extends ProcessOptions {
  /** How long the process, and the data set that it holds, wait for the next job, ms. */
  readonly lingerMs: number;
  /** After each job that ended well: tensors that are alive in the process. */
  onDone?(tensors: number): void;
}

export interface JobOptions {
  readonly signal?: AbortSignal;
  /** From the moment when the job's turn comes. */
  readonly timeoutMs?: number;
  /** A process that says nothing of the job for so long hangs and is killed, ms (120,000); longer than its start and the slowest batch. */
  readonly silenceMs?: number;
  onProgress?(progress: JobProgress): void;
  /** Text that may name cells and paths of this site: for the local log only. */
  onSiteOnly?(text: string): void;
}

interface Job {
  readonly message: SentJob;
  readonly options: JobOptions;
  /** Given the result of the job's own kind: the child answers with nothing else. */
  resolve(result: unknown): void;
  readonly reject: (error: MusterError) => void;
  /** Timers and listeners, undone when the job is over. */
  readonly undo: (() => void)[];
}

const SILENCE_MS = 120_000;
/** A job that is cancelled may finish its batch; after that the process is killed. */
const CANCEL_GRACE_MS = 5_000;
const QUEUE_MAX = 32;

/**
 * The training process, as its owner sees it: started by the first job, gone `lingerMs` after the last one, made anew when it dies. Jobs are done
 * one after the other. The owner disposes of it.
 */
export class LearningChild implements AsyncDisposable {
  readonly #options: LearningChildOptions;
  readonly #queue: Job[] = [];
  #process: TrainingProcess | undefined;
  #current: Job | undefined;
  #lastId = 0;
  #linger: NodeJS.Timeout | undefined;
  /** The end of a process that lingered long enough. */
  #leaving: Promise<void> | undefined;
  #silence: NodeJS.Timeout | undefined;
  /** Why the process is being killed, where that is known better than by its signal. */
  #killedFor = '';
  #closed = false;

  constructor(options: LearningChildOptions) {
    this.#options = options;
  }

  /** Pid of the process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Jobs that wait or are being done: 33 at most. */
  get queued(): number {
    return this.#queue.length + (this.#current ? 1 : 0);
  }

  /**
   * Does one job, after those before it. Throws what the job throws, CANCELLED, TIMEOUT, OVERLOADED beyond 32 jobs in waiting, or
   * TRAINING_FAILED when the process dies or hangs (`detail.processDied`), with the reason and the last of its stderr.
   */
  run<Kind extends JobKind>(
    kind: Kind,
    input: Jobs[Kind]['input'],
    options: JobOptions = {},
  ): Promise<Jobs[Kind]['result']> {
    const { promise, resolve, reject } = Promise.withResolvers<Jobs[Kind]['result']>();
    this.#lastId += 1;
    const message: SentJob = { type: 'job', id: this.#lastId, kind, input };
    const job: Job = { message, options, resolve, reject, undo: [] };
    if (this.#closed || options.signal?.aborted) reject(cancelled());
    else if (this.#queue.length >= QUEUE_MAX) {
      reject(new MusterError('OVERLOADED', `${QUEUE_MAX} jobs wait for the training process already`));
    } else {
      const abort = (): void => this.#cancel(job);
      options.signal?.addEventListener('abort', abort, { once: true });
      job.undo.push(() => options.signal?.removeEventListener('abort', abort));
      this.#queue.push(job);
      this.#next();
    }
    return promise;
  }

  /** Ends the process and waits for its end; jobs under way or in waiting fail with CANCELLED. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#linger);
    for (const job of [...(this.#current ? [this.#current] : []), ...this.#queue.splice(0)]) {
      this.#fail(job, cancelled());
    }
    await Promise.all([this.#leaving, this.#process?.end()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #next(): void {
    if (this.#current || this.#closed) return;
    const job = this.#queue.shift();
    if (!job) {
      this.#rest();
      return;
    }
    clearTimeout(this.#linger);
    this.#process ??= this.#start();
    this.#process.hold(true);
    this.#current = job;
    const { timeoutMs } = job.options;
    if (timeoutMs !== undefined) {
      const timer = setTimeout(() => this.#overrun(job, timeoutMs), timeoutMs);
      job.undo.push(() => clearTimeout(timer));
    }
    this.#listen();
    this.#process.send(job.message);
  }

  /** Nothing to do: the process neither keeps its parent alive nor stays for ever. */
  #rest(): void {
    const idle = this.#process;
    if (!idle) return;
    idle.hold(false);
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      // A job that comes from now on gets a process of its own.
      if (this.#process === idle) this.#process = undefined;
      this.#leaving = idle.end();
    }, this.#options.lingerMs);
    this.#linger.unref();
  }

  #start(): TrainingProcess {
    this.#killedFor = '';
    const started: TrainingProcess = new TrainingProcess(this.#options, {
      heard: (message) => {
        if (this.#process === started) this.#hear(message);
      },
      ended: (ending) => {
        if (this.#process === started) this.#died(ending);
      },
    });
    return started;
  }

  #hear(message: FromChild): void {
    const job = this.#current;
    if (job?.message.id !== message.id) return;
    this.#listen();
    switch (message.type) {
      case 'alive':
        return;
      case 'progress':
        if (!job.options.signal?.aborted) job.options.onProgress?.(message.progress);
        return;
      case 'result':
        this.#over(job);
        this.#options.onDone?.(message.tensors);
        job.resolve(message.result);
        this.#next();
        return;
      case 'error':
        if (message.siteOnly) job.options.onSiteOnly?.(message.siteOnly);
        this.#fail(job, errorOf(message));
        this.#next();
        return;
      default:
        message satisfies never;
    }
  }

  /** Each word of the process puts off the moment when it counts as hanging. */
  #listen(): void {
    clearTimeout(this.#silence);
    const ms = this.#current?.options.silenceMs ?? SILENCE_MS;
    this.#silence = setTimeout(() => this.#kill(`it said nothing for ${ms} ms`), ms);
  }

  #cancel(job: Job): void {
    const waiting = this.#queue.indexOf(job);
    if (waiting >= 0) {
      this.#queue.splice(waiting, 1);
      this.#fail(job, cancelled());
      return;
    }
    // Its caller need not wait; the next job has to, until the process has let go of this one.
    job.reject(cancelled());
    this.#process?.send({ type: 'cancel', id: job.message.id });
    const timer = setTimeout(() => this.#kill('it did not stop when it was asked to'), CANCEL_GRACE_MS);
    job.undo.push(() => clearTimeout(timer));
  }

  #overrun(job: Job, timeoutMs: number): void {
    job.reject(
      new MusterError('TIMEOUT', `the job took longer than ${timeoutMs} ms`, { detail: { timeoutMs } }),
    );
    this.#kill(`it took longer than ${timeoutMs} ms`);
  }

  #kill(reason: string): void {
    this.#killedFor = reason;
    this.#process?.kill();
  }

  #died({ reason, stderr }: Ending): void {
    this.#process = undefined;
    clearTimeout(this.#linger);
    const job = this.#current;
    if (job) {
      const why = this.#killedFor || reason;
      this.#fail(
        job,
        new MusterError('TRAINING_FAILED', `The training process ended: ${why}.`, {
          detail: { reason: why, stderr, processDied: true },
        }),
      );
    }
    this.#next();
  }

  /** A promise that is settled stays as it is: a job that was cancelled or too slow has told its caller already. */
  #fail(job: Job, error: MusterError): void {
    this.#over(job);
    job.reject(error);
  }

  #over(job: Job): void {
    for (const undo of job.undo.splice(0)) undo();
    if (this.#current !== job) return;
    this.#current = undefined;
    clearTimeout(this.#silence);
  }
}

function cancelled(): MusterError {
  return new MusterError('CANCELLED', 'The job was cancelled.');
}

/** An error of the job as its caller gets it; a fault that has no code is one of the training process. */
function errorOf({
  code,
  message,
  detail,
}: {
  code: string;
  message: string;
  detail: ErrorDetail;
}): MusterError {
  const known = isErrorCode(code) && code !== 'INTERNAL' ? code : 'TRAINING_FAILED';
  return new MusterError(known, message, { detail });
}
