/** @module A log on a server that is not trusted: each file within its time and its size, whatever the server sends. */
import type { LogSource } from '@muster/audit';
import { MusterError, networkFault } from '@muster/errors';

/**
 * `url`: prefix of the log. `fileMs`: for one file whole, from the question to the last byte. `secret`: of an operator, where the server asks for one.
 * Throws INVALID_ARGUMENT for another scheme than http and https.
 */
export function urlSource(url: string, fileMs: number, secret?: string): LogSource {
  const prefix = URL.parse(url.endsWith('/') ? url : `${url}/`);
  if (!prefix || !/^https?:$/.test(prefix.protocol))
    throw new MusterError('INVALID_ARGUMENT', `no http or https address: ${url}`);
  const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  return {
    name: url,
    async read(path, bytesMax) {
      const signal = AbortSignal.timeout(fileMs);
      try {
        const answer = await fetch(new URL(path, prefix), { signal, redirect: 'error', headers });
        if (answer.status !== 200) await answer.body?.cancel();
        if (answer.status === 404) throw new MusterError('NOT_FOUND', `${url} has no ${path}`);
        if (answer.status === 401 || answer.status === 403)
          throw new MusterError(
            'UNAUTHENTICATED',
            `${url} asks for the credential of an operator (${answer.status}); a copy of the log, or where one is served, asks for none`,
          );
        if (answer.status !== 200)
          throw new MusterError('UNAVAILABLE', `${url} answers ${answer.status} for ${path}`);
        return await readAtMost(answer, bytesMax + 1);
      } catch (thrown) {
        if (thrown instanceof MusterError) throw thrown;
        if (signal.aborted)
          throw new MusterError('TIMEOUT', `${url} did not give ${path} within ${fileMs / 1000} s`, {
            cause: thrown,
          });
        throw networkFault(thrown, prefix);
      }
    },
  };
}

/** What comes after `most` bytes is not waited for. */
async function readAtMost({ body }: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part.subarray(0, most - length));
    length += part.length;
    if (length >= most) break;
  }
  return Buffer.concat(parts);
}
