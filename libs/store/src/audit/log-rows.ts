/** @module The entries of one log, how far each source has come, and the right edge of what is written to files. */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { bytesOf, integerOf, nullable, textOf } from '../row.ts';

interface ChainEnd {
  readonly seq: number;
  readonly prev: string;
}

/** What an entry is found by. */
interface Place {
  readonly source: string;
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
}

interface Edge {
  readonly size: number;
  readonly levels: readonly Uint8Array[];
}

export class AuditRows {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Which log of its owner this is: 1, and a greater number for each later one. */
  epoch(): number {
    const sql = 'SELECT MAX(epoch) AS epoch FROM audit_epoch';
    return this.#db.get(sql, [], (row) => nullable(row, 'epoch', integerOf)) ?? 1;
  }

  /** Begins another log: of the one before only its files are left. */
  beginEpoch(epoch: number): void {
    this.#db.atomically(() => {
      this.#db.run('INSERT INTO audit_epoch (epoch) VALUES ($1)', [epoch]);
      this.#db.run('DELETE FROM audit_entry');
      this.#db.run('DELETE FROM audit_source');
      this.#db.run('DELETE FROM audit_edge');
    });
  }

  size(): number {
    const sql = 'SELECT COALESCE(MAX(idx) + 1, 0) AS size FROM audit_entry';
    return this.#db.get(sql, [], (row) => integerOf(row, 'size')) ?? 0;
  }

  /** The index of the new entry. Throws CONFLICT when the source has an event of this number. */
  append(entry: Uint8Array, { source, seq, type, subject }: Place): number {
    const index = this.#db.get(
      `INSERT INTO audit_entry (idx, entry, source, seq, type, subject)
       VALUES ((SELECT COALESCE(MAX(idx) + 1, 0) FROM audit_entry), $1, $2, $3, $4, $5) RETURNING idx`,
      [entry, source, seq, type, subject],
      (row) => integerOf(row, 'idx'),
    );
    if (index === undefined) throw new MusterError('INTERNAL', 'an entry was not inserted');
    return index;
  }

  entries(first: number, limit: number): readonly Uint8Array[] {
    return this.#db.all(
      'SELECT entry FROM audit_entry WHERE idx >= $1 ORDER BY idx LIMIT $2',
      [first, limit],
      (row) => bytesOf(row, 'entry'),
    );
  }

  indexOf(source: string, seq: number): number | undefined {
    const sql = 'SELECT idx FROM audit_entry WHERE source = $1 AND seq = $2';
    return this.#db.get(sql, [source, seq], (row) => integerOf(row, 'idx'));
  }

  /** The newest event of a source about a subject. */
  latestAbout(subject: string, type: string, source: string): number | undefined {
    const sql = 'SELECT MAX(idx) AS idx FROM audit_entry WHERE subject = $1 AND type = $2 AND source = $3';
    return this.#db.get(sql, [subject, type, source], (row) => nullable(row, 'idx', integerOf)) ?? undefined;
  }

  end(source: string): ChainEnd {
    const sql = 'SELECT seq, prev FROM audit_source WHERE source = $1';
    const end = this.#db.get(sql, [source], (row) => ({
      seq: integerOf(row, 'seq'),
      prev: textOf(row, 'prev'),
    }));
    return end ?? { seq: 0, prev: '' };
  }

  moveEnd(source: string, { seq, prev }: ChainEnd): void {
    this.#db.run(
      `INSERT INTO audit_source (source, seq, prev) VALUES ($1, $2, $3)
       ON CONFLICT (source) DO UPDATE SET seq = $2, prev = $3`,
      [source, seq, prev],
    );
  }

  edge(): Edge {
    const rows = this.#db.all('SELECT size, hashes FROM audit_edge ORDER BY level', [], (row) => ({
      size: integerOf(row, 'size'),
      hashes: bytesOf(row, 'hashes'),
    }));
    return { size: rows[0]?.size ?? 0, levels: rows.map(({ hashes }) => hashes) };
  }

  /** Written without a wait for the disk: whoever finds an older one writes some files once more. */
  moveEdge({ size, levels }: Edge): void {
    this.#db.relaxedTx(() => {
      for (const [level, hashes] of levels.entries())
        this.#db.run(
          `INSERT INTO audit_edge (level, size, hashes) VALUES ($1, $2, $3)
           ON CONFLICT (level) DO UPDATE SET size = $2, hashes = $3`,
          [level, size, hashes],
        );
    });
  }

  atomically<T>(act: () => T): T {
    return this.#db.atomically(act);
  }

  flush(): void {
    this.#db.flush();
  }
}
