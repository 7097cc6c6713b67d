/** @module The folder of the demo: emptied when it starts, if it is a demo's and nobody works in it. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { lockDirectory } from '@muster/store';
import { DEFAULT_FOLDER } from './options.ts';

/** Where a coordinator and an agent keep what one process at a time may hold. */
const DATA = ['data', 'state'];

/**
 * What an earlier demo left goes; a folder of anything else stays as it is. Throws INVALID_ARGUMENT (no demo's folder) and STORAGE_BUSY
 * (a coordinator or an agent runs in it).
 */
export function emptyFolder(folder: string): void {
  const marker = join(folder, '.muster-demo');
  const isOurs = folder === DEFAULT_FOLDER || existsSync(marker);
  const inside = existsSync(folder) ? readdirSync(folder) : [];
  if (!isOurs && inside.length > 0)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${folder} holds something that is no demo: name an empty folder`,
    );
  // Held until all is gone: nothing starts in between.
  using locks = new DisposableStack();
  for (const path of inside.flatMap((name) => DATA.map((data) => join(folder, name, data))))
    if (existsSync(join(path, 'lock.db'))) locks.use(lock(path));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(marker, 'Made by `npm run demo`, which empties this folder when it starts.\n');
}

function lock(path: string): Disposable {
  try {
    return lockDirectory(path);
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    throw new MusterError(code, `an earlier demo still runs: ${message}`, { cause: thrown });
  }
}
