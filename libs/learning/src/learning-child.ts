/** @module The training process as its parent sees it: started when there is work, ended some time after, and whatever kills it is an outcome with a reason. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isErrorCode, MusterError } from '@muster/errors';
import type { FromChild, JobKind, JobProgress, Jobs, ToChild } from './job.ts';

export interface LearningChildOptions {
  readonly engine: 'wasm' | 'cpu';
  /** Limit of the JavaScript heap, MiB; typed arrays and WASM lie outside it. */
  readonly memoryMb: number;
  /** 0 to 19: how far training yields to other work. */
  readonly niceness: number;
  /** How long the process waits for the next job, ms. */
  readonly lingerMs: number;
}

export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  onProgress?(progress: JobProgress): void;
  /** Text that may name cells and paths of this site: for the local log only. */
  onSiteOnly?(text: string): void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: MusterError) => void;
  readonly options: JobOptions;
  cleanUp: () => void;
}

/** A process asked to stop gets this long before it is killed. */
const GRACE_MS = 1_000;
const STDERR_BYTES = 4_096;

export class LearningChild implements AsyncDisposable {
  readonly #options: LearningChildOptions;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #linger: NodeJS.Timeout | undefined;
  #stderr = '';
  #closed = false;

  constructor(options: LearningChildOptions) {
    this.#options = options;
  }

  /** Pid of the process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Does one job. Throws what the job throws, CANCELLED, TIMEOUT, or TRAINING_FAILED when the process dies, with the reason. */
  async run<Kind extends JobKind>(
    kind: Kind,
    input: Jobs[Kind]['input'],
    options: JobOptions = {},
  ): Promise<Jobs[Kind]['result']> {
    if (this.#closed) throw new MusterError('CANCELLED', 'the training process is closed');
    if (options.signal?.aborted) throw new MusterError('CANCELLED', 'the job was cancelled');
    clearTimeout(this.#linger);
    const child = this.#child ?? this.#start();
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const pending: Pending = { resolve, reject, options, cleanUp: () => {} };
    this.#pending.set(id, pending);
    this.#watch(id, pending);
    send(child, { type: 'job', id, kind, input });
    return (await promise) as Jobs[Kind]['result'];
  }

  /** Ends the process and waits for its end; jobs under way fail with CANCELLED. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #start(): ChildProcess {
    const { engine, memoryMb, niceness } = this.#options;
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [engine, String(niceness)], {
      execArgv: [`--max-old-space-size=${memoryMb}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    this.#child = child;
    this.#stderr = '';
    child.stderr?.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString('utf8')).slice(-STDERR_BYTES);
    });
    child.on('message', (message: FromChild) => this.#hear(message));
    child.on('error', (cause) => this.#died(child, `it could not be started: ${cause.message}`));
    child.on('exit', (code, signal) => this.#died(child, reasonOf(code, signal, this.#stderr)));
    // The child must not keep this process alive; a job under way does, through its promise and its timers.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #hear(message: FromChild): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    switch (message.type) {
      case 'progress':
        pending.options.onProgress?.(message.progress);
        return;
      case 'result':
        this.#settle(message.id, pending);
        pending.resolve(message.result);
        return;
      case 'error': {
        this.#settle(message.id, pending);
        if (message.siteOnly) pending.options.onSiteOnly?.(message.siteOnly);
        const code = isErrorCode(message.code) ? message.code : 'TRAINING_FAILED';
        pending.reject(
          new MusterError(code === 'INTERNAL' ? 'TRAINING_FAILED' : code, message.message, {
            detail: flat(message.detail),
          }),
        );
        return;
      }
      default:
        message satisfies never;
    }
  }

  #watch(id: number, pending: Pending): void {
    const { signal, timeoutMs } = pending.options;
    const abort = (): void => this.#abandon(id, new MusterError('CANCELLED', 'the job was cancelled'));
    signal?.addEventListener('abort', abort, { once: true });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => this.#abandon(id, new MusterError('TIMEOUT', `the job took longer than ${timeoutMs} ms`)),
            timeoutMs,
          );
    pending.cleanUp = () => {
      signal?.removeEventListener('abort', abort);
      clearTimeout(timer);
    };
  }

  /** Nobody waits for the job any more: it is asked to stop, and the process is killed when it does not listen. */
  #abandon(id: number, error: MusterError): void {
    const pending = this.#pending.get(id);
    const child = this.#child;
    if (!pending) return;
    this.#settle(id, pending);
    pending.reject(error);
    if (!child) return;
    if (error.code === 'TIMEOUT') child.kill('SIGKILL');
    else send(child, { type: 'cancel', id });
  }

  #settle(id: number, pending: Pending): void {
    this.#pending.delete(id);
    pending.cleanUp();
    if (this.#pending.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => void this.#stop(), this.#options.lingerMs);
    this.#linger.unref();
  }

  #died(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#linger);
    for (const [id, pending] of [...this.#pending]) {
      this.#pending.delete(id);
      pending.cleanUp();
      pending.reject(
        this.#closed
          ? new MusterError('CANCELLED', 'the training process was closed')
          : new MusterError('TRAINING_FAILED', `the training process ended: ${why}`),
      );
    }
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#linger);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await gone;
    clearTimeout(timer);
  }
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/heap out of memory|Array buffer allocation failed/i.test(stderr)) return 'out of memory';
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}

function send(child: ChildProcess, message: ToChild): void {
  // A child that is gone tells so by its exit.
  child.send(message, () => {});
}

function flat(detail: Readonly<Record<string, unknown>>): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value),
    ]),
  );
}
