/** @module Objects fetched by their hash: plans into memory, models into files that the training process opens. */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import type { EgressGate } from './gate.ts';

const PLAN_BYTES_MAX = 1_048_576;
const MODEL_BYTES_MAX = 2 ** 33;
/** Models kept: the one in work, and the one before it. */
const MODELS_KEPT = 2;

/** A plan's bytes. Their hash is checked on the way. */
export async function fetchPlan(gate: EgressGate, hash: string): Promise<Uint8Array> {
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
  gate: EgressGate,
  folder: string,
  hash: string,
  signal: AbortSignal,
): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${hash}.f32`);
  if (statSync(path, { throwIfNoEntry: false })) return path;
  const part = new PartFile(`${path}.part`);
  try {
    for (let tries = 0; ; tries += 1) {
      await gate.untilConnected(signal);
      try {
        await gate.pull(hash, part, {
          sizeBytesMax: MODEL_BYTES_MAX,
          ...(part.offset > 0 ? { resume: { offset: part.offset, hash: part.hash } } : {}),
        });
        break;
      } catch (thrown) {
        const error = asMusterError(thrown);
        if (signal.aborted) throw new MusterError('CANCELLED', 'the work was cancelled');
        if (!error.retryable || tries >= 20) throw error;
        if (error.code === 'OBJECT_CORRUPT') part.restart();
        await new Promise((resolve) => setTimeout(resolve, Math.max(100, error.retryAfterMs)));
      }
    }
  } finally {
    part.close();
  }
  renameSync(`${path}.part`, path);
  dropOldModels(folder, path);
  return path;
}

/** The chunks so far, and their hash. Written synchronously: a chunk takes a fraction of a millisecond, and offset and hash stay one. */
class PartFile {
  readonly #path: string;
  #file: number;
  offset = 0;
  hash: Hash = createHash('sha256');
  #own: Hash = createHash('sha256');

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'w', 0o600);
  }

  write(offset: number, bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.length, offset);
    this.#own.update(bytes);
    this.offset = offset + bytes.length;
  }

  /** A pull takes the hash of what is here as its start; a broken one may have used it up. */
  abort(): void {
    this.hash = this.#own.copy();
  }

  restart(): void {
    closeSync(this.#file);
    this.#file = openSync(this.#path, 'w', 0o600);
    this.offset = 0;
    this.#own = createHash('sha256');
  }

  close(): void {
    closeSync(this.#file);
  }
}

function dropOldModels(folder: string, newest: string): void {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== newest && path.endsWith('.f32'))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of files.slice(MODELS_KEPT - 1)) rmSync(path, { force: true });
}
