/** @module Reads a journal beside the agent that writes it: no lock, whole lines only, the chain and its end checked on the way. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { openSqlite } from '../sqlite.ts';
import { type JournalHead, keptHead, knowsHead, missingBefore } from './journal-head.ts';
import { type JournalLine, linesOf, NO_LINE_HASH, parseLine } from './journal-line.ts';
import { WorkLedger } from './work.ts';

export interface SiteJournal {
  /** Every line up to the first that does not follow from the one before. */
  readonly lines: readonly JournalLine[];
  /** Which line that is, or what is missing at the end; undefined when all is there. */
  readonly problem: string | undefined;
}

/** Of the data directory of a site. A site that never worked has no lines, and no problem. Throws STORAGE_FAILED, STORAGE_CORRUPT. */
export async function readSiteJournal(directory: string): Promise<SiteJournal> {
  const path = join(directory, 'journal.jsonl');
  // What is kept of it is read first: lines that the agent adds meanwhile are beyond it.
  const memory = remembered(join(directory, 'site.db'));
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  const { lines, head, problem } = await chain(path, size ?? 0);
  if (problem !== undefined) return { lines, problem };
  if (!memory) {
    const unknown = 'site.db is gone, which knows the newest line: the end cannot be checked';
    return { lines, problem: lines.length > 0 ? unknown : undefined };
  }
  if (memory.head) {
    const missing = await missingBefore(memory.head, head, path, size ?? 0);
    return { lines, problem: missing === '' ? undefined : missing };
  }
  const lost = lines.length === 0 && memory.hasWorked;
  return { lines, problem: lost ? 'there is no journal here, although this site has worked' : undefined };
}

/** What the database of a site knows of its journal; undefined where there is no database. */
function remembered(path: string): { head: JournalHead | undefined; hasWorked: boolean } | undefined {
  if (!existsSync(path)) return undefined;
  using db = openSqlite(path, { readOnly: true });
  return {
    head: knowsHead(db) ? keptHead(db) : undefined,
    hasWorked: new WorkLedger(db).recent(1).length > 0,
  };
}

/** The lines in the first `size` bytes, as far as each follows from the one before. */
async function chain(path: string, size: number): Promise<SiteJournal & { readonly head: JournalHead }> {
  const lines: JournalLine[] = [];
  let head: JournalHead = { seq: 0, hash: NO_LINE_HASH };
  try {
    for await (const { text, hash } of linesOf(path, size)) {
      const line = parseLine(text);
      if (line.seq !== head.seq + 1 || line.prev !== head.hash)
        return { lines, head, problem: `line ${head.seq + 1} does not follow from the one before` };
      lines.push(line);
      head = { seq: line.seq, hash };
    }
  } catch (thrown) {
    return { lines, head, problem: asMusterError(thrown).message };
  }
  return { lines, head, problem: undefined };
}
