/**
 * @module A connection that could not be made, as an error with a code. Waiting mends a server that is away; it mends neither a name that
 * no host has, nor a certificate that nobody here vouches for.
 */
import { MusterError } from './muster-error.ts';

/** What Node and OpenSSL call a certificate that is not believed: https://docs.openssl.org/3.5/man1/openssl-verification-options/ */
const UNTRUSTED =
  /^(UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT$|CERT_|ERR_TLS_CERT_|INVALID_(CA|PURPOSE)$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$)/;
const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL']);
/** TLS was spoken to a port that does not: in OpenSSL's codes and in its sentences. */
const NO_TLS = /wrong.version.number|packet.length.too.long|http.request/i;
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_CONSTANT']);

/** `thrown`: of `fetch`, of a socket, or of what either wraps. Gives TLS_UNTRUSTED, HOST_UNKNOWN, or UNAVAILABLE. */
export function networkFault(thrown: unknown, url: URL): MusterError {
  const cause = innermost(thrown);
  const code = String(Reflect.get(cause, 'code') ?? '');
  const why = cause.message || code || cause.name;
  const address = `${url.protocol}//${url.host}`;
  const fault = (kind: 'TLS_UNTRUSTED' | 'HOST_UNKNOWN' | 'UNAVAILABLE', said: string): MusterError =>
    new MusterError(kind, said, { cause: thrown });
  if (UNTRUSTED.test(code))
    return fault('TLS_UNTRUSTED', `the certificate of ${address} is not trusted: ${why}`);
  if (NO_SUCH_HOST.has(code))
    return fault('HOST_UNKNOWN', `no host is known by the name ${url.hostname} (${code})`);
  const unreachable = `the coordinator at ${address} cannot be reached: ${why}`;
  const isSecure = url.protocol === 'wss:' || url.protocol === 'https:';
  if (isSecure && NO_TLS.test(`${code} ${why}`))
    return fault('UNAVAILABLE', `${unreachable}. The port does not speak TLS: is it a coordinator's?`);
  if (!isSecure && BROKEN_OFF.has(code))
    return fault(
      'UNAVAILABLE',
      `${unreachable}. If the port speaks TLS, the URL begins with ${url.protocol.slice(0, -1)}s://`,
    );
  return fault('UNAVAILABLE', unreachable);
}

/** fetch hides the reason in its cause; several addresses that were tried in an aggregate. */
function innermost(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  if (thrown instanceof AggregateError && thrown.errors[0] instanceof Error)
    return innermost(thrown.errors[0]);
  return thrown.cause instanceof Error ? innermost(thrown.cause) : thrown;
}
