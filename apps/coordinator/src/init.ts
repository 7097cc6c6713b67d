/**
 * @module `muster coordinator init`: the federation's first manifest, or one that its organisations have signed, keys, the first operator's
 * credential and coordinator.yaml.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MusterError } from '@muster/errors';
import {
  acceptChain,
  createPrivateFile,
  FIRST_EPOCH,
  fingerprintOf,
  type Manifest,
  makeKeyPair,
  makeManifest,
  parseManifest,
  readIdentityFile,
  readPassphrase,
  SITES_MAX,
  signManifest,
  systemRandom,
  writeSigningKeyFile,
} from '@muster/identity';
import { readAuthority, readTlsPair } from '@muster/identity/tls-files';
import { encodeMessage, hex, type SignedManifest } from '@muster/protocol';
import { openCoordinatorStore } from '@muster/store';
import { isLoopback, systemClock } from '@muster/transport';
import { coordinatorConfigSchema } from './config.ts';
import { makeCredential } from './credential.ts';
import { type CoordinatorFolder, coordinatorFolder } from './folder.ts';
import { isNamed, makeOwnKeys } from './own-identity.ts';

export interface InitOptions {
  readonly dir: string;
  /** Name of a federation of one organisation, whose key is made here, too. */
  readonly federation: string;
  /** In place of that, every manifest of a federation, signed; then no organisation's key lies here. */
  readonly manifests?: readonly SignedManifest[];
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
  readonly federation: string;
  /** Hex: what sites see when they enrol. Null where each organisation has its own. */
  readonly fingerprint: string | null;
  readonly url: string;
  /** Whether the keys are under a passphrase. */
  readonly locked: boolean;
}

/**
 * Makes the folder. Throws INVALID_ARGUMENT for a name that no federation can have and for files of TLS that are none, CONFLICT when a
 * folder is there already, TLS_REQUIRED off loopback without a certificate, PASSPHRASE_REQUIRED and KEY_FILE_INVALID for a passphrase
 * file without a passphrase or readable by others; of manifests, what is wrong with them, and COORDINATOR_MISMATCH where they name another
 * coordinator than the one whose keys lie here. The configuration is written last: a folder without it was not finished, and can be removed.
 */
export async function initCoordinator(options: InitOptions): Promise<Initialised> {
  const folder = coordinatorFolder(resolve(options.dir));
  if (existsSync(folder.config))
    throw new MusterError('CONFLICT', `${folder.config} exists already; nothing was changed`);
  const given = options.manifests && acceptChain(undefined, options.manifests);
  const name = coordinatorConfigSchema.shape.federation.safeParse(
    given?.federationName ?? options.federation,
  );
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
  if (given) await assertOwn(folder, given, passphrase);
  const manifests = options.manifests ?? [
    await firstManifest(folder, options.federation, { passphrase, nowMs }),
  ];

  const url = options.publicUrl ?? `${tls ? 'https' : 'http'}://${options.host}:${options.port}`;
  const { secret, hash } = makeCredential();
  const store = await openCoordinatorStore(resolve(folder.root, 'data'), nowMs);
  try {
    store.db.tx(() => {
      for (const [index, signed] of manifests.entries())
        store.manifests.add(index + 1, encodeMessage('SignedManifest', signed), nowMs);
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
  await createPrivateFile(folder.config, configText({ ...options, federation: name.data }, tls));
  const [first] = manifests.map(({ manifest }) => parseManifest(manifest).organisations);
  const sole = given ? undefined : first?.[0];
  return {
    folder: folder.root,
    operatorCredential: folder.operatorCredential,
    federation: name.data,
    fingerprint: sole ? hex(fingerprintOf(sole.key)) : null,
    url,
    locked: passphrase !== undefined,
  };
}

/** A federation of one organisation, of the same name: its key, its coordinator's, and the manifest that it signs. */
async function firstManifest(
  folder: CoordinatorFolder,
  federationName: string,
  { passphrase, nowMs }: { readonly passphrase: string | undefined; readonly nowMs: number },
): Promise<SignedManifest> {
  const organisation = makeKeyPair('ed25519', systemRandom);
  await writeSigningKeyFile(folder.organisationKey, organisation, systemRandom, passphrase);
  const { signing } = await makeOwnKeys(folder.coordinatorKey, passphrase);
  const manifest = makeManifest({
    ...FIRST_EPOCH,
    federationId: systemRandom(16),
    federationName,
    timeMs: nowMs,
    organisations: [
      {
        name: federationName.slice(0, 64),
        key: organisation.publicKey,
        sitesMax: SITES_MAX,
        formerKey: new Uint8Array(),
      },
    ],
    signaturesMin: 1,
    coordinatorKeys: [signing.publicKey],
  });
  return { manifest: manifest.bytes, signatures: [signManifest(manifest, organisation)] };
}

async function assertOwn(
  folder: CoordinatorFolder,
  manifest: Manifest,
  passphrase: string | undefined,
): Promise<void> {
  if (!existsSync(folder.coordinatorKey))
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${folder.root} has no coordinator's keys, which the manifest would name: run muster coordinator card --dir ${folder.root} before the manifest is made`,
    );
  if (isNamed(await readIdentityFile(folder.coordinatorKey, passphrase), manifest)) return;
  throw new MusterError(
    'COORDINATOR_MISMATCH',
    `manifest ${manifest.epoch} of "${manifest.federationName}" names another coordinator than the one whose keys are in ${folder.root}`,
  );
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
