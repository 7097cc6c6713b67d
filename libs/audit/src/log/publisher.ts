/**
 * @module What makes entries public: a signed checkpoint over all of them, the files under it, and the cosignatures on it.
 *
 * In this order, so that no crash leaves a root that cannot be served, and none makes the log sign two histories: the entries are on
 * the disk; the checkpoint is signed and locked; the files are written and witnesses asked; the checkpoint is put beside the files last.
 */
import { MusterError } from '@muster/errors';
import { sameHash, type TreeHead } from '@muster/merkle';
import { filesBetween, unfinishedBundleStart } from '../log-files.ts';
import { formatLogProof } from '../log-proof.ts';
import { headOf, type RightEdge } from '../right-edge.ts';
import { openCheckpoint, signCheckpoint } from '../signed-checkpoint.ts';
import { type Tile, tilePath } from '../tile.ts';
import { TreeReader } from '../tree-reader.ts';
import { Cosigners, type CosignersParts, type Gathered } from './cosigners.ts';
import type { CheckpointLock, LockedCheckpoint, LogFolder, LogRows } from './parts.ts';
import { rolledBack } from './rolled-back.ts';

/** Entries of one checkpoint at most, beyond those of the one before: their files are made in memory. Whole bundles. */
const GROWTH_MAX = 16_384;

export interface PublisherParts extends CosignersParts {
  readonly rows: LogRows;
  readonly lock: CheckpointLock;
  readonly folder: LogFolder;
  readonly wallMs: () => number;
}

/** A checkpoint as it is served. */
export interface Published {
  readonly head: TreeHead;
  /** With the cosignatures that have come. */
  readonly note: Uint8Array;
  /** Whether those who cosigned it since it was published are a quorum. */
  readonly hasQuorum: boolean;
  readonly atMs: number;
}

