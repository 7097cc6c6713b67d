/** @module Where the coordinator listens, and by which certificate: what is wrong with either, by file and field. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { asMusterError, MusterError } from '@muster/errors';
import { readTlsPair } from '@muster/identity/tls-files';
import type { CoordinatorConfig } from './config.ts';
import { type CoordinatorFolder, resolveInFolder } from './folder.ts';

/**
 * Holds the address until it is disposed of: whoever comes meanwhile is sent away, and comes again. So a start that could not listen in the
 * end has begun nothing. Throws CONFIG_INVALID.
 */
export async function reserve(
  folder: CoordinatorFolder,
  listen: CoordinatorConfig['listen'],
): Promise<AsyncDisposable> {
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(listen.port, listen.host);
    await once(server, 'listening');
  } catch (cause) {
    throw cannotListen(folder, listen, cause);
  }
  return {
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** CONFIG_INVALID with the field that is at fault. */
export function cannotListen(
  { config }: CoordinatorFolder,
  { host, port }: CoordinatorConfig['listen'],
  cause: unknown,
): MusterError {
  const { message } = asMusterError(cause);
  const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  const why =
    code === 'EADDRINUSE'
      ? `listen.port: another process listens on ${host}:${port} already`
      : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
        ? `listen.host: ${host} is no address of this machine`
        : `listen: cannot listen on ${host}:${port}: ${message}`;
  return new MusterError('CONFIG_INVALID', `${config}: ${why}`, { cause });
}

/** Throws CONFIG_INVALID with the file that is at fault. */
export function tlsPair(
  folder: CoordinatorFolder,
  { certificate, key }: NonNullable<CoordinatorConfig['tls']>,
) {
  try {
    return readTlsPair({
      certificate: resolveInFolder(folder, certificate),
      key: resolveInFolder(folder, key),
    });
  } catch (cause) {
    throw new MusterError('CONFIG_INVALID', `${folder.config}: tls: ${asMusterError(cause).message}`, {
      cause,
    });
  }
}
