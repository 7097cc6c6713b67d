/** @module What `muster audit` reads besides logs, and writes: policies, trusted states, proofs, evidence. */
import { constants } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type LogPolicy,
  type LogSource,
  parseCheckpoint,
  parseLogPolicy,
  parseNote,
  parseTrustedState,
  readCheckpoint,
  type TrustedState,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import { connection } from '../connection.ts';
import { folderSource } from './folder-source.ts';
import { urlSource } from './url-source.ts';

/** Files that a person hands over are never longer. */
const FILE_BYTES_MAX = 4 * 1024 * 1024;
const PART_BYTES = 64 * 1024;

/** Whether a log is served, and so has a newest state; a folder may be a copy from long ago. */
export function isUrl(where: string): boolean {
  return /^[a-z]+:\/\//i.test(where);
}

/** How a log is reached. */
export interface ReachOptions {
  /** Seconds for one file of a server. */
  readonly timeout: number;
  /** Of an operator, where the API of a coordinator serves the log. */
  readonly credential?: string;
}

/** The log in a folder or under a URL. Errors as those of the two sources, and of a credential that cannot be read. */
export async function sourceOf(where: string, { timeout, credential }: ReachOptions): Promise<LogSource> {
  return isUrl(where)
    ? urlSource(where, timeout * 1_000, secretFor(where, credential))
    : await folderSource(where);
}

/** A secret goes to the server that it is of, and to no other that serves a copy. */
function secretFor(url: string, credential = process.env.MUSTER_CREDENTIAL): string | undefined {
  if (credential === undefined) return undefined;
  const { secret, origin } = connection({ credential });
  return URL.parse(url)?.origin === origin ? secret : undefined;
}

/** Throws INVALID_ARGUMENT where both are copies of one log: it would be compared with itself. What cannot be read is left to the verification. */
export async function assertTwoLogs(log: LogSource, site: LogSource): Promise<void> {
  const [one, other] = await Promise.all([log, site].map(originIn));
  if (one !== undefined && one === other)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `--site names the same log, ${one}: it is a site's own log, which is compared with the federation's`,
    );
}

/** As its checkpoint says, whoever has signed that. */
async function originIn(source: LogSource): Promise<string | undefined> {
  try {
    return parseCheckpoint(parseNote(await readCheckpoint(source)).text).origin;
  } catch {
    return undefined;
  }
}

/** Throws INVALID_ARGUMENT where the file cannot be read, AUDIT_POLICY_INVALID where it is no policy. */
export async function readPolicy(file: string | undefined): Promise<LogPolicy> {
  const path = file ?? process.env.MUSTER_AUDIT_POLICY;
  if (path === undefined)
    throw new MusterError(
      'INVALID_ARGUMENT',
      'no policy: name the file with the keys that you trust by --policy FILE or MUSTER_AUDIT_POLICY; a log cannot vouch for itself',
    );
  return parseLogPolicy(await readInput(path));
}

/** Undefined where there is none yet. Throws INVALID_ARGUMENT for another file. */
export async function readState(path: string): Promise<TrustedState | undefined> {
  const isThere = await access(path).then(
    () => true,
    (thrown: unknown) => !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'),
  );
  return isThere ? parseTrustedState(await readInput(path)) : undefined;
}

/** Throws INVALID_ARGUMENT for a file that cannot be read or has more than 4 MiB, of which no more is read, whatever it says of its size. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    // Not waiting for whoever may write to a pipe.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await handle.stat()).isFile())
        throw new MusterError('INVALID_ARGUMENT', `${path} is no regular file`);
      const parts: Uint8Array[] = [];
      for (let length = 0; length <= FILE_BYTES_MAX; ) {
        const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(PART_BYTES) });
        if (bytesRead === 0) return Buffer.concat(parts);
        parts.push(buffer.subarray(0, bytesRead));
        length += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof MusterError) throw cause;
    throw new MusterError('INVALID_ARGUMENT', `${path} cannot be read`, { cause });
  }
  throw new MusterError('INVALID_ARGUMENT', `${path} is too long`);
}

/** Rejects with CONFLICT where there is a file already. */
export async function refuseToOverwrite(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new MusterError('CONFLICT', `${path} is there already`);
}

/** The whole file or the one before it, whatever happens meanwhile. Throws STORAGE_FAILED. */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const half = join(dirname(path), `.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    const handle = await open(half, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, path);
  } catch (cause) {
    await rm(half, { force: true });
    throw new MusterError('STORAGE_FAILED', `${path} cannot be written`, { cause });
  }
}
