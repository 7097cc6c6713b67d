/**
 * @module What the logs of the federation have signed, wherever it was seen: it is one history of each log, it is locked before anybody else
 * sees it, and what is served is whole.
 */
import {
  appendLeaves,
  EMPTY_EDGE,
  filesBetween,
  headOf,
  leafHashes,
  parseCheckpoint,
  parseNote,
  type TreeHead,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import type { VirtualDisk } from './disk.ts';
import type { LoggedEvents } from './logged-events.ts';
import { Violation } from './violation.ts';

export class History {
  readonly #origin: string;
  readonly #disk: VirtualDisk;
  readonly #events: LoggedEvents;
  /** Where it is served from. */
  readonly #folder: string;
  /** Roots of what was signed, in hex, by size. */
  readonly #signed = new Map<number, string>();
  /** Of the checkpoint that is served. */
  #servedSize = 0;

  constructor(origin: string, folder: string, disk: VirtualDisk, events: LoggedEvents) {
    this.#origin = origin;
    this.#folder = folder;
    this.#disk = disk;
    this.#events = events;
  }

  get servedSize(): number {
    return this.#servedSize;
  }

  /** Something was signed. Throws Violation. */
  locked(): void {
    const { size, root } = this.#newestLocked();
    if (size > 0) this.#sign(size, root);
  }

  /** Somebody has a checkpoint of it; `root` in hex. Throws Violation. */
  seen(size: number, root: string): void {
    const locked = this.#newestLocked();
    if (size > locked.size)
      throw forked(`${this.#origin} shows ${size} entries, and is locked at ${locked.size}`);
    this.#sign(size, root);
  }

  /** Another checkpoint is served. Throws Violation. */
  published(folder: string): void {
    if (folder !== this.#folder) throw forked(`${this.#origin} has begun anew in ${folder}`);
    const head = this.#served();
    if (!head) return;
    const { size, root } = head;
    if (size < this.#servedSize)
      throw unserved(`${this.#origin} serves ${size} entries after ${this.#servedSize}`);
    this.#servedSize = size;
    this.seen(size, hex(root));
    this.#checkFiles(head);
  }

  /** What is left after a power cut goes on from what was signed. Throws Violation. */
  lostPower(): void {
    for (const [size, root] of this.#signed) this.#checkRoot(size, root);
    const newest = Math.max(0, ...this.#signed.keys());
    const { size } = this.#newestLocked();
    if (size < newest) throw forked(`${this.#origin} is locked at ${size}, and has signed ${newest}`);
    const head = this.#served();
    this.#servedSize = head?.size ?? 0;
    if (head) this.#checkFiles(head);
  }

  #sign(size: number, root: string): void {
    const before = this.#signed.get(size);
    if (before === root) return;
    if (before !== undefined) throw forked(`${this.#origin} has signed two trees of ${size} entries`);
    this.#checkRoot(size, root);
    this.#signed.set(size, root);
  }

  #checkRoot(size: number, root: string): void {
    const own = this.#events.rootOf(size);
    if (own === undefined)
      throw forked(`${this.#origin} has signed ${size} entries, and its rows have fewer`);
    if (own !== root) throw forked(`${this.#origin} has signed ${size} entries other than those of its rows`);
  }

  /** Every file is there, and the root follows from the entries in them. */
  #checkFiles({ size, root }: TreeHead): void {
    const entries = this.#events.entries.slice(0, size);
    for (const { path, bytes } of filesBetween(EMPTY_EDGE, entries).files) {
      const found = this.#disk.volume.find(`${this.#folder}/${path}`)?.bytes;
      if (!found || Buffer.compare(found, bytes) !== 0)
        throw unserved(`${path} of ${this.#origin} is ${found ? 'not what was signed' : 'not there'}`);
    }
    const { edge } = appendLeaves(EMPTY_EDGE, leafHashes(entries));
    if (hex(headOf(edge).root) !== hex(root)) throw unserved(`the root of ${this.#origin} is another one`);
  }

  /** The checkpoint that is served; undefined before the first. */
  #served(): TreeHead | undefined {
    const note = this.#disk.volume.find(`${this.#folder}/checkpoint`)?.bytes;
    if (!note) return undefined;
    try {
      return parseCheckpoint(parseNote(note).text);
    } catch (thrown) {
      throw unserved(`the checkpoint of ${this.#origin} cannot be read: ${asMusterError(thrown).message}`);
    }
  }

  #newestLocked(): { readonly size: number; readonly root: string } {
    const sql = 'SELECT size, root FROM signed WHERE origin = $1';
    const found = this.#disk.lock.get(sql, [this.#origin], ({ size, root }) => ({
      size: Number(size),
      root: root instanceof Uint8Array ? hex(root) : '',
    }));
    return found ?? { size: 0, root: '' };
  }
}

function forked(what: string): Violation {
  return new Violation('never-two-histories', what);
}

function unserved(what: string): Violation {
  return new Violation('published-is-served', what);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
