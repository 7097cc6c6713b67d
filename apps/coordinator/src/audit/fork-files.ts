/**
 * @module Evidence of the forks of sites' own logs, one file each: of a log that is among them nothing is cosigned any more, also after a restart,
 * until a person takes the file away.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoint, parseNote } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { replacePrivateFile } from '@muster/identity';
import { z } from 'zod';
import type { Logger } from '../logger.ts';

/** Its name. */
export const EVIDENCE_FILE = /^fork-[0-9a-f]{64}\.json$/;
const evidenceSchema = z.object({ first: z.string() });

export class ForkFiles {
  readonly #folder: string;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(folder: string, log: Pick<Logger, 'warn'>) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Origins of the logs that have forked. What is no evidence there is passed over, and said. */
  async origins(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const read = names.filter((name) => EVIDENCE_FILE.test(name)).map((name) => this.#originIn(name));
    return (await Promise.all(read)).filter((origin) => origin !== undefined);
  }

  /** Durable when it resolves. Rejects with STORAGE_*. */
  async keep(name: string, evidence: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await replacePrivateFile(join(this.#folder, name), evidence);
  }

  async #originIn(name: string): Promise<string | undefined> {
    try {
      const { first } = evidenceSchema.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')));
      return parseCheckpoint(parseNote(Buffer.from(first)).text).origin;
    } catch (thrown) {
      this.#log.warn({ file: name }, `it is no evidence of a fork: ${asMusterError(thrown).message}`);
      return undefined;
    }
  }
}
