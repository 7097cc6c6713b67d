/** @module `muster agent journal`: what left this site, in lines that a person reads. */
import { join } from 'node:path';
import { readJournalFile } from '@muster/store';
import { siteFolder } from './folder.ts';

export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly decision: string;
  readonly what: string;
  readonly round: string;
  readonly bytes?: number;
  readonly note: string;
}

/** The newest `limit` lines, oldest first, and whether the chain of lines is whole. */
export async function readJournal(
  directory: string,
  limit: number,
): Promise<{
  readonly entries: readonly JournalEntry[];
  readonly intact: boolean;
  readonly problem: string | undefined;
}> {
  const { lines, problem } = await readJournalFile(join(siteFolder(directory).state, 'journal.jsonl'));
  const entries = lines.slice(-limit).map(({ seq, atMs, body }): JournalEntry => {
    const field = (name: string): unknown =>
      body !== null && typeof body === 'object' ? Reflect.get(body, name) : undefined;
    const text = (name: string): string => {
      const value = field(name);
      return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    };
    const bytes = field('bytes');
    const note = [text('code'), text('reason'), text('note'), text('figures'), text('datasets')]
      .filter((part) => part !== '')
      .join(' ');
    return {
      seq,
      at: new Date(atMs).toISOString(),
      decision: text('decision'),
      what: text('what'),
      round: text('round'),
      ...(typeof bytes === 'number' ? { bytes } : {}),
      note,
    };
  });
  return { entries, intact: problem === undefined, problem };
}
