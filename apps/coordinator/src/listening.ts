/** @module Where the coordinator listens, and by which certificate: what is wrong with either, by file and field. */
import { asMusterError, MusterError } from '@muster/errors';
import { readTlsPair } from '@muster/identity/tls-files';
import type { CoordinatorConfig } from './config.ts';
import { type CoordinatorFolder, resolveInFolder } from './folder.ts';

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
