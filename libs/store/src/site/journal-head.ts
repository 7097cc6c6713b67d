/**
 * @module The newest line of the journal, kept in the site's database beside it: lines cut off the end of the file leave a chain that
 * is whole, and only what is written elsewhere tells that they were there.
 *
 * It is written after the line is on disk and before anybody is told so, without a wait for the disk: a power cut may take it back by some
 * lines, which the journal then has beyond it. So the journal always reaches as far as this, or was cut.
 */
import { MusterError } from '@muster/errors';
import type { Db } from '../db.ts';
import { integerOf, textOf } from '../row.ts';
import { linesOf } from './journal-line.ts';

/** The end of the journal: whoever holds it can tell whether a line before it was changed. */
export interface JournalHead {
  /** Number of the last line, 0 when there is none. */
  readonly seq: number;
  /** SHA-256 of the last line, hex; zeros when there is none. */
  readonly hash: string;
}

/** False for the database of an agent that is older than this, and has not been started since. */
export function knowsHead(db: Db): boolean {
  const table = db.get("SELECT 1 FROM sqlite_master WHERE name = 'journal_head'", [], () => true);
  return table === true;
}

/** Undefined when no line was written since the database knows of them. */
export function keptHead(db: Db): JournalHead | undefined {
  return db.get('SELECT seq, hash FROM journal_head', [], (row) => ({
    seq: integerOf(row, 'seq'),
    hash: textOf(row, 'hash'),
  }));
}

export function keepHead(db: Db, { seq, hash }: JournalHead): void {
  db.relaxedTx(() =>
    db.run(
      `INSERT INTO journal_head (id, seq, hash) VALUES (1, $1, $2)
       ON CONFLICT (id) DO UPDATE SET seq = $1, hash = $2`,
      [seq, hash],
    ),
  );
}

/**
 * What `found`, the head of the journal in `path`, lacks of the head that was kept; '' when it has it all. `end`: bytes of whole lines.
 * Reads the file only where the journal goes on beyond what was kept.
 */
export async function missingBefore(
  kept: JournalHead,
  found: JournalHead,
  path: string,
  end: number,
): Promise<string> {
  if (found.seq < kept.seq) return cutOff(kept, found.seq);
  if (found.seq === kept.seq) return found.hash === kept.hash ? '' : exchanged(kept.seq);
  let seq = 0;
  for await (const { hash } of linesOf(path, end)) {
    seq += 1;
    if (seq === kept.seq) return hash === kept.hash ? '' : exchanged(seq);
  }
  return cutOff(kept, seq);
}

function cutOff(kept: JournalHead, lines: number): string {
  if (lines === 0) return `${kept.seq} lines were written, and none is there`;
  return `it ends with line ${lines}, but ${kept.seq} lines were written`;
}

function exchanged(seq: number): string {
  return `line ${seq} is not the one that was written`;
}

/** Throws STORAGE_CORRUPT: on a journal that was cut no new line is written, which would cover it up. */
export function refuseMissing(problem: string, path: string): void {
  if (problem === '') return;
  throw new MusterError(
    'STORAGE_CORRUPT',
    `the journal ${path} was altered: ${problem}. Put it back from a backup; or move the folder it is in aside, and begin a new one`,
  );
}
