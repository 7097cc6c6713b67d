/** @module `muster coordinator init`: keys, certificate, the first operator's credential and coordinator.yaml. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  createPrivateFile,
  fingerprintOf,
  issueCertificate,
  makeKeyPair,
  readPassphrase,
  systemRandom,
  writeIdentityFile,
  writeSigningKeyFile,
} from '@muster/identity';
import { readAuthority, readTlsPair } from '@muster/identity/tls-files';
import { encodeMessage, hex } from '@muster/protocol';
import { openCoordinatorStore } from '@muster/store';
import { isLoopback, systemClock } from '@muster/transport';
import { coordinatorConfigSchema } from './config.ts';
import { makeCredential } from './credential.ts';
import { coordinatorFolder } from './folder.ts';

export interface InitOptions {
  readonly dir: string;
  readonly federation: string;
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly publicUrl?: string;
  /** PEM of the private authority behind the certificate: named in the operator's credential. */
  readonly ca?: string;
  /** Both keys go under the passphrase in it; without it, where MUSTER_PASSPHRASE_FILE says, if it says anything. */
  readonly passphraseFile?: string;
}

export interface Initialised {
  readonly folder: string;
  readonly operatorCredential: string;
  /** Hex: what sites see when they enrol. */
  readonly fingerprint: string;
  readonly url: string;
  /** Whether the keys are under a passphrase. */
  readonly locked: boolean;
}

/** The organisation's own certificate for its coordinator lives longer than a site's: nobody can renew it from outside. */
const COORDINATOR_LIFE_MS = 40 * CERTIFICATE_LIFE_MS;

/**
 * Makes the folder. Throws INVALID_ARGUMENT for a name that no federation can have and for files of TLS that are none, CONFLICT when a
 * folder is there already, TLS_REQUIRED off loopback without a certificate, PASSPHRASE_REQUIRED and KEY_FILE_INVALID for a passphrase
 * file without a passphrase or readable by others. The configuration is written last: a folder
 * without it was not finished, and can be removed.
 */
export async function initCoordinator(options: InitOptions): Promise<Initialised> {
  const folder = coordinatorFolder(resolve(options.dir));
  if (existsSync(folder.config))
    throw new MusterError('CONFLICT', `${folder.config} exists already; nothing was changed`);
  const name = coordinatorConfigSchema.shape.federation.safeParse(options.federation);
  if (!name.success)
    throw new MusterError('INVALID_ARGUMENT', 'the name of a federation has 1 to 128 characters');
  const tls = tlsFiles(options);
  if (!tls && !isLoopback(options.host))
    throw new MusterError(
      'TLS_REQUIRED',
      `${options.host} is not this machine alone: pass --tls-cert and --tls-key`,
    );
  const certificateAuthority = options.ca === undefined ? undefined : resolve(options.ca);
  if (certificateAuthority !== undefined) readAuthority(certificateAuthority);
  const passphrase = await readPassphrase(options.passphraseFile, process.env);
  await mkdir(resolve(folder.root, 'keys'), { recursive: true, mode: 0o700 });

  const nowMs = systemClock.wallMs();
  const organisation = makeKeyPair('ed25519', systemRandom);
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const federationId = systemRandom(16);
  const certificate = issueCertificate(
    {
      role: 'coordinator',
      name: 'coordinator',
      serial: systemRandom(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      notBeforeMs: nowMs,
      notAfterMs: nowMs + COORDINATOR_LIFE_MS,
    },
    organisation,
  );
  await writeSigningKeyFile(folder.organisationKey, organisation, systemRandom, passphrase);
  await writeIdentityFile(folder.coordinatorKey, identity, systemRandom, passphrase);
  await createPrivateFile(
    folder.certificate,
    Buffer.from(encodeMessage('Certificate', certificate)).toString('base64'),
  );

  const url = options.publicUrl ?? `${tls ? 'https' : 'http'}://${options.host}:${options.port}`;
  const { secret, hash } = makeCredential();
  const store = await openCoordinatorStore(resolve(folder.root, 'data'), nowMs);
  try {
    store.db.tx(() => {
      store.federation.set('id', hex(federationId));
      store.federation.set('name', options.federation);
      store.federation.set('organisationKey', hex(organisation.publicKey));
      store.federation.set('auditHost', auditHostOf(url));
      store.operators.add({
        id: hex(systemRandom(8)),
        name: 'operator',
        credentialHash: hash,
        createdMs: nowMs,
      });
    });
  } finally {
    store.close();
  }
  await createPrivateFile(
    folder.operatorCredential,
    `${JSON.stringify({ url, operator: 'operator', secret, certificateAuthority }, null, 2)}\n`,
  );
  await createPrivateFile(folder.config, configText(options, tls));
  return {
    folder: folder.root,
    operatorCredential: folder.operatorCredential,
    fingerprint: hex(fingerprintOf(organisation.publicKey)),
    url,
    locked: passphrase !== undefined,
  };
}

/** As it stands in the origins of the logs: no port, and no characters that an origin has not. */
function auditHostOf(url: string): string {
  return `audit.${new URL(url).hostname.replaceAll(/[^a-z0-9.-]/g, '')}`;
}

function tlsFiles(options: InitOptions): { certificate: string; key: string } | undefined {
  const { tlsCert, tlsKey } = options;
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new MusterError('INVALID_ARGUMENT', '--tls-cert and --tls-key go together');
  const files = { certificate: resolve(tlsCert), key: resolve(tlsKey) };
  readTlsPair(files);
  return files;
}

function configText(options: InitOptions, tls: { certificate: string; key: string } | undefined): string {
  const quote = (text: string): string => JSON.stringify(text);
  const lines = [
    '# Settings of this coordinator. Every field and its default: docs/configuration.md',
    `federation: ${quote(options.federation)}`,
    `listen: { host: ${quote(options.host)}, port: ${options.port} }`,
    ...(tls ? [`tls: { certificate: ${quote(tls.certificate)}, key: ${quote(tls.key)} }`] : []),
    '# Public test sets for central evaluation, by the name that tasks use:',
    '# datasets:',
    '#   mnist-test: { type: idx, images: public/t10k-images-idx3-ubyte, labels: public/t10k-labels-idx1-ubyte }',
  ];
  return `${lines.join('\n')}\n`;
}
