/**
 * @module A copy of everything that a coordinator keeps, made while it runs: the database as of one moment, every blob that this moment
 * names, and the bytes of the refused updates that it keeps. Updates on their way in are not in it: their sites bring them again.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asMusterError, MusterError } from '@muster/errors';
import { openBlobs, openBlobsForReading } from '../blob-files.ts';
import { openSqlite } from '../sqlite.ts';
import { fileFault } from '../storage-fault.ts';
import { Quarantine, type Quarantined } from './quarantine.ts';
import { copyRefused, quarantineFolder } from './quarantine-files.ts';
import { blobReferences, type Reference } from './references.ts';

/** A sum is replaced by the next seal, and a refused update is dropped: what was copied then names bytes that are gone. */
const TRIES_MAX = 10;

/** How much was copied. */
export interface Copied {
  readonly blobs: number;
  /** Refused updates whose bytes are kept. */
  readonly refused: number;
  /** Of both. */
  readonly bytes: number;
}

/**
 * Copies the data directory `from` to `to`, which must not be there. Throws CONFLICT (it is), STORAGE_CORRUPT (a blob is not what its name
 * says, a refused update not what its row says: see `check`), STORAGE_FULL, STORAGE_FAILED; then nothing is left at `to`.
 */
export async function copyCoordinatorStore(from: string, to: string, modelsPerRun: number): Promise<Copied> {
  try {
    mkdirSync(to, { mode: 0o700 });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')
      throw new MusterError('CONFLICT', `${to} is there already; nothing was changed`);
    throw fileFault(thrown, `making ${to}`);
  }
  try {
    for (let tries = 1; ; tries += 1) {
      const copied = await copyOnce(from, to, modelsPerRun);
      if (copied) return copied;
      if (tries === TRIES_MAX)
        throw new MusterError(
          'STORAGE_CORRUPT',
          'a blob or a refused update that the database names is not there; `check` tells which',
        );
    }
  } catch (thrown) {
    rmSync(to, { recursive: true, force: true });
    throw fileFault(thrown, 'copying the data');
  }
}

/** Undefined when something went while it was copied. */
async function copyOnce(from: string, to: string, modelsPerRun: number): Promise<Copied | undefined> {
  const database = join(to, 'coordinator.db');
  rmSync(database, { force: true });
  rmSync(quarantineFolder(to), { recursive: true, force: true });
  const { references, refused } = snapshot(join(from, 'coordinator.db'), database, modelsPerRun);
  const source = await openBlobsForReading(join(from, 'blobs'));
  const target = await openBlobs(join(to, 'blobs'));
  const hashes = new Set(references.map(({ hash }) => hash));
  let bytes = 0;
  for (const hash of hashes) {
    try {
      if (!(await target.has(hash))) {
        await using reader = await source.open(hash);
        await using writer = await target.writer();
        for (let offset = 0; offset < reader.sizeBytes; offset += WINDOW_BYTES)
          await writer.write(offset, await reader.read(offset, WINDOW_BYTES));
        await writer.commit(hash);
      }
      await using copy = await target.open(hash);
      bytes += copy.sizeBytes;
    } catch (thrown) {
      if (asMusterError(thrown).code === 'NOT_FOUND') return undefined;
      if (asMusterError(thrown).code === 'OBJECT_CORRUPT')
        throw new MusterError('STORAGE_CORRUPT', `blob ${hash} holds other bytes than its name says`);
      throw thrown;
    }
  }
  const refusedBytes = await copyRefused(from, to, refused);
  if (refusedBytes === undefined) return undefined;
  return { blobs: hashes.size, refused: refused.length, bytes: bytes + refusedBytes };
}

const WINDOW_BYTES = 1 << 20;

/** The database as of now, in one file that is durable; what it names. */
function snapshot(
  from: string,
  to: string,
  modelsPerRun: number,
): { readonly references: readonly Reference[]; readonly refused: readonly Quarantined[] } {
  {
    using db = openSqlite(from, { readOnly: true });
    db.copyTo(to);
  }
  using db = openSqlite(to);
  return { references: blobReferences(db, modelsPerRun), refused: new Quarantine(db).withBytes() };
}
