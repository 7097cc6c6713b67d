/**
 * @module Somebody who looks at the folder of a log at any moment, and believes nothing: each checkpoint that was ever there is signed, goes on from the
 * one before, and everything under it is in the files at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Checkpoint,
  EMPTY_ROOT,
  leafHash,
  openUnderPolicy,
  parseLogPolicy,
  readTile,
  TreeReader,
  verifiedEntries,
  verifyConsistency,
  verifyLog,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import { openKeptLog } from '../../tools/audit/kept-log.ts';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { publishedEvents } from '../../tools/audit/published-events.ts';
import type { Acknowledged } from './log-writer.ts';

export class LogWatcher {
  readonly #folder: string;
  readonly #held: Acknowledged;
  /** Each that was seen, in the order of time. */
  readonly #seen: Checkpoint[] = [];
  /** Acknowledged entries below it were found under a root that was seen. */
  #found = 0;
  #note = '';
  /** One look comes after the other: what is read later was published later. */
  #turn: Promise<void> = Promise.resolve();

  constructor(data: string, held: Acknowledged) {
    this.#folder = join(data, 'audit', '1');
    this.#held = held;
  }

  /** How many different checkpoints there were. */
  get count(): number {
    return this.#seen.length;
  }

  /** Throws what is wrong with the checkpoint that is there now; none is nothing wrong. */
  look(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#look());
    return this.#turn;
  }

  async #look(): Promise<void> {
    const note = await readFile(join(this.#folder, 'checkpoint')).catch(() => undefined);
    const { policy } = this.#held;
    if (!note || !policy || note.toString() === this.#note) return;
    this.#note = note.toString();
    const { checkpoint } = openUnderPolicy(note, parseLogPolicy(policy));
    const before = this.#seen.at(-1) ?? { size: 0, root: EMPTY_ROOT };
    if (checkpoint.size < before.size)
      throw new MusterError(
        'AUDIT_ROLLED_BACK',
        `${before.size} entries were published, now ${checkpoint.size}`,
      );
    this.#seen.push(checkpoint);
    const reader = this.#readerOf(checkpoint);
    verifyConsistency(before, checkpoint, await reader.consistencyProof(before.size));
    const last = checkpoint.size - 1;
    for await (const { entry } of verifiedEntries(this.#source, reader, last, last + 1)) leafHash(entry);
  }

  /**
   * Throws unless the first `due` entries are under the newest checkpoint, and all that is under it is what was acknowledged. Whoever still writes
   * has acknowledged more by then.
   */
  async find(due: number): Promise<void> {
    await this.look();
    const newest = this.#seen.at(-1);
    if (!newest) throw new MusterError('NOT_FOUND', 'nothing was ever published');
    const { entries } = this.#held;
    if (newest.size < due)
      throw new MusterError('STORAGE_CORRUPT', `entry ${due - 1} was acknowledged, ${newest.size} are there`);
    for await (const { index, entry } of verifiedEntries(
      this.#source,
      this.#readerOf(newest),
      this.#found,
      newest.size,
    )) {
      const acknowledged = entries.get(index);
      if (acknowledged !== undefined && acknowledged !== Buffer.from(leafHash(entry)).toString('base64'))
        throw new MusterError('STORAGE_CORRUPT', `entry ${index} is another than was acknowledged`);
    }
    this.#found = newest.size;
  }

  /** Everything once more, from the beginning: each root against the last, each byte, each event, each act. Throws what is wrong. */
  async findAll(): Promise<void> {
    const { policy = new Uint8Array(), acts, due } = this.#held;
    this.#found = 0;
    await this.find(due);
    const newest = this.#seen.at(-1) ?? { size: 0, root: EMPTY_ROOT };
    const reader = this.#readerOf(newest);
    for (const each of this.#seen) verifyConsistency(each, newest, await reader.consistencyProof(each.size));
    const { findings } = await verifyLog({
      source: LogCopy.of(this.#folder),
      policy: parseLogPolicy(policy),
      nowS: Math.floor(Date.now() / 1000),
      maxAgeS: null,
      depth: 'events',
    });
    const grave = findings.filter(({ kind }) => kind !== 'warning'); // it is one that no witness is asked for
    if (grave.length > 0) throw new MusterError('AUDIT_EVENT_INVALID', JSON.stringify(grave));
    const told = publishedEvents(this.#folder).flatMap(({ data }) =>
      'action' in data && data.action === 'operator-added' ? [data.target?.id ?? ''] : [],
    );
    const done = await operatorsOf(join(this.#folder, '..', '..'));
    if (told.toSorted().join() !== done.toSorted().join())
      throw new MusterError(
        'STORAGE_CORRUPT',
        `${told.length} events are about acts, and ${done.length} acts are done`,
      );
    const lost = [...acts].filter((id) => !done.includes(id));
    if (lost.length > 0)
      throw new MusterError('STORAGE_CORRUPT', `acts were acknowledged and are lost: ${lost}`);
  }

  get #source() {
    return {
      name: this.#folder,
      read: (path: string) =>
        readFile(join(this.#folder, path)).catch(() => {
          throw new MusterError('NOT_FOUND', path);
        }),
    };
  }

  #readerOf(checkpoint: Checkpoint | { readonly size: number; readonly root: Uint8Array }): TreeReader {
    return new TreeReader(checkpoint, (tile) => readTile(this.#source, tile));
  }
}

/** Of a log that nobody writes to. */
async function operatorsOf(data: string): Promise<readonly string[]> {
  await using kept = await openKeptLog(data);
  return kept.store.operators.list().map(({ id }) => id);
}