export class Publisher {
  readonly #parts: PublisherParts;
  #published: Published | undefined;
  #reader: TreeReader | undefined;
  #running: Promise<Published> | undefined;
  /** Whoever asked while one was under way. */
  #next: Promise<Published> | undefined;
  readonly #cosigners: Cosigners;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.#cosigners = new Cosigners(parts);
  }

  /** What is served; undefined before the first. */
  get published(): Published | undefined {
    return this.#published;
  }

  /**
   * Takes up what an earlier process left: writes again what its last checkpoint covers, from the entries. Throws AUDIT_ROLLED_BACK when the
   * entries are fewer, or others, than were signed: the database is not the one that the log was written from.
   */
  async recover(): Promise<void> {
    const { origin, rows, lock, folder } = this.#parts;
    const locked = lock.latest(origin);
    if (!locked) return;
    this.#cosigners.doubt();
    if (rows.size() < locked.size)
      throw rolledBack(`it has ${rows.size()} entries, and ${locked.size} were signed`);
    let edge = rows.edge();
    if (edge.size > locked.size)
      throw rolledBack(`files of ${edge.size} entries are written, and ${locked.size} were signed`);
    const start = edge;
    while (edge.size < locked.size) edge = grown(rows, edge, locked.size).edge;
    if (!sameHash(headOf(edge).root, locked.root))
      throw rolledBack(`its first ${locked.size} entries are others than those that were signed`);
    for (edge = start; edge.size < locked.size; ) {
      const next = grown(rows, edge, locked.size);
      await folder.write(next.files);
      edge = next.edge;
    }
    rows.moveEdge(edge);
    const note = await this.#servedNote(locked);
    await folder.replaceCheckpoint(note);
    this.#serve({ head: locked, note, hasQuorum: false, atMs: this.#parts.wallMs() });
  }

  /**
   * A checkpoint over every entry that is committed when this is called; after `recover` the one that is there, until a witness has confirmed it.
   * Rejects with what the disk does; asked again, it goes on. AUDIT_ROLLED_BACK, AUDIT_FORK for good, when a witness has shown that.
   */
  publish(): Promise<Published> {
    // Whoever waits for the one under way begins the next; nobody comes between.
    if (this.#next) return this.#next;
    if (!this.#running) return this.#begin();
    this.#next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#begin();
      });
    return this.#next;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#running?.catch(() => undefined);
  }

  /** A `.tlog-proof` of an entry under the checkpoint that is served. Throws AUDIT_PROOF_INVALID for one that is not covered yet. */
  async proofOf(index: number): Promise<Uint8Array> {
    const published = this.#published;
    const reader = this.#reader;
    if (!published || !reader || index >= published.head.size)
      throw new MusterError('AUDIT_PROOF_INVALID', `entry ${index} is under no checkpoint yet`);
    const hashes = await reader.inclusionProof(index);
    return formatLogProof({ index, hashes, checkpoint: published.note, extra: null });
  }

  /** From a smaller size to that of the checkpoint that is served. Throws AUDIT_PROOF_INVALID for a larger one. */
  async consistencyFrom(size: number): Promise<readonly Uint8Array[]> {
    if (!this.#reader) throw new MusterError('AUDIT_PROOF_INVALID', 'there is no checkpoint yet');
    return await this.#reader.consistencyProof(size);
  }

  #begin(): Promise<Published> {
    const running = this.#publish().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  /** Up to what is committed now, in as many checkpoints as that takes. */
  async #publish(): Promise<Published> {
    const { rows } = this.#parts;
    const before = await this.#confirmed();
    const { refused, isConfirmed } = this.#cosigners;
    if (refused) throw refused;
    if (before && !isConfirmed) return before;
    // What was committed without a wait for the disk is not signed before it is there; nothing is committed between these two.
    rows.flush();
    const size = rows.size();
    let published = await this.#step(size);
    while (published.head.size < size) published = await this.#step(size);
    return published;
  }

  /**
   * A database and a lock that were both put back agree with one another, and what they would sign next is a fork. So what they have signed last is
   * shown to those who witness it first. Gives what is served.
   */
  async #confirmed(): Promise<Published | undefined> {
    const published = this.#published;
    if (!published || this.#cosigners.isConfirmed || !this.#cosigners.areThere) return published;
    return await this.#step(published.head.size);
  }

  async #step(size: number): Promise<Published> {
    const { origin, keys, rows, lock, folder, wallMs } = this.#parts;
    const locked = lock.latest(origin);
    const start = rows.edge();
    const { edge, files } = grown(rows, start, size);
    const head = headOf(edge);
    const atMs = wallMs();
    const isNew = !locked || locked.size < head.size;
    if (!isNew && !sameHash(head.root, locked.root))
      throw rolledBack('its newest checkpoint has another root');
    const note = isNew
      ? signCheckpoint({ origin, ...head }, keys, Math.floor(atMs / 1000))
      : this.#noteOf(head, locked);
    if (isNew) lock.advance(origin, locked?.size ?? 0, { ...head, note });
    await folder.write(files);
    if (edge.size !== start.size) rows.moveEdge(edge);
    const reader = this.#readerOf(head);
    const gathered = await this.#cosigners.gather(note, head, reader);
    const { note: cosigned, hasQuorum } = gathered;
    await folder.replaceCheckpoint(cosigned);
    const published = { head, note: cosigned, hasQuorum, atMs };
    this.#serve(published, reader);
    gathered.more = () => this.#serveMore(head, gathered);
    gathered.more();
    return published;
  }

  /** A checkpoint that is published again keeps the cosignatures of witnesses that are away now: newer ones take the place of theirs. */
  #noteOf({ size }: TreeHead, locked: LockedCheckpoint): Uint8Array {
    const published = this.#published;
    return published?.head.size === size ? published.note : locked.note;
  }

  #serve(published: Published, reader = this.#readerOf(published.head)): void {
    this.#published = published;
    this.#reader = reader;
  }

  #readerOf(head: TreeHead): TreeReader {
    return new TreeReader(head, (tile: Tile) => this.#parts.folder.read(tilePath(tile)));
  }

  /** The cosignatures that were on it stay, where it is the one that was served. */
  async #servedNote(locked: LockedCheckpoint): Promise<Uint8Array> {
    const { folder, keys } = this.#parts;
    const served = await folder.read('checkpoint').catch(() => undefined);
    if (!served) return locked.note;
    try {
      const { checkpoint } = openCheckpoint(
        served,
        keys.map(({ verifier }) => verifier),
      );
      return checkpoint.size === locked.size && sameHash(checkpoint.root, locked.root) ? served : locked.note;
    } catch {
      return locked.note;
    }
  }

  /** Cosignatures that came after the checkpoint was served are put on it, as long as it is the newest. */
  #serveMore(head: TreeHead, gathered: Gathered): void {
    const published = this.#published;
    if (published?.head.size !== head.size || published.note === gathered.note) return;
    this.#published = { ...published, note: gathered.note, hasQuorum: gathered.hasQuorum };
    this.#parts.folder.replaceCheckpoint(gathered.note).catch(() => {}); // the next one is written anew
  }
}

/** What a log of `size` entries has beyond an edge, or a part of it. */
function grown(rows: LogRows, from: RightEdge, size: number): ReturnType<typeof filesBetween> {
  const first = unfinishedBundleStart(from.size);
  const count = Math.min(GROWTH_MAX, size - first);
  const entries = rows.entries(first, count);
  if (entries.length < count) throw rolledBack(`entry ${first + entries.length} is missing`);
  return filesBetween(from, entries);
}
