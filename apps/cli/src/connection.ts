/** @module From a credential file to a client of the API. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import tls from 'node:tls';
import { ApiClient, credentialSchema } from '@muster/api';
import { asMusterError, MusterError } from '@muster/errors';
import { readAuthority } from '@muster/identity/tls-files';

export interface ConnectionOptions {
  readonly credential?: string;
}

export interface Connection {
  readonly api: ApiClient;
  /** The file of the credential. */
  readonly file: string;
  /** Where the API is, `https://HOST:PORT`, and what it is asked by. */
  readonly origin: string;
  readonly secret: string;
  /** Absolute path of the PEM of a private authority. */
  readonly certificateAuthority: string | undefined;
}

/** Opens the credential at --credential, else MUSTER_CREDENTIAL, else ./operator.json, else ./coordinator/operator.json. */
export function connect(options: ConnectionOptions): ApiClient {
  return connection(options).api;
}

/** The same, with what a credential for somebody else needs. */
export function connection(options: ConnectionOptions): Connection {
  const file =
    options.credential ??
    process.env.MUSTER_CREDENTIAL ??
    ['operator.json', 'coordinator/operator.json'].find(isFile);
  if (file === undefined) {
    throw new MusterError(
      'UNAUTHENTICATED',
      'no credential: pass --credential FILE or set MUSTER_CREDENTIAL; `muster coordinator init` writes operator.json',
    );
  }
  const credential = readCredential(file);
  const { certificateAuthority: named } = credential;
  const certificateAuthority = named === undefined ? undefined : resolve(dirname(file), named);
  if (certificateAuthority !== undefined)
    tls.setDefaultCACertificates([
      ...tls.getCACertificates('default'),
      authorityAt(certificateAuthority, file),
    ]);
  const { protocol, hostname, origin } = new URL(credential.url);
  if (protocol !== 'https:' && !/^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname))
    throw new MusterError('TLS_REQUIRED', `${file}: the secret goes to another machine by https:// only`);
  const { url, secret } = credential;
  return {
    api: new ApiClient({ url, secret, fetch: globalThis.fetch }),
    file,
    origin,
    secret,
    certificateAuthority,
  };
}

function authorityAt(path: string, credential: string): string {
  try {
    return readAuthority(path);
  } catch (cause) {
    const { message } = asMusterError(cause);
    throw new MusterError('UNAUTHENTICATED', `${credential}: certificateAuthority: ${message}`, { cause });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function readCredential(file: string) {
  let text: string;
  try {
    if (statSync(file).isDirectory())
      throw new MusterError(
        'UNAUTHENTICATED',
        `${file} is a directory: name the credential in it, operator.json`,
      );
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      throw new MusterError('KEY_FILE_INVALID', `${file} can be read by others; run: chmod 600 ${file}`);
    }
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof MusterError) throw cause;
    throw new MusterError('UNAUTHENTICATED', `the credential ${file} cannot be read`, { cause });
  }
  try {
    return credentialSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new MusterError('UNAUTHENTICATED', `${file} is no operator credential`, { cause });
  }
}
