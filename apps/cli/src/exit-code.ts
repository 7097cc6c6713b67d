/** @module Exit codes of `muster`: documented, stable, and derived from the error's code alone. */
import { ERRORS, type ErrorCode, type MusterError } from '@muster/errors';

export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, unreachable: 4, partial: 5, waits: 6 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The coordinator was not spoken to. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  'UNAVAILABLE',
  'HOST_UNKNOWN',
  'TLS_UNTRUSTED',
  'TIMEOUT',
  'HANDSHAKE_TIMEOUT',
]);

/** `refused`: whoever asks may not, by credential, token, certificate, passphrase or policy. */
export function exitCodeOf({ code }: Pick<MusterError, 'code'>): ExitCode {
  if (UNREACHABLE.has(code)) return EXIT.unreachable;
  const { http } = ERRORS[code];
  return http === 401 || http === 403 ? EXIT.refused : EXIT.failed;
}
