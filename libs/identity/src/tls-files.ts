/** @module PEM files that TLS is served and judged by: looked at when they are named, so that a fault names its file. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { MusterError } from '@muster/errors';

/** PEM of a private certificate authority. Throws INVALID_ARGUMENT for a file that is not there or holds no certificate. */
export function readAuthority(path: string): string {
  const pem = read(path);
  certificateIn(pem, path);
  return pem;
}

/** A certificate chain and its key. Throws INVALID_ARGUMENT naming the file that is at fault, or both where they do not belong together. */
export function readTlsPair(paths: { readonly certificate: string; readonly key: string }): {
  readonly certificate: string;
  readonly key: string;
} {
  const pair = { certificate: read(paths.certificate), key: read(paths.key) };
  const certificate = certificateIn(pair.certificate, paths.certificate);
  if (!certificate.checkPrivateKey(keyIn(pair.key, paths.key)))
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the key in ${paths.key} is not the one of the certificate in ${paths.certificate}`,
    );
  return pair;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : String(code);
    throw new MusterError('INVALID_ARGUMENT', `${path} cannot be read: ${why}`, { cause });
  }
}

function certificateIn(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new MusterError('INVALID_ARGUMENT', `${path} holds no certificate in PEM`, { cause });
  }
}

function keyIn(pem: string, path: string): KeyObject {
  // Looked for first: OpenSSL would ask the terminal for the passphrase.
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem))
    throw new MusterError('INVALID_ARGUMENT', `${path} holds a key under a passphrase; name one that is not`);
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new MusterError('INVALID_ARGUMENT', `${path} holds no private key in PEM`, { cause });
  }
}
