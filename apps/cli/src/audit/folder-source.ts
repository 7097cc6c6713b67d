/** @module A log in a folder: read inside of it only, whatever links lie there, and never more of a file than its name allows. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { LogSource } from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';

/** Not through a link in the place of the file, and not waiting for whoever may write to a pipe. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Rejects with NOT_FOUND where there is no folder, INVALID_ARGUMENT for a symbolic link: whoever means where it leads names that. */
export async function folderSource(path: string): Promise<LogSource> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink())
    throw new MusterError('INVALID_ARGUMENT', `${path} is a symbolic link: name the folder itself`);
  if (!found?.isDirectory()) throw new MusterError('NOT_FOUND', `there is no folder ${path}`);
  const root = await realpath(path);
  /** Folders that were found to lie where their names say. */
  const inside = new Set<string>([root]);
  const checkFolder = async (folder: string): Promise<void> => {
    if (inside.has(folder)) return;
    if ((await realpath(folder)) !== folder)
      throw notPlain(relative(root, folder), 'lies elsewhere, by a link');
    inside.add(folder);
  };
  return {
    name: path,
    async read(file, bytesMax) {
      const full = join(root, ...file.split('/'));
      if (!full.startsWith(root + sep)) throw notPlain(file, 'lies outside of the log');
      let handle: FileHandle | undefined;
      try {
        await checkFolder(dirname(full));
        handle = await open(full, FLAGS);
        if (!(await handle.stat()).isFile()) throw notPlain(file, 'is no plain file');
        return await readAtMost(handle, bytesMax + 1);
      } catch (thrown) {
        throw faultOf(thrown, file, path);
      } finally {
        await handle?.close();
      }
    },
    async *list() {
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true }))
        if (!entry.isDirectory())
          yield relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    },
  };
}

async function readAtMost(handle: FileHandle, most: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(Math.min(size, most));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function faultOf(thrown: unknown, file: string, folder: string): MusterError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (thrown instanceof MusterError) return thrown;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new MusterError(
      'NOT_FOUND',
      file === 'checkpoint'
        ? `there is no log in ${folder}, which has no checkpoint: name the folder of a log, such as coordinator/data/audit/1, or its URL`
        : `the log in ${folder} has no ${file}`,
    );
  if (code === 'ELOOP') return notPlain(file, 'is a symbolic link');
  return new MusterError(
    'STORAGE_FAILED',
    `${file} of the log cannot be read: ${asMusterError(thrown).message}`,
    {
      cause: thrown,
    },
  );
}

function notPlain(file: string, why: string): MusterError {
  return new MusterError('AUDIT_TILE_INVALID', `${file} ${why}`, { detail: { path: file } });
}
