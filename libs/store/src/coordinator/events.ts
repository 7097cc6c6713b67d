/** @module The append-only list of what happened, for people who watch a run. */
import type { Db, Row } from '../db.ts';
import { integerOf, jsonOf, nullable, textOf, toJson } from '../row.ts';

/** What happened, before it has a number. */
export interface NewEvent {
  readonly atMs: number;
  /** The run that it belongs to; null for what concerns the federation. */
  readonly run: string | null;
  readonly kind: string;
  /** A JSON document. */
  readonly body: unknown;
}

/** What happened, with its place in the order of all events. */
export interface StoredEvent extends NewEvent {
  /** Grows, never used twice; gaps are possible. */
  readonly seq: number;
}

const eventOf = (row: Row): StoredEvent => ({
  seq: integerOf(row, 'seq'),
  atMs: integerOf(row, 'at_ms'),
  run: nullable(row, 'run', textOf),
  kind: textOf(row, 'kind'),
  body: jsonOf(row, 'body_json'),
});

export class Events {
  readonly #db: Db;
  readonly #listeners = new Set<(runs: ReadonlySet<string | null>) => void>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Appends in order; within a transaction they commit with it, and listeners hear of them after that. */
  append(events: readonly NewEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) {
      this.#db.run('INSERT INTO event (at_ms, run, kind, body_json) VALUES ($1, $2, $3, $4)', [
        event.atMs,
        event.run,
        event.kind,
        toJson(event.body),
      ]);
    }
    const runs = new Set(events.map(({ run }) => run));
    this.#db.afterCommit(() => {
      for (const listener of this.#listeners) listener(runs);
    });
  }

  /** At most `limit` events with a number above `seq`, oldest first; of one run, or of all when `run` is null. */
  after(seq: number, run: string | null, limit: number): StoredEvent[] {
    const columns = 'seq, at_ms, run, kind, body_json';
    return run === null
      ? this.#db.all(
          `SELECT ${columns} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2`,
          [seq, limit],
          eventOf,
        )
      : this.#db.all(
          `SELECT ${columns} FROM event WHERE run = $3 AND seq > $1 ORDER BY seq LIMIT $2`,
          [seq, limit, run],
          eventOf,
        );
  }

  /** The number of the newest event, 0 when there is none: where a watcher starts who wants only what comes. */
  lastSeq(): number {
    return (
      this.#db.get('SELECT COALESCE(MAX(seq), 0) AS seq FROM event', [], (row) => integerOf(row, 'seq')) ?? 0
    );
  }

  /** Calls `listener` after each commit that appended, in this process, with whose events they are. It reads with `after` from where it was. */
  listen(listener: (runs: ReadonlySet<string | null>) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
