/** @module The files of a log that are handed out, by their paths: nothing else lies where they lie. */
import { MusterError } from '@muster/errors';
import type { LogFile } from '@muster/protocol';
import type { FederationLog } from './federation-log.ts';

/** The checkpoint, tiles and bundles of entries (C2SP tlog-tiles). */
const FILE = /^(checkpoint|tile\/(entries|\d{1,2})\/(x\d{3}\/)*\d{3}(\.p\/\d{1,3})?)$/;
const PART_BYTES = 256 * 1024;

/** Throws NOT_FOUND, STORAGE_FAILED. */
export async function readLogFile(log: Pick<FederationLog, 'read'>, path: string): Promise<Uint8Array> {
  if (!FILE.test(path)) throw new MusterError('NOT_FOUND', 'the log has no such file');
  return await log.read(path);
}

/** A part of a file, from an offset. Throws likewise. */
export async function partOfLogFile(
  log: Pick<FederationLog, 'read'>,
  path: string,
  offset: number,
): Promise<LogFile> {
  const bytes = await readLogFile(log, path);
  return { size: bytes.length, data: bytes.subarray(offset, offset + PART_BYTES) };
}
