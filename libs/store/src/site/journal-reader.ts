/** @module Reads a journal beside the agent that writes it: no lock, whole lines only, the chain checked on the way. */
import { stat } from 'node:fs/promises';
import { asMusterError } from '@muster/errors';
import { type JournalLine, linesOf, NO_LINE_HASH, parseLine } from './journal-line.ts';

/** Every line up to the first that does not follow from the one before; `problem` says which that is. */
export async function readJournalFile(
  path: string,
): Promise<{ readonly lines: readonly JournalLine[]; readonly problem: string | undefined }> {
  const lines: JournalLine[] = [];
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  let previous = NO_LINE_HASH;
  try {
    for await (const { text, hash } of linesOf(path, size)) {
      const line = parseLine(text);
      if (line.seq !== lines.length + 1 || line.prev !== previous) {
        return { lines, problem: `line ${lines.length + 1} does not follow from the one before` };
      }
      lines.push(line);
      previous = hash;
    }
  } catch (thrown) {
    return { lines, problem: asMusterError(thrown).message };
  }
  return { lines, problem: undefined };
}
