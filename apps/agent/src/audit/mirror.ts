/**
 * @module A copy of the federation's log at the site, file for file: whoever loses the log gets it back from any site, and whoever wants to verify
 * it asks no coordinator. Nothing is written before it is shown to be under a checkpoint that a quorum has cosigned.
 */
import {
  decodeBundle,
  EMPTY_EDGE,
  filesBetween,
  headOf,
  type LogFile,
  type LogPolicy,
  openUnderPolicy,
  parseCheckpoint,
  parseNote,
  type RightEdge,
  readEdge,
  type TreeHead,
  tilePath,
  unfinishedBundleStart,
  verifyConsistency,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import type { Body, LogHead } from '@muster/protocol';
import type { AuditFolder } from '@muster/store/site-log';

const ENTRIES_OF_BUNDLE = 256;
/** Between two proofs: their files are held in memory. */
const STEP_ENTRIES = 16 * ENTRIES_OF_BUNDLE;
/** As many entries as a bundle has, each of the longest. */
const FILE_BYTES_MAX = ENTRIES_OF_BUNDLE * (8_192 + 2);

export interface LogMirrorParts {
  /** The copy of a log of this origin. */
  readonly folderOf: (origin: string) => Pick<AuditFolder, 'write' | 'read' | 'replaceCheckpoint'>;
  /** Whose log it is. Rejects where the site does not go along with it. */
  readonly policy: () => Promise<LogPolicy>;
  /** Asks the coordinator. Throws UNAVAILABLE without a connection. */
  readonly ask: (body: Body) => Promise<Body>;
}

export class LogMirror {
  readonly #parts: LogMirrorParts;

  constructor(parts: LogMirrorParts) {
    this.#parts = parts;
  }

  /** Brings the copy up to the newest checkpoint; gives its size. Rejects as `openUnderPolicy`, with AUDIT_PROOF_INVALID, UNAVAILABLE, STORAGE_*. */
  async follow(): Promise<number> {
    const { policy, folderOf } = this.#parts;
    const trusted = await policy();
    const folder = folderOf(trusted.logs[0]?.key.name ?? '');
    let edge = await localEdge(folder);
    for (;;) {
      const { edge: next, files } = await this.#step(edge, await this.#head(edge, trusted));
      const { note, proof } = await this.#ask(next.size);
      const { checkpoint } = openUnderPolicy(note, trusted);
      verifyConsistency(headOf(next), checkpoint, proof);
      await folder.write(files);
      edge = next;
      if (edge.size < checkpoint.size) continue;
      await folder.replaceCheckpoint(note);
      return edge.size;
    }
  }

  /** The newest checkpoint, which goes on from what is here. */
  async #head(edge: RightEdge, policy: LogPolicy): Promise<TreeHead> {
    const { note, proof } = await this.#ask(edge.size);
    const { checkpoint } = openUnderPolicy(note, policy);
    verifyConsistency(headOf(edge), checkpoint, proof);
    return checkpoint;
  }

  async #ask(size: number): Promise<LogHead> {
    const answer = await this.#parts.ask({ kind: 'logHeadRequest', value: { size } });
    if (answer.kind === 'logHead') return answer.value;
    throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no head of a log`);
  }

  /** Some of what a log has beyond an edge. */
  async #step(from: RightEdge, { size }: TreeHead): Promise<{ edge: RightEdge; files: readonly LogFile[] }> {
    const first = unfinishedBundleStart(from.size);
    const end = Math.min(size, first + STEP_ENTRIES);
    const entries: Uint8Array[] = [];
    for (let start = first; start < end; start += ENTRIES_OF_BUNDLE) {
      const width = Math.min(ENTRIES_OF_BUNDLE, size - start);
      const path = tilePath({ level: 'entries', index: start / ENTRIES_OF_BUNDLE, width });
      entries.push(...decodeBundle(await this.#file(path), width));
    }
    return filesBetween(from, entries);
  }

  /** A file, whole, and never more of it than a log has in one. */
  async #file(path: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let offset = 0; ; ) {
      const answer = await this.#parts.ask({ kind: 'logFileRequest', value: { path, offset } });
      if (answer.kind !== 'logFile')
        throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no file of a log`);
      const { size, data } = answer.value;
      parts.push(Uint8Array.from(data));
      offset += data.length;
      if (size > FILE_BYTES_MAX || (data.length === 0 && offset < size))
        throw new MusterError('AUDIT_TILE_INVALID', `${path} of the log is too long, or breaks off`);
      if (offset >= size) return Buffer.concat(parts);
    }
  }
}

/** Where the copy ends. */
async function localEdge(folder: Pick<AuditFolder, 'read'>): Promise<RightEdge> {
  const note = await folder.read('checkpoint').catch((thrown: unknown) => {
    if (asMusterError(thrown).code === 'NOT_FOUND') return undefined;
    throw thrown;
  });
  if (!note) return EMPTY_EDGE;
  const { size } = parseCheckpoint(parseNote(note).text);
  return await readEdge(size, (tile) => folder.read(tilePath(tile)));
}
