/** @module The training process from outside: how it is started, what it hears and says, and how its end reads in words. */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { EngineName } from './engine.ts';
import type { FromChild, ToChild } from './job.ts';

export interface ProcessOptions {
  readonly engine: EngineName;
  /** Limit of the JavaScript heap, MiB; typed arrays and WASM lie outside it. */
  readonly memoryMb: number;
  /** 0 to 19: how far training yields to other work. */
  readonly niceness: number;
  /** Folder for compiled code, which halves the start; writable for its owner alone. If absent, one within the parent's, if it has one. */
  readonly cacheFolder?: string;
}

/** How a process ended. */
export interface Ending {
  readonly reason: string;
  /** The last of what it wrote to stderr. */
  readonly stderr: string;
}

interface Listener {
  heard(message: FromChild): void;
  ended(ending: Ending): void;
}

/** A process asked to leave gets this long before it is killed. */
const GRACE_MS = 1_000;
const STDERR_LENGTH_MAX = 4_096;
/** What Node needs of the surroundings. Nothing else: secrets in the environment of an agent are none of training's business. */
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ'];

export class TrainingProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #stderr = '';

  constructor(options: ProcessOptions, listener: Listener) {
    const { engine, memoryMb, niceness } = options;
    const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
    const child = fork(entry, [engine, String(niceness)], {
      execArgv: [`--max-old-space-size=${memoryMb}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: environment(options.cacheFolder ?? getCompileCacheDir()),
      // JSON has no infinity, and a figure may be one.
      serialization: 'advanced',
    });
    this.#child = child;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = promise;
    const end = (reason: string): void => {
      resolve();
      listener.ended({ reason, stderr: this.#stderr.trim() });
    };
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_LENGTH_MAX);
    });
    child.on('message', (message: FromChild) => listener.heard(message));
    child.once('error', (cause) => {
      // An error of a running process is a message that could not be sent; its end will tell.
      if (child.pid === undefined) end(`it could not be started: ${cause.message}`);
    });
    // Node sends no `close` for a forked process whose channel was closed from this side, so the end of stderr is awaited here.
    child.once('exit', (code, signal) => {
      const tell = (): void => end(reasonOf(code, signal, this.#stderr));
      if (!child.stderr || child.stderr.closed) tell();
      else child.stderr.once('close', tell);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToChild): void {
    // A process that is gone tells so by its end, which the listener hears.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Whether it keeps the process that started it alive: while it has work. */
  hold(on: boolean): void {
    const { channel, stderr } = this.#child;
    for (const handle of [this.#child, channel, stderr instanceof Socket ? stderr : null]) {
      if (on) handle?.ref?.();
      else handle?.unref?.();
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Asks it to leave, kills it if it does not, and waits until it is gone. */
  async end(): Promise<void> {
    this.hold(true);
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.kill(), GRACE_MS);
    await this.#gone;
    clearTimeout(timer);
  }
}

function environment(cacheFolder: string | undefined): NodeJS.ProcessEnv {
  const kept = ENVIRONMENT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...(cacheFolder ? { NODE_COMPILE_CACHE: cacheFolder } : {}) };
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  if (/heap out of memory|Array buffer allocation failed|Cannot enlarge memory/i.test(stderr))
    return 'it ran out of memory';
  if (signal === 'SIGKILL') return 'it was killed by SIGKILL, as the system does when memory runs out';
  return signal ? `it was killed by ${signal}` : `it ended with exit code ${code}`;
}
