/** @module The files of an enrolled site, as they come to be: keys, manifests, certificate, facts, and a start for what people write. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { publicKeysOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import {
  createPrivateFile,
  fingerprintOf,
  formatManifests,
  type Identity,
  type Manifest,
  makeKeyPair,
  readIdentityFile,
  replacePrivateFile,
  seedOf,
  systemRandom,
  type VerifiedCertificate,
  wordsOf,
  writeIdentityFile,
} from '@muster/identity';
import { readAuthority } from '@muster/identity/tls-files';
import { type Certificate, hex, type SignedManifest } from '@muster/protocol';
import { certificateText, readPinned } from './enrolment.ts';
import { type EnrolmentFacts, readFacts } from './enrolment-facts.ts';
import type { SiteFolder } from './folder.ts';
import { starterConfig, starterPolicy } from './starter-config.ts';

export interface EnrolResult {
  readonly site: string;
  readonly federation: string;
  readonly organisation: string;
  /** Of the organisation's key, hex; compare it with what the operator reads out. */
  readonly fingerprint: string;
  readonly manifest: { readonly epoch: number; readonly hash: string; readonly words: string };
  readonly folder: string;
  /** False for those that were there already. */
  readonly keysCreated: boolean;
  readonly configCreated: boolean;
}

/** What an enrolled folder knows. */
export interface EnrolledBefore {
  readonly facts: EnrolmentFacts;
  readonly manifests: readonly SignedManifest[];
  readonly manifest: Manifest;
}

/** What a folder knows that enrols again; undefined for a new one. Throws CONFLICT for one that is enrolled and is not to be so again. */
export async function enrolledBefore(
  folder: SiteFolder,
  again: boolean,
): Promise<EnrolledBefore | undefined> {
  if (again) return { facts: await readFacts(folder), ...(await readPinned(folder)) };
  if (existsSync(folder.enrolment))
    throw new MusterError(
      'CONFLICT',
      `${folder.root} is enrolled already; --again gives it a new certificate, for other keys move its keys folder away first`,
    );
  return undefined;
}

/** PEM of a private authority: the one that is named now, else the one that is known. Throws INVALID_ARGUMENT for a file that is none. */
export async function authorityOf(
  folder: SiteFolder,
  named: string | undefined,
  enrolled: boolean,
): Promise<string | undefined> {
  if (named !== undefined) return readAuthority(named);
  return enrolled && existsSync(folder.authority) ? readFile(folder.authority, 'utf8') : undefined;
}

/**
 * The keys of a site that is not enrolled: made now, or those of a try that broke off. With a passphrase they are always made anew: a try
 * without one may have left them open.
 */
export async function ownKeys(folder: SiteFolder, secret: string | undefined): Promise<Identity> {
  await mkdir(folder.keys, { recursive: true, mode: 0o700 });
  if (secret !== undefined) await rm(folder.identity, { force: true });
  if (!existsSync(folder.identity)) {
    const made = {
      signing: makeKeyPair('ed25519', systemRandom),
      sealing: makeKeyPair('x25519', systemRandom),
    };
    await writeIdentityFile(folder.identity, made, systemRandom, secret);
  }
  return readIdentityFile(folder.identity, secret);
}

/** What the site says of itself. */
export function claimOf(identity: Identity, name: string) {
  return { name, hostLabel: hostname().slice(0, 128), ...publicKeysOf(seedOf(identity.signing)) };
}

export interface Enrolling {
  readonly certificate: Certificate;
  readonly site: VerifiedCertificate;
  /** Every one from the first epoch on, and the newest of them. */
  readonly manifests: readonly SignedManifest[];
  readonly manifest: Manifest;
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority?: string;
  readonly bindToTls: boolean;
  readonly certifiedBy: EnrolmentFacts['certifiedBy'];
  readonly before: EnrolledBefore | undefined;
}

/**
 * Order of durable writes: (keys,) manifests, certificate, enrolment.json. A crash before the last leaves keys that the next try takes up.
 * Throws CERTIFICATE_INVALID for a certificate of another site than the folder's.
 */
export async function keepEnrolment(folder: SiteFolder, enrolling: Enrolling): Promise<EnrolResult> {
  const { certificate, site, manifests, manifest, certificateAuthority, before } = enrolling;
  if (before && site.name !== before.facts.site)
    throw new MusterError(
      'CERTIFICATE_INVALID',
      `the certificate that came back is for "${site.name}", and this folder is of "${before.facts.site}"`,
    );
  const facts: EnrolmentFacts = {
    url: enrolling.url,
    site: site.name,
    federation: manifest.federationName,
    federationId: hex(manifest.federationId),
    organisation: site.organisation,
    certifiedBy: enrolling.certifiedBy,
    bindToTls: enrolling.bindToTls,
  };
  await replacePrivateFile(folder.manifests, formatManifests(manifests));
  await replacePrivateFile(folder.certificate, certificateText(certificate));
  // Of a try that broke off before its last write there may be another one.
  if (certificateAuthority === undefined) await rm(folder.authority, { force: true });
  else await replacePrivateFile(folder.authority, certificateAuthority);
  await replacePrivateFile(folder.enrolment, `${JSON.stringify(facts, null, 2)}\n`);
  const configCreated = !existsSync(folder.config);
  if (configCreated) await createPrivateFile(folder.config, starterConfig(site.name));
  // Not signed: no person has decided anything yet.
  if (!existsSync(folder.policy)) await createPrivateFile(folder.policy, starterPolicy());
  return {
    site: site.name,
    federation: facts.federation,
    organisation: site.organisation,
    fingerprint: hex(fingerprintOf(site.issuerKey)),
    manifest: { epoch: manifest.epoch, hash: hex(manifest.hash), words: wordsOf(manifest.hash) },
    folder: folder.root,
    keysCreated: before === undefined,
    configCreated,
  };
}
