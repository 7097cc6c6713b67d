/**
 * @module Where training stands after a whole epoch, in a file: a process that is killed goes on from there, to the same bits. One line of
 * JSON, then the vectors as float32 little-endian, written whole or not at all.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { bytesOf, floatsOf, writeWhole } from './vector-file.ts';

export interface EpochState {
  /** Whole epochs, and steps in them. */
  readonly epoch: number;
  readonly step: number;
  readonly optimizerSteps: number;
  /** For the figures: what the losses were so far. */
  readonly losses: LossState;
  /** The weights, then what the optimiser remembers, each of the model's length or of its trained part. */
  readonly vectors: readonly Float32Array[];
}

export interface LossState {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly recent: readonly number[];
}

const finite = z.number();
const headSchema = z.strictObject({
  format: z.literal('muster-epoch-1'),
  /** What is being trained from what: a state of anything else is none. */
  of: z.string(),
  epoch: z.int().min(1),
  step: z.int().min(1),
  optimizerSteps: z.int().min(0),
  losses: z.strictObject({ count: z.int(), first: finite, last: finite, recent: z.array(finite) }),
  lengths: z.array(z.int().min(0)).max(8),
});

const NEWLINE = 0x0a;

/** Durable when it resolves. Throws STORAGE_FAILED, STORAGE_FULL. */
export async function writeEpochState(path: string, of: string, state: EpochState): Promise<void> {
  const { vectors, ...rest } = state;
  const head = { format: 'muster-epoch-1', of, ...rest, lengths: vectors.map(({ length }) => length) };
  await writeWhole(path, [
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...vectors.map((vector) => bytesOf(vector)),
  ]);
}

/** Undefined when there is none, it is of something else, or it is damaged: training then begins at its start. */
export async function readEpochState(path: string, of: string): Promise<EpochState | undefined> {
  try {
    const bytes = await readFile(path);
    const end = bytes.indexOf(NEWLINE);
    const { lengths, format: _, ...head } = headSchema.parse(JSON.parse(bytes.subarray(0, end).toString()));
    if (head.of !== of || bytes.length !== end + 1 + 4 * lengths.reduce((sum, length) => sum + length, 0))
      return undefined;
    let at = end + 1;
    const vectors = lengths.map((length) => {
      const vector = floatsOf(bytes.subarray(at, at + 4 * length));
      at += 4 * length;
      return vector;
    });
    const { epoch, step, optimizerSteps, losses } = head;
    return { epoch, step, optimizerSteps, losses, vectors };
  } catch {
    return undefined;
  }
}
