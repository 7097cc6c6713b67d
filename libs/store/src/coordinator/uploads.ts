/**
 * @module Updates on their way in, by the spool file that holds them. Rows are written without fsync: they outlast the death of the
 * process, as the spool files do; what a power cut takes, the sites bring again.
 */
import type { Db, Row } from '../db.ts';
import { integerOf, textOf, wordOf } from '../row.ts';
import type { RoundRef } from './members.ts';

/** How an update travels: values sealed for the coordinator, or words under masks. */
const UPDATE_CODECS = ['sealed-f32', 'masked-u32', 'masked-u16'] as const;
export type UpdateCodec = (typeof UPDATE_CODECS)[number];

/** An update on its way in, whose bytes lie in the spool folder; its name survives a restart. */
export interface StoredUpload extends RoundRef {
  /** Name within the spool folder. */
  readonly file: string;
  readonly site: string;
  readonly updateHash: string;
  readonly sizeBytes: number;
  readonly codec: UpdateCodec;
  readonly weight: number;
  /** Every byte is in the file, has the hash that was announced, and may be folded. */
  readonly admitted: boolean;
}

const COLUMNS = 'file, run, round, attempt, site, update_hash, size_bytes, codec, weight, admitted';

const uploadOf = (row: Row): StoredUpload => ({
  file: textOf(row, 'file'),
  run: textOf(row, 'run'),
  round: integerOf(row, 'round'),
  attempt: integerOf(row, 'attempt'),
  site: textOf(row, 'site'),
  updateHash: textOf(row, 'update_hash'),
  sizeBytes: integerOf(row, 'size_bytes'),
  codec: wordOf(row, 'codec', UPDATE_CODECS),
  weight: integerOf(row, 'weight'),
  admitted: integerOf(row, 'admitted') === 1,
});

/** The updates that are in the spool folder. */
export class StoredUploads {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  all(): StoredUpload[] {
    return this.#db.all(`SELECT ${COLUMNS} FROM upload ORDER BY run, round, attempt, site`, [], uploadOf);
  }

  /** In place of any other of the same site in the same attempt. */
  begin(upload: StoredUpload): void {
    const { file, run, round, attempt, site, updateHash, sizeBytes, codec, weight, admitted } = upload;
    this.#db.relaxedTx(() => {
      this.#db.run('DELETE FROM upload WHERE run = $1 AND round = $2 AND attempt = $3 AND site = $4', [
        run,
        round,
        attempt,
        site,
      ]);
      this.#db.run(`INSERT INTO upload (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
        file,
        run,
        round,
        attempt,
        site,
        updateHash,
        sizeBytes,
        codec,
        weight,
        admitted ? 1 : 0,
      ]);
    });
  }

  /** In the transaction of whoever calls: together with the state in which the update is received. False when it was before. */
  admit(file: string): boolean {
    return this.#db.run('UPDATE upload SET admitted = 1 WHERE file = $1 AND admitted = 0', [file]) > 0;
  }

  /** After the file is gone, or before: a row without its file is no upload, and a file without its row is removed at the next start. */
  drop(files: readonly string[]): void {
    if (files.length === 0) return;
    this.#db.relaxedTx(() => {
      for (const file of files) this.#db.run('DELETE FROM upload WHERE file = $1', [file]);
    });
  }
}
