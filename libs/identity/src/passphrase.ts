/** @module The passphrase of a key file: the first line of a file that its owner alone may read. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { assertPrivate } from './key-file.ts';

/**
 * From the file that the option names, else from the one that MUSTER_PASSPHRASE_FILE in `environment` names; undefined without both.
 * Throws PASSPHRASE_REQUIRED (no such file, or its first line is empty) and KEY_FILE_INVALID (others may read it).
 */
export async function readPassphrase(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const file = option ?? environment.MUSTER_PASSPHRASE_FILE;
  if (file === undefined || (file === '' && option === undefined)) return undefined;
  // An option without a name is a variable of a script that was not set: keys are not to lie open for that.
  if (file === '') throw new MusterError('PASSPHRASE_REQUIRED', 'no passphrase file is named');
  const unreadable = (cause: unknown): never => {
    if (cause instanceof MusterError) throw cause;
    throw new MusterError('PASSPHRASE_REQUIRED', `the passphrase file ${file} cannot be read`, { cause });
  };
  await assertPrivate(file).catch(unreadable);
  const text = await readFile(file, 'utf8').catch(unreadable);
  const first = text.split(/\r?\n/)[0] ?? '';
  if (first === '')
    throw new MusterError('PASSPHRASE_REQUIRED', `the first line of the passphrase file ${file} is empty`);
  return first;
}
