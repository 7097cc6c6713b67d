/** @module Starts real `muster` processes for the demo, benchmarks and tests, and leaves none behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient, credentialSchema } from '@muster/api';

export const workspace = join(import.meta.dirname, '..', '..');
const musterScript = join(workspace, 'apps', 'cli', 'bin', 'muster.mjs');

export interface RunningProcess {
  readonly child: ChildProcess;
  readonly name: string;
  /** The last of what it wrote to standard error. */
  readonly log: () => string;
  /** Asks it to stop, kills it when it does not; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Hears of every daemon that is started here, by its arguments. */
export interface DaemonWatch {
  started(args: readonly string[]): void;
  /** It was asked to stop, and is gone by itself: whoever asked waits for this. */
  stopped(args: readonly string[]): Promise<void>;
}

export const daemonWatches: DaemonWatch[] = [];

const LOG_CHARS = 200_000;
const GRACE_MS = 4_000;

/** Runs `muster ARGS` to its end. */
export async function muster(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [musterScript, ...args], {
    cwd: options.cwd ?? workspace,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString('utf8');
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString('utf8');
  });
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? 1)));
  return { code, stdout, stderr };
}

/** Starts a daemon (`muster ARGS --json`) and resolves with its first line once it says that it is ready. */
export async function startDaemon(
  name: string,
  args: readonly string[],
  options: {
    readonly nodeArgs?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
    readonly logFile?: string;
  } = {},
): Promise<RunningProcess & { readonly ready: Record<string, unknown> }> {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), musterScript, ...args, '--json'], {
    cwd: workspace,
    env: { ...process.env, MUSTER_STOP_WITH_STDIN: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (data: Buffer) => {
    log = (log + data.toString('utf8')).slice(-LOG_CHARS);
    if (options.logFile !== undefined) appendFileSync(options.logFile, data);
  });
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const running: RunningProcess = {
    child,
    name,
    log: () => log,
    async stop() {
      const wasAlive = child.exitCode === null && child.signalCode === null;
      if (wasAlive) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(timer);
      if (wasAlive && child.exitCode === 0) for (const watch of daemonWatches) await watch.stopped(args);
    },
  };
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString('utf8');
      const [line, ...rest] = text.split('\n');
      if (rest.length === 0 || line === undefined) return;
      try {
        const said: Record<string, unknown> = JSON.parse(line);
        if (said.ready === true) resolve(said);
        else reject(new Error(`${name} said: ${line}`));
      } catch {
        reject(new Error(`${name} said: ${line}`));
      }
    });
    void gone.then(() => reject(new Error(`${name} ended before it was ready:\n${text}\n${log}`)));
  });
  for (const watch of daemonWatches) watch.started(args);
  return Object.assign(running, { ready });
}

/** A client of the API by the credential that `coordinator init` wrote, at the address where the coordinator listens now. */
export function apiOf(folder: string, url: string): ApiClient {
  const credential = credentialSchema.parse(JSON.parse(readFileSync(join(folder, 'operator.json'), 'utf8')));
  return new ApiClient({ url, secret: credential.secret, fetch: globalThis.fetch });
}
