/** @module The keys of an enrolled site, read back from its folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { asMusterError, MusterError } from '@muster/errors';
import {
  acceptChain,
  type Identity,
  type Manifest,
  parseCertificate,
  readIdentityFile,
  readManifests,
  readPassphrase,
  readPrivateFile,
  type VerifiedCertificate,
  verifySite,
} from '@muster/identity';
import { type Certificate, encodeMessage, type SignedManifest } from '@muster/protocol';
import type { EnrolmentFacts } from './enrolment-facts.ts';
import type { SiteFolder } from './folder.ts';

export interface Enrolled {
  readonly facts: EnrolmentFacts;
  readonly identity: Identity;
  readonly certificate: Certificate;
  /** The newest that this site knew when it was read. */
  readonly manifest: Manifest;
  /** PEM of a private authority; undefined for the system's. */
  readonly certificateAuthority: string | undefined;
}

/** The certificate as it lies in the folder: base64 of the wire message. */
export function certificateText(certificate: Certificate): string {
  return Buffer.from(encodeMessage('Certificate', certificate)).toString('base64');
}

/** Every manifest that the site knows, and the newest of them. Throws KEY_FILE_INVALID, and what is wrong with them. */
export async function readPinned(folder: SiteFolder): Promise<{
  readonly manifests: readonly SignedManifest[];
  readonly manifest: Manifest;
}> {
  const manifests = await readManifests(folder.manifests).catch((cause: unknown) => {
    throw new MusterError('KEY_FILE_INVALID', asMusterError(cause).message, { cause });
  });
  return { manifests, manifest: acceptChain(undefined, manifests) };
}

/**
 * The site's own certificate, judged as the coordinator will judge it. Throws CERTIFICATE_EXPIRED with what to do, CERTIFICATE_INVALID,
 * FEDERATION_MISMATCH, SITE_REVOKED.
 */
export function verifyOwn(
  { facts, certificate, manifest }: Pick<Enrolled, 'facts' | 'certificate' | 'manifest'>,
  directory: string,
  nowMs: number,
  skewMs: number,
): VerifiedCertificate {
  try {
    return verifySite(certificate, manifest, { nowMs, skewMs });
  } catch (cause) {
    const { code, message } = asMusterError(cause);
    if (code !== 'CERTIFICATE_EXPIRED') throw cause;
    throw new MusterError(code, `${message}. If this clock is right, ${howToEnrolAgain(facts, directory)}`, {
      cause,
    });
  }
}

/** What a person does about a certificate that is no longer good; journal, keys and site.yaml stay as they are by it. */
export function howToEnrolAgain({ site, certifiedBy }: EnrolmentFacts, directory: string): string {
  return certifiedBy === 'coordinator'
    ? `ask the operator for a new token (muster site invite ${site}) and run: muster agent enrol TOKEN --again --dir ${directory}`
    : `ask your organisation for a new certificate: muster agent request --again --dir ${directory}`;
}

/**
 * The keys of an enrolled folder; without `passphraseFile` the passphrase is where MUSTER_PASSPHRASE_FILE says.
 * Throws KEY_FILE_INVALID, PASSPHRASE_REQUIRED, PASSPHRASE_WRONG, CERTIFICATE_INVALID.
 */
export async function readEnrolled(
  folder: SiteFolder,
  facts: EnrolmentFacts,
  passphraseFile: string | undefined,
): Promise<Enrolled> {
  return {
    facts,
    identity: await readIdentityFile(folder.identity, await readPassphrase(passphraseFile, process.env)),
    certificate: await readOwnCertificate(folder),
    manifest: (await readPinned(folder)).manifest,
    certificateAuthority: existsSync(folder.authority) ? await readFile(folder.authority, 'utf8') : undefined,
  };
}

/** Throws KEY_FILE_INVALID, CERTIFICATE_INVALID. */
export async function readOwnCertificate(folder: SiteFolder): Promise<Certificate> {
  return parseCertificate(Buffer.from(await readPrivateFile(folder.certificate), 'base64'));
}
