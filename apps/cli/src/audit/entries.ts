/** @module Single entries: a proof of one for somebody else, the newest ones for a person. Each is shown to be under the signed root first. */
import {
  type AuditEvent,
  type LogSource,
  nameOf,
  openUnderPolicy,
  parseLogProof,
  proveEntry,
  readCheckpoint,
  readEvent,
  readTile,
  TreeReader,
  type VerifiedEntry,
  verifiedEntries,
  verifyConsistency,
  verifyLogProof,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { time } from '../output.ts';
import {
  type ReachOptions,
  readInput,
  readPolicy,
  refuseToOverwrite,
  sourceOf,
  writeAtomically,
} from './audit-files.ts';

/** An entry for people and programs: `event` is null for what is no event of the catalogue. */
export interface ShownEntry {
  readonly index: number;
  readonly event: AuditEvent | null;
  /** Base64 of an entry that is no event. */
  readonly raw?: string;
}

/** How a log is read. */
export interface ReadOptions extends ReachOptions {
  /** File of the policy. */
  readonly policy?: string;
}

/** Writes the proof to a new file. Rejects with CONFLICT where there is one, and like `proveEntry`. */
export async function prove(where: string, index: number, out: string, read: ReadOptions) {
  const policy = await readPolicy(read.policy);
  await refuseToOverwrite(out);
  const { proof, entry, origin, size } = await proveEntry(await sourceOf(where, read), policy, index);
  await writeAtomically(out, proof);
  return { file: out, origin, size, ...shownEntry({ index, entry }) };
}

/** The entry is the file's if one is named, else that which the proof carries. Rejects with AUDIT_PROOF_INVALID. */
export async function verifyProof(
  file: string,
  entryFile: string | undefined,
  policyFile: string | undefined,
) {
  const policy = await readPolicy(policyFile);
  const proof = await readInput(file);
  const entry = entryFile === undefined ? parseLogProof(proof).extra : await readInput(entryFile);
  if (!entry)
    throw new MusterError('INVALID_ARGUMENT', 'the proof carries no entry: name its file by --entry FILE');
  const { index, checkpoint, cosigners, quorumTimeS } = verifyLogProof(proof, entry, policy);
  const { origin, size } = checkpoint;
  const cosignedBy = cosigners.map(({ name }) => name);
  return { origin, size, cosignedBy, quorumTimeS, ...shownEntry({ index, entry }) };
}

/** A log that is read as it grows; each state of it goes on from the one before. */
export class LogTail {
  readonly #source: LogSource;
  readonly #policy: Awaited<ReturnType<typeof readPolicy>>;
  #reader: TreeReader | undefined;

  private constructor(source: LogSource, policy: Awaited<ReturnType<typeof readPolicy>>) {
    this.#source = source;
    this.#policy = policy;
  }

  static async open(where: string, { policy, ...reach }: ReadOptions): Promise<LogTail> {
    return new LogTail(await sourceOf(where, reach), await readPolicy(policy));
  }

  /** The last `count` entries at first, then those that have come since. Rejects with AUDIT_FORK where the log does not go on. */
  async *next(count: number): AsyncGenerator<ShownEntry> {
    const before = this.#reader?.head;
    const { checkpoint } = openUnderPolicy(await readCheckpoint(this.#source), this.#policy);
    const { size } = checkpoint;
    if (before && size < before.size)
      throw new MusterError(
        'AUDIT_ROLLED_BACK',
        `the log shows ${size} entries, and has shown ${before.size}`,
      );
    const reader = new TreeReader(checkpoint, (tile) => readTile(this.#source, tile));
    if (before)
      try {
        verifyConsistency(before, checkpoint, await reader.consistencyProof(before.size));
      } catch (thrown) {
        const { code, message } = asMusterError(thrown);
        if (code !== 'AUDIT_PROOF_INVALID') throw thrown;
        throw new MusterError('AUDIT_FORK', `the log does not go on from what it was: ${message}`);
      }
    const from = before ? before.size : Math.max(0, size - count);
    for await (const entry of verifiedEntries(this.#source, reader, from, size)) yield shownEntry(entry);
    this.#reader = reader;
  }
}

/** Time, source (as `shown` shows it), name, and what an event says in one line. */
export function entryCells(
  { event, raw }: ShownEntry,
  shown: (source: string) => string = (source) => source,
): readonly string[] {
  if (!event) return ['-', '-', 'no event', (raw ?? '').slice(0, 60)];
  const { run, round, attempt, ...rest } = Object.assign(
    { run: undefined, round: undefined, attempt: undefined },
    event.data,
  );
  const what =
    run === undefined
      ? ''
      : `${run}${round === undefined ? '' : ` ${round}${attempt === undefined ? '' : `.${attempt}`}`} `;
  const said = Object.entries(rest).map(([key, value]) => `${key}=${short(value)}`);
  return [
    time(event.time),
    shown(event.source.replace(/^\/\/[^/]*\//, '')),
    nameOf(event),
    `${what}${said.join(' ')}`,
  ];
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 24 ? `${text.slice(0, 20)}…` : text;
}

/** Whatever stands there. */
export function shownEntry({ index, entry }: VerifiedEntry): ShownEntry {
  try {
    return { index, event: readEvent(entry) };
  } catch (thrown) {
    if (asMusterError(thrown).code !== 'AUDIT_EVENT_INVALID') throw thrown;
    return { index, event: null, raw: Buffer.from(entry).toString('base64') };
  }
}
