/** @module Exit codes of `muster`: documented, stable, and derived from the error's code alone. */
import { ERRORS, type MusterError } from '@muster/errors';

export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, unreachable: 4, partial: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(error: MusterError): ExitCode {
  if (error.code === 'UNAVAILABLE' || error.code === 'TIMEOUT' || error.code === 'HANDSHAKE_TIMEOUT')
    return EXIT.unreachable;
  const { http } = ERRORS[error.code];
  return http === 401 || http === 403 ? EXIT.refused : EXIT.failed;
}
