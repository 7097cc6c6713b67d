/** @module A witness from its start to its end: folder, logs, server, and the looks that it takes by itself. */
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { readTlsPair } from '@muster/identity/tls-files';
import { openWitnessStore } from '@muster/store';
import { isLoopback } from '@muster/transport';
import { readPolicy } from '../audit/audit-files.ts';
import { urlSource } from '../audit/url-source.ts';
import { connection } from '../connection.ts';
import type { Output } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';
import { ForkFiles } from './fork-files.ts';
import { pullCheckpoint } from './log-puller.ts';
import { PublicWitness, type WitnessNews } from './public-witness.ts';
import { readWitnessKey } from './witness-folder.ts';
import { buildWitnessServer } from './witness-server.ts';

const LISTEN = '127.0.0.1:7460';
/** For one file of a log that is looked at. */
const FILE_MS = 30_000;

export interface WitnessOptions {
  readonly dir: string;
  readonly listen?: string;
  readonly policy?: string;
  readonly log?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly pull?: string;
  /** Seconds. */
  readonly every: number;
  readonly credential?: string;
}

/**
 * Until somebody stops it. Rejects before that with INVALID_ARGUMENT, TLS_REQUIRED, AUDIT_POLICY_INVALID and AUDIT_KEY_INVALID for what it was told,
 * NOT_FOUND and KEY_FILE_INVALID for its key, STORAGE_BUSY where another process has its folder, CONFIG_INVALID where it cannot listen.
 */
export async function runWitness(options: WitnessOptions, output: Output): Promise<void> {
  const { dir, pull } = options;
  const logs = await logsOf(options);
  const tls = tlsOf(options);
  const listen = options.listen ?? (pull === undefined ? LISTEN : undefined);
  const address = listen === undefined ? undefined : addressOf(listen);
  if (address && !tls && !isLoopback(address.host))
    throw new MusterError(
      'TLS_REQUIRED',
      `${address.host} is not this machine alone: pass --tls-cert and --tls-key`,
    );
  const source =
    pull === undefined ? undefined : urlSource(pull, FILE_MS, secretFor(pull, options.credential));
  const key = await readWitnessKey(dir);
  using store = openWitnessStore(resolve(dir), Date.now());
  const forks = await ForkFiles.open(join(resolve(dir), 'evidence'), logs);
  const tell = (news: WitnessNews): void => output.line(news, newsText);
  const { witnessed } = store;
  const witness = new PublicWitness({ key, logs, witnessed, forks, wallMs: Date.now, tell });
  const server = address && buildWitnessServer(witness, tls ? { tls } : {});
  const url = address && (await server?.listen(address).catch(cannotListen(listen ?? '')));
  const about = { key: formatVerifierKey(key.verifier), logs: logs.map(({ name }) => name) };
  output.line(
    { ready: true, url: url ?? null, ...about },
    () => `Witness ready${url ? ` at ${url}` : ''}: ${about.key}`,
  );
  const stop = new AbortController();
  const looking = source && look(source, options.every * 1_000, stop.signal);
  await untilStopped();
  stop.abort();
  await looking;
  await server?.close();

  async function look(from: NonNullable<typeof source>, everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { origin, size, checkpoint } = await pullCheckpoint(from, witness);
        output.line(
          { pulled: origin, size, checkpoint: Buffer.from(checkpoint).toString() },
          () => undefined,
        );
      } catch (thrown) {
        const error = asMusterError(thrown);
        output.line({ error }, () => `not cosigned: ${error.message} (${error.code})`);
      }
      await pause(everyMs, undefined, { signal }).catch(() => {});
    }
  }
}

function newsText(news: WitnessNews): string {
  if ('cosigned' in news) return `cosigned ${news.cosigned} at ${news.size} entries`;
  if ('refused' in news) return `refused (${news.refused}): ${news.reason}`;
  return `FORK: ${news.fork} has signed two histories; evidence: ${news.evidence}\n  nothing of this log is cosigned any more until you take the file away`;
}

async function logsOf({ log = [], policy }: WitnessOptions): Promise<readonly VerifierKey[]> {
  if (log.length > 0 && policy === undefined) return log.map(parseVerifierKey);
  const { logs } = await readPolicy(policy);
  return [...logs.map(({ key }) => key), ...log.map(parseVerifierKey)];
}

function tlsOf({ tlsCert, tlsKey }: WitnessOptions) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new MusterError('INVALID_ARGUMENT', '--tls-cert and --tls-key go together');
  return readTlsPair({ certificate: resolve(tlsCert), key: resolve(tlsKey) });
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const [, six, other, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const [host, port] = [six ?? other, Number(digits)];
  if (host === undefined || port > 65_535)
    throw new MusterError('INVALID_ARGUMENT', `--listen ${text} is no HOST:PORT`);
  return { host, port };
}

/** A secret goes to another machine by https alone, and to the server that it is of. */
function secretFor(url: string, credential: string | undefined): string | undefined {
  if (credential === undefined) return undefined;
  const { secret, origin } = connection({ credential });
  if (URL.parse(url)?.origin !== origin)
    throw new MusterError('INVALID_ARGUMENT', `${credential} is for ${origin}, and --pull is ${url}`);
  return secret;
}

function cannotListen(text: string): (cause: unknown) => never {
  return (cause) => {
    throw new MusterError(
      'CONFIG_INVALID',
      `--listen: cannot listen on ${text}: ${asMusterError(cause).message}`,
      { cause },
    );
  };
}
