/** @module A finding on disk: the input that broke a rule, with what made it, so that it can be run again (`--replay FILE`). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { z } from 'zod';

const findingSchema = z.strictObject({
  /** The driver that found it. */
  target: z.string(),
  seed: z.int(),
  /** What broke. */
  error: z.string(),
  /** In process: one input, as `serialize` of node:v8 writes it, in base64. */
  input: z.string().optional(),
  /** The same for people. */
  shown: z.string().optional(),
  /** Live: numbers of the episodes that were under way. */
  episodes: z.array(z.int()).optional(),
});

export type Finding = z.infer<typeof findingSchema>;

const SHOWN_CHARS_MAX = 4_000;

export function findingOf(target: string, seed: number, error: string, serialized: Uint8Array): Finding {
  return {
    target,
    seed,
    error,
    input: Buffer.from(serialized).toString('base64'),
    shown: fc.stringify(deserialize(serialized)).slice(0, SHOWN_CHARS_MAX),
  };
}

/** Writes it into the folder; the file's path. */
export function writeFinding(folder: string, finding: Finding): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${finding.target.replaceAll(/[^a-z0-9-]/g, '-')}-${finding.seed}.json`);
  writeFileSync(file, `${JSON.stringify(finding, null, 2)}\n`);
  return file;
}

/** Throws INVALID_ARGUMENT for a file that is none. */
export function readFinding(file: string): Finding {
  try {
    return findingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new MusterError('INVALID_ARGUMENT', `${file} is no finding of this fuzzer`, { cause });
  }
}
