/**
 * @module The thread beside the event loop in which updates are kept, hashed, scanned and folded (scale.md, section 1.4): the event loop
 * decrypts what comes in and looks at nothing of it. Chunks are moved to the thread, not copied.
 */
import module from 'node:module';
import { Worker } from 'node:worker_threads';
import { asMusterError, MusterError } from '@muster/errors';
import { fileFault } from '@muster/store';
import type { FixedPoint } from '@muster/vector';
import type { IngestJobs, IngestReply } from './jobs.ts';

interface Waiting {
  /** Given what its own job puts out: the thread answers with nothing else. */
  resolve(output: unknown): void;
  reject(error: MusterError): void;
}

/** Where jobs are done, in their order. */
export interface Ingest {
  ask<Name extends keyof IngestJobs>(
    job: Name,
    input: IngestJobs[Name]['input'],
  ): Promise<IngestJobs[Name]['output']>;
  /** Gives the bytes away: the caller's view of them may be empty afterwards. */
  write(update: number, offset: number, bytes: Uint8Array): Promise<void>;
  /** An exact sum of zeros over `length` parameters. The caller closes it. */
  openSum(length: number): Promise<OpenSum>;
  /** It does nothing any more, and neither will this process. */
  readonly hasEnded: boolean;
}

/** A chunk in memory of its own is moved; one that lies in little more than this besides is too, any other is copied. */
const SPARE_BYTES_MAX = 1024;

export class IngestThread implements Ingest, AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastJob = 0;
  #lastSum = 0;
  #ended: MusterError | undefined;

  /** `failed` is told when the thread ends and nobody has disposed of it, before any job is. */
  constructor(failed: (reason: MusterError) => void = () => {}) {
    const fail = (why: string): void => {
      if (this.#ended) return;
      this.#ended = new MusterError('UNAVAILABLE', `the ingest thread has ended: ${why}`);
      failed(this.#ended);
      this.#end(this.#ended);
    };
    this.#worker = new Worker(new URL('./start.mjs', import.meta.url), {
      workerData: { compileCache: module.getCompileCacheDir() },
    });
    this.#worker.on('message', (reply: IngestReply) => this.#settle(reply));
    this.#worker.on('error', (thrown) => fail(asMusterError(thrown).message));
    this.#worker.on('exit', (code) => fail(`exit code ${code}`));
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** Jobs that wait or are being done. */
  get queued(): number {
    return this.#waiting.size;
  }

  ask<Name extends keyof IngestJobs>(
    job: Name,
    input: IngestJobs[Name]['input'],
    moved: readonly ArrayBuffer[] = [],
  ): Promise<IngestJobs[Name]['output']> {
    if (this.#ended) return Promise.reject(this.#ended);
    this.#lastJob += 1;
    const id = this.#lastJob;
    const { promise, resolve, reject } = Promise.withResolvers<IngestJobs[Name]['output']>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage({ id, job, input }, moved);
    return promise;
  }

  /** Gives the bytes away: the caller's view of them is empty afterwards, unless they were too few of their memory to move. */
  async write(update: number, offset: number, bytes: Uint8Array): Promise<void> {
    const { buffer } = bytes;
    const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength <= bytes.length + SPARE_BYTES_MAX;
    const moved = isOwn ? new Uint8Array(buffer, bytes.byteOffset, bytes.length) : new Uint8Array(bytes);
    await this.ask('write', { update, offset, bytes: moved }, [moved.buffer]);
  }

  /** An exact sum of zeros over `length` parameters. The caller closes it. */
  async openSum(length: number): Promise<OpenSum> {
    this.#lastSum += 1;
    const sum = this.#lastSum;
    await this.ask('openSum', { sum, length });
    return new OpenSum(this, sum, length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new MusterError('UNAVAILABLE', 'the coordinator stops'));
    await this.#worker.terminate();
  }

  #settle(reply: IngestReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (!waiting) return;
    if (reply.ok) waiting.resolve(reply.output);
    else if (reply.system !== '')
      waiting.reject(fileFault(systemError(reply.system, reply.message), 'keeping an update'));
    else waiting.reject(new MusterError(reply.code, reply.message));
  }

  #end(reason: MusterError): void {
    this.#ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** The exact sum of weighted updates. The same updates give the same bits in any order (invariant 3). */
export class OpenSum implements Disposable {
  readonly length: number;
  readonly #sum: number;
  readonly #thread: Pick<Ingest, 'ask'>;

  constructor(thread: Pick<Ingest, 'ask'>, sum: number, length: number) {
    this.#thread = thread;
    this.#sum = sum;
    this.length = length;
  }

  /** Adds whole, admitted updates. After a failure the sum holds parts of them: it is of no use any more. */
  async fold(
    members: readonly { readonly update: number; readonly weight: number }[],
    point: FixedPoint,
  ): Promise<void> {
    await this.#thread.ask('fold', { sum: this.#sum, members, point });
  }

  /** Writes the sums to a new file. Throws STORAGE_FULL, STORAGE_FAILED; then there is no file. */
  save(path: string): Promise<{ readonly hash: string; readonly sizeBytes: number }> {
    return this.#thread.ask('saveSum', { sum: this.#sum, path });
  }

  /** Removes what `save` wrote and nobody took. */
  async dropSaved(path: string): Promise<void> {
    await this.#thread.ask('dropSaved', { path });
  }

  /** Adds sums that were saved before, of `members`, from parameter `start` on. */
  async add(start: number, bytes: Uint8Array, members: number): Promise<void> {
    await this.#thread.ask('addSum', { sum: this.#sum, start, bytes, members });
  }

  /** The weighted mean, front to back in stretches of at most `window` parameters; each is valid until the next is asked for. */
  async *means(window: number, totalWeight: number, point: FixedPoint): AsyncGenerator<Float64Array> {
    const ask = async (start: number, target: SharedArrayBuffer): Promise<Float64Array> => {
      const count = Math.min(window, this.length - start);
      await this.#thread.ask('mean', { sum: this.#sum, start, count, totalWeight, point, target });
      return new Float64Array(target, 0, count);
    };
    const [first, second] = [new SharedArrayBuffer(8 * window), new SharedArrayBuffer(8 * window)];
    let next = ask(0, first);
    for (let start = 0, target = second; start < this.length; start += window) {
      const mean = await next;
      // The thread works out the next stretch while this one is used.
      if (start + window < this.length) next = ask(start + window, target);
      next.catch(() => {}); // heard of by whoever asks for it, if anybody does
      target = target === second ? first : second;
      yield mean;
    }
  }

  [Symbol.dispose](): void {
    this.#thread.ask('closeSum', { sum: this.#sum }).catch(() => {}); // a thread that has ended holds nothing
  }
}

/** An error of the operating system as Node threw it in the thread. */
function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
