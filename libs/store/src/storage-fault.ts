/** @module Faults of the disk and of SQLite as errors with a code. */
import { MusterError } from '@muster/errors';

/** The code of a Node system error ('ENOENT', 'ENOSPC', ...), or ''. */
export function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** A failed file operation: STORAGE_FULL when the disk or the quota is full, else STORAGE_FAILED. */
export function fileFault(thrown: unknown, doing: string): MusterError {
  if (thrown instanceof MusterError) return thrown;
  const cause = systemCode(thrown);
  const code = cause === 'ENOSPC' || cause === 'EDQUOT' ? 'STORAGE_FULL' : 'STORAGE_FAILED';
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new MusterError(code, `${doing}: ${message}`, { cause: thrown, detail: { cause } });
}

/** Primary result codes, https://sqlite.org/rescode.html; the low byte of the extended code. */
const SQLITE = {
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  constraint: 19,
  notadb: 26,
};
/** Extended codes of constraints that say "there is one already". */
const UNIQUE = 2067;
const PRIMARY_KEY = 1555;

/** An error of `node:sqlite`, or of a file operation beside it, with the code that fits; INTERNAL for anything else. */
export function sqliteFault(thrown: unknown, doing: string): MusterError {
  if (thrown instanceof MusterError) return thrown;
  if (thrown instanceof Error && 'syscall' in thrown) return fileFault(thrown, doing);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const extended =
    thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
      ? thrown.errcode
      : -1;
  const fault = (code: ConstructorParameters<typeof MusterError>[0], said = message) =>
    new MusterError(code, `${doing}: ${said}`, { cause: thrown, detail: { sqlite: extended } });
  switch (extended < 0 ? -1 : extended & 0xff) {
    case SQLITE.full:
      return fault('STORAGE_FULL');
    case SQLITE.ioerr:
    case SQLITE.cantopen:
    case SQLITE.readonly:
      return fault('STORAGE_FAILED');
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return fault('STORAGE_CORRUPT');
    case SQLITE.busy:
    case SQLITE.locked:
      return fault('STORAGE_BUSY', 'another connection held the write lock for too long');
    case SQLITE.constraint:
      return fault(extended === UNIQUE || extended === PRIMARY_KEY ? 'CONFLICT' : 'INVALID_ARGUMENT');
    default:
      return fault('INTERNAL');
  }
}
