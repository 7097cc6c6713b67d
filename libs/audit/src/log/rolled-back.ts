/** @module The error of a log that is not the one that was signed. */
import { MusterError } from '@muster/errors';

export function rolledBack(why: string): MusterError {
  return new MusterError(
    'AUDIT_ROLLED_BACK',
    `the database is not the one that the log was written from: ${why}`,
  );
}
