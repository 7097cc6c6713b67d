/**
 * @module What a backup takes along of the audit logs: the files of each epoch under its checkpoint, and evidence of forks. Not the vault, which must
 * be able to forget, and not the lock: with it a coordinator that was put back would go on with a log that has gone on without it.
 */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { parseCheckpoint, parseNote, tilePath, tilesBetween } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { systemCode } from '@muster/store';
import { EVIDENCE_FILE } from './fork-files.ts';

const LOGS = 'audit';
const EVIDENCE = 'evidence';
const EPOCH = /^[1-9][0-9]*$/;
const CHECKPOINT = 'checkpoint';

/** What of the audit log a backup is made without, and what a person does about it; for a coordinator that keeps a log. */
export const LEFT_OUT_OF_LOG: readonly string[] = [
  'audit-vault.db, what entries hide and who acted: it must be able to forget, so copy it yourself, and keep no copy for more than 35 days',
  'audit-lock.db: a restored coordinator begins a later log, and so signs no second history',
];

/**
 * Copies from one data folder to another, while the log may grow: a checkpoint, then what it covers. Gives the paths within the folder. Throws
 * AUDIT_NOTE_INVALID, STORAGE_CORRUPT (a file that a checkpoint covers is not there), and what the disk does.
 */
export async function copyLogs(from: string, to: string): Promise<readonly string[]> {
  const copied: string[] = [];
  const copy = async (path: string): Promise<void> => {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), join(to, path));
    copied.push(path);
  };
  for (const epoch of (await namesIn(join(from, LOGS))).filter((name) => EPOCH.test(name))) {
    const log = join(LOGS, epoch);
    if (!(await namesIn(join(from, log))).includes(CHECKPOINT)) continue;
    await copy(join(log, CHECKPOINT));
    const note = await readFile(join(to, log, CHECKPOINT));
    const { size } = parseCheckpoint(parseNote(note).text);
    for (const tile of tilesBetween(0, size)) {
      const path = join(log, ...tilePath(tile).split('/'));
      await copy(path).catch((thrown: unknown) => {
        if (systemCode(thrown) !== 'ENOENT') throw thrown;
        throw new MusterError(
          'STORAGE_CORRUPT',
          `${path} is not there, and the checkpoint beside it covers it`,
        );
      });
    }
  }
  for (const name of (await namesIn(join(from, EVIDENCE))).filter((each) => EVIDENCE_FILE.test(each)))
    await copy(join(EVIDENCE, name));
  return copied;
}

/** Whether a path within the data folder is one of those that `copyLogs` gives. */
export function isOfLogs(path: string): boolean {
  const [first] = path.split(sep);
  return first === LOGS || first === EVIDENCE;
}

/** Nothing of a folder that is not there. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}
