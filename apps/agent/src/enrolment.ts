/** @module The keys of an enrolled site, read back from its folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { asMusterError, MusterError } from '@muster/errors';
import {
  type Identity,
  parseCertificate,
  readIdentityFile,
  readPassphrase,
  readPrivateFile,
  type VerifiedCertificate,
  verifyCertificate,
} from '@muster/identity';
import { type Certificate, encodeMessage } from '@muster/protocol';
import type { EnrolmentFacts } from './enrolment-facts.ts';
import type { SiteFolder } from './folder.ts';

export interface Enrolled {
  readonly facts: EnrolmentFacts;
  readonly identity: Identity;
  readonly certificate: Certificate;
  /** PEM of a private authority; undefined for the system's. */
  readonly certificateAuthority: string | undefined;
}

/** The certificate as it lies in the folder: base64 of the wire message. */
export function certificateText(certificate: Certificate): string {
  return Buffer.from(encodeMessage('Certificate', certificate)).toString('base64');
}

/**
 * The site's own certificate, judged as the coordinator will judge it. Throws CERTIFICATE_EXPIRED with what to do, CERTIFICATE_INVALID,
 * FEDERATION_MISMATCH.
 */
export function verifyOwn(
  { facts, certificate }: Pick<Enrolled, 'facts' | 'certificate'>,
  directory: string,
  nowMs: number,
  skewMs: number,
): VerifiedCertificate {
  try {
    return verifyCertificate(certificate, {
      role: 'site',
      issuer: { key: Buffer.from(facts.organisationKey, 'hex') },
      federationId: Buffer.from(facts.federationId, 'hex'),
      nowMs,
      skewMs,
    });
  } catch (cause) {
    const { code, message } = asMusterError(cause);
    if (code !== 'CERTIFICATE_EXPIRED') throw cause;
    throw new MusterError(code, `${message}. If this clock is right, ${howToEnrolAgain(facts, directory)}`, {
      cause,
    });
  }
}

/** What a person does about a certificate that is no longer good; journal, keys and site.yaml stay as they are by it. */
function howToEnrolAgain({ site }: EnrolmentFacts, directory: string): string {
  return `ask the operator for a new token (muster site invite ${site}) and run: muster agent enrol TOKEN --again --dir ${directory}`;
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
    certificate: parseCertificate(Buffer.from(await readPrivateFile(folder.certificate), 'base64')),
    certificateAuthority: existsSync(folder.authority) ? await readFile(folder.authority, 'utf8') : undefined,
  };
}
