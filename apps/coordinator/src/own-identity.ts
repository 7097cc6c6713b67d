/** @module Who the coordinator is: the keys that the newest manifest names, and the certificate that it issues itself at each start. */
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { publicKeysOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import {
  CERTIFICATE_LIFE_MS,
  type Identity,
  issueCertificate,
  type Manifest,
  makeKeyPair,
  readIdentityFile,
  SKEW_MS_MAX,
  seedOf,
  systemRandom,
  writeIdentityFile,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import type { CoordinatorFolder } from './folder.ts';

/** Longer than any process runs: it is the manifest that ends the trust in a coordinator. */
const LIFE_MS = 40 * CERTIFICATE_LIFE_MS;

/** Makes the keys of a coordinator in a new file. Throws CONFLICT where there is one. */
export async function makeOwnKeys(path: string, passphrase: string | undefined): Promise<Identity> {
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  await writeIdentityFile(path, identity, systemRandom, passphrase);
  return identity;
}

/**
 * The keys of the folder that the manifest names; those that were made to take the place of the others do so from now on. Throws
 * CONFIG_INVALID where it names none of them, and as `readIdentityFile`.
 */
export async function ownIdentity(
  folder: CoordinatorFolder,
  manifest: Manifest,
  passphrase: string | undefined,
): Promise<Identity> {
  const identity = await readIdentityFile(folder.coordinatorKey, passphrase);
  if (isNamed(identity, manifest)) return identity;
  if (existsSync(folder.nextCoordinatorKey)) {
    const next = await readIdentityFile(folder.nextCoordinatorKey, passphrase);
    if (isNamed(next, manifest)) {
      await rename(folder.nextCoordinatorKey, folder.coordinatorKey);
      return next;
    }
  }
  throw new MusterError(
    'CONFIG_INVALID',
    `manifest ${manifest.epoch} of "${manifest.federationName}" names another coordinator than ${folder.coordinatorKey}: no site would trust this one`,
  );
}

export function isNamed({ signing }: Identity, { coordinatorKeys }: Manifest): boolean {
  return coordinatorKeys.some((key) => Buffer.compare(key, signing.publicKey) === 0);
}

/** The certificate by which sites check that the keys are of this federation, and whose they are says the manifest. */
export function ownCertificate(identity: Identity, federationId: Uint8Array, nowMs: number): Certificate {
  return issueCertificate(
    {
      role: 'coordinator',
      name: 'coordinator',
      serial: systemRandom(16),
      federationId,
      signingKey: identity.signing.publicKey,
      sealingKey: identity.sealing.publicKey,
      ...publicKeysOf(seedOf(identity.signing)),
      notBeforeMs: nowMs - SKEW_MS_MAX,
      notAfterMs: nowMs + LIFE_MS,
    },
    identity.signing,
  );
}
