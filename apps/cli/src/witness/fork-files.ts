/**
 * @module The forks that a witness has seen, as evidence in files: of a log that is among them nothing is cosigned any more, also after a restart,
 * until a person takes the file away.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ForkEvidence, formatForkEvidence, type VerifierKey, verifyForkEvidence } from '@muster/audit';
import { writeAtomically } from '../audit/audit-files.ts';

const FILE = /^fork-[0-9a-f]{64}\.json$/;

export class ForkFiles {
  readonly #folder: string;
  readonly #origins: Set<string>;

  private constructor(folder: string, origins: Set<string>) {
    this.#folder = folder;
    this.#origins = origins;
  }

  /** With what is there: files that prove nothing against these keys are passed over. */
  static async open(folder: string, keys: readonly VerifierKey[]): Promise<ForkFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const origins = new Set<string>();
    for (const name of (await readdir(folder)).filter((each) => FILE.test(each)))
      try {
        origins.add(verifyForkEvidence(await readFile(join(folder, name)), keys).first.origin);
      } catch {} // it is of a log that is not looked at any more
    return new ForkFiles(folder, origins);
  }

  has(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** Counts from now on, and is durable when it resolves, with the path of the file. Throws STORAGE_FAILED. */
  async keep(origin: string, evidence: ForkEvidence): Promise<string> {
    this.#origins.add(origin);
    const { name, bytes } = formatForkEvidence(evidence);
    const path = join(this.#folder, name);
    await writeAtomically(path, bytes);
    return path;
  }
}
