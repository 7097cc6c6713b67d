/** @module Objects fetched by their hash: plans into memory, models into files that the training process opens. */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { fileFault } from '@muster/store/site';
import { type Clock, pause, type Uniform } from '@muster/transport';
import type { EgressGate } from './gate.ts';

const PLAN_BYTES_MAX = 1_048_576;
const MODEL_BYTES_MAX = 2 ** 33;
/** Models kept: the one in work, and the one before it. */
const MODELS_KEPT = 2;
const TRIES_MAX = 20;
const RETRY_MS = 200;

/** The way in: what comes is nothing that leaves, but it comes through the gate's connection. */
type Fetching = Pick<EgressGate, 'pull' | 'untilConnected' | 'connected'>;

/** How it waits before another try. */
export interface Patience {
  readonly clock: Clock;
  /** Jitter. */
  readonly uniform: Uniform;
}

/** A plan's bytes. Their hash is checked on the way. */
export async function fetchPlan(gate: Pick<EgressGate, 'pull'>, hash: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await gate.pull(
    hash,
    { write: (_offset, bytes) => void chunks.push(Uint8Array.from(bytes)), abort: () => {} },
    { sizeBytesMax: PLAN_BYTES_MAX },
  );
  return Buffer.concat(chunks);
}

/**
 * A model as a file named by its hash. What a broken connection left is taken up where it stopped. Throws OBJECT_UNKNOWN when the round
 * is over, CANCELLED, or whatever repeats too often.
 */
export async function fetchModel(
  gate: Fetching,
  folder: string,
  hash: string,
  signal: AbortSignal,
  patience: Patience,
): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${hash}.f32`);
  if (statSync(path, { throwIfNoEntry: false })) {
    const now = new Date();
    utimesSync(path, now, now); // used again: not the next one to go
    return path;
  }
  const part = new PartFile(folder, hash, signal);
  try {
    await pullWhole(gate, part, hash, signal, patience);
    renameSync(part.path, path);
  } catch (thrown) {
    throw part.fault ?? thrown;
  } finally {
    part.close();
  }
  dropOldModels(folder, path);
  return path;
}

async function pullWhole(
  gate: Fetching,
  part: PartFile,
  hash: string,
  signal: AbortSignal,
  { clock, uniform }: Patience,
): Promise<void> {
  for (let failures = 0; ; ) {
    await gate.untilConnected(signal);
    try {
      await gate.pull(hash, part, {
        sizeBytesMax: MODEL_BYTES_MAX,
        ...(part.offset > 0 ? { resume: { offset: part.offset, hash: part.hash } } : {}),
      });
      return;
    } catch (thrown) {
      const error = asMusterError(thrown);
      if (signal.aborted) throw new MusterError('CANCELLED', 'the work was cancelled');
      if (part.fault || !error.retryable || failures >= TRIES_MAX) throw error;
      if (error.code === 'OBJECT_CORRUPT') part.restart();
      // A connection that broke is no failure of the object.
      if (gate.connected) failures += 1;
      const delayMs = Math.max(RETRY_MS * (0.5 + uniform()), error.retryAfterMs);
      await pause(clock, delayMs, signal);
    }
  }
}

/** One fetch, one file: two fetches of a model, one of them cancelled, do not write into each other's. */
let files = 0;

/** The chunks so far, and their hash. Written synchronously: a chunk takes a fraction of a millisecond, and offset and hash stay one. */
class PartFile {
  readonly path: string;
  readonly #file: number;
  readonly #signal: AbortSignal;
  offset = 0;
  /** Of the disk: then no other try on this file is worth it. */
  fault: MusterError | undefined;
  hash: Hash = createHash('sha256');
  #own: Hash = createHash('sha256');

  constructor(folder: string, hash: string, signal: AbortSignal) {
    files += 1;
    this.path = join(folder, `${hash}.${files}.part`);
    this.#file = openSync(this.path, 'w', 0o600);
    this.#signal = signal;
  }

  /** What it throws ends the transfer: nobody waits for the rest of a model whose round is over. */
  write(offset: number, bytes: Uint8Array): void {
    if (this.#signal.aborted) throw new MusterError('CANCELLED', 'the work was cancelled');
    try {
      for (let at = 0; at < bytes.length; )
        at += writeSync(this.#file, bytes, at, bytes.length - at, offset + at);
    } catch (thrown) {
      this.fault = fileFault(thrown, 'keeping a model');
      throw this.fault;
    }
    this.#own.update(bytes);
    this.offset = offset + bytes.length;
  }

  /** A pull takes the hash of what is here as its start; a broken one may have used it up. */
  abort(): void {
    this.hash = this.#own.copy();
  }

  restart(): void {
    ftruncateSync(this.#file, 0);
    this.offset = 0;
    this.#own = createHash('sha256');
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.path, { force: true });
  }
}

function dropOldModels(folder: string, newest: string): void {
  const models = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== newest && path.endsWith('.f32'))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of models.slice(MODELS_KEPT - 1)) rmSync(path, { force: true });
}
