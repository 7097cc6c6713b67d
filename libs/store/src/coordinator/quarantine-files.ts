/** @module The files of refused updates: each holds the bytes of the hash that its row names. They are read beside the process that owns them. */
import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { syncDirectory } from '../blob-files.ts';
import { systemCode } from '../storage-fault.ts';
import type { Quarantined } from './quarantine.ts';

const WINDOW_BYTES = 1 << 20;

/** What a file must be: its name, and the SHA-256 in hex of its bytes where that is known. */
export type RefusedFile = Pick<Quarantined, 'file' | 'updateHash'>;

export function quarantineFolder(directory: string): string {
  return join(directory, 'quarantine');
}

/**
 * Copies these from one data directory to another, durably; resolves with the bytes they have, or with undefined when one is not there.
 * Throws STORAGE_CORRUPT when one holds other bytes than its row says, and the system's errors.
 */
export async function copyRefused(
  from: string,
  to: string,
  refused: readonly RefusedFile[],
): Promise<number | undefined> {
  const target = quarantineFolder(to);
  await mkdir(target, { recursive: true, mode: 0o700 });
  let bytes = 0;
  for (const { file, updateHash } of refused) {
    if (file === null) continue;
    const found = await read(join(quarantineFolder(from), file), join(target, file));
    if (!found) return undefined;
    if (updateHash !== null && found.hash !== updateHash)
      throw new MusterError(
        'STORAGE_CORRUPT',
        `the refused update in ${file} holds other bytes than its row says`,
      );
    bytes += found.sizeBytes;
  }
  await syncDirectory(target);
  return bytes;
}

/** What is wrong with the file of a refused update; '' when nothing is. Throws the system's errors. */
export async function refusedProblem(directory: string, { file, updateHash }: RefusedFile): Promise<string> {
  if (file === null) return '';
  const found = await read(join(quarantineFolder(directory), file));
  if (!found) return 'its bytes are not there';
  return updateHash !== null && found.hash !== updateHash ? 'its bytes are not those that were refused' : '';
}

/** Hash and size of a file, copied to a new one on the way where `to` names one. Undefined: there is none. */
async function read(
  from: string,
  to?: string,
): Promise<{ readonly hash: string; readonly sizeBytes: number } | undefined> {
  const source = await open(from, 'r').catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
  if (!source) return undefined;
  const target = to === undefined ? undefined : await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const window = Buffer.alloc(WINDOW_BYTES);
    let sizeBytes = 0;
    for (;;) {
      const { bytesRead } = await source.read(window, 0, WINDOW_BYTES, sizeBytes);
      if (bytesRead === 0) break;
      hash.update(window.subarray(0, bytesRead));
      await target?.writeFile(window.subarray(0, bytesRead));
      sizeBytes += bytesRead;
    }
    await target?.sync();
    return { hash: hash.digest('hex'), sizeBytes };
  } finally {
    await target?.close();
    await source.close();
  }
}
