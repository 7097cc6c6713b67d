/** @module What a log is kept in: rows, one place that never goes back, files, and the witnesses that look at it. */
import type { TreeHead } from '@muster/merkle';
import type { WitnessAnswer } from '../add-checkpoint.ts';
import type { ChainEnd } from '../event/producer.ts';
import type { LogFile } from '../log-files.ts';
import type { RightEdge } from '../right-edge.ts';
import type { VerifierKey } from '../verifier-key.ts';

/** What an entry is found by. `subject` is empty where the event has none. */
interface EntryPlace {
  readonly source: string;
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
}

/** The entries of one log, in the database of what they are about: an act and its entry are one transaction. */
export interface LogRows {
  /** Entries so far. */
  size(): number;
  /** In the transaction that is open. Gives the entry's index. Throws CONFLICT when the source has an event of this number. */
  append(entry: Uint8Array, place: EntryPlace): number;
  /** At most `limit` entries from `first` on. */
  entries(first: number, limit: number): readonly Uint8Array[];
  /** Where the event of a source is; undefined where it is not. */
  indexOf(source: string, seq: number): number | undefined;
  /** The newest event of a source about a subject. */
  latestAbout(subject: string, type: string, source: string): number | undefined;
  end(source: string): ChainEnd;
  moveEnd(source: string, end: ChainEnd): void;
  /** Of the size whose files are all written. */
  edge(): RightEdge;
  moveEdge(edge: RightEdge): void;
  /** Runs `act` in the transaction that is open, or in one of its own that is durable when it returns. */
  atomically<T>(act: () => T): T;
  /** Everything that was committed is on the disk when it returns. */
  flush(): void;
}

/** A checkpoint that was signed, whether or not anybody has seen it. */
export interface LockedCheckpoint extends TreeHead {
  /** As it was signed, without cosignatures. */
  readonly note: Uint8Array;
}

/**
 * The last checkpoint that was signed, in a database of its own which is never restored from a backup: a log that signs two trees of which
 * neither continues the other has forked for good.
 */
export interface CheckpointLock {
  latest(origin: string): LockedCheckpoint | undefined;
  /** Durable when it returns. Throws CONFLICT unless the latest is still of size `from`. */
  advance(origin: string, from: number, next: LockedCheckpoint): void;
}

/** The folder from which a log is served. */
export interface LogFolder {
  /** Durable when it resolves. A file that is there already must have just these bytes: throws STORAGE_CORRUPT where it has others. */
  write(files: readonly LogFile[]): Promise<void>;
  /** The one file that changes. */
  replaceCheckpoint(note: Uint8Array): Promise<void>;
  /** Throws NOT_FOUND. */
  read(path: string): Promise<Uint8Array>;
}

/** Somebody who cosigns. */
export interface Witness {
  readonly name: string;
  readonly keys: readonly VerifierKey[];
  /** Resolves with what it answers to a body of `add-checkpoint`; rejects when it cannot be asked. */
  ask(body: Uint8Array): Promise<WitnessAnswer>;
  /** The checkpoint of the log `origin` that it has cosigned last, as the log signed it: asked for when it says that it has seen another history. */
  newest(origin: string): Promise<Uint8Array>;
}
