/** @module The keys of an enrolled site, read back from its folder. */
import { readFile } from 'node:fs/promises';
import {
  type Identity,
  parseCertificate,
  readIdentityFile,
  readPassphrase,
  readPrivateFile,
} from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import type { EnrolmentFacts } from './enrolment-facts.ts';
import { exists, type SiteFolder } from './folder.ts';

export interface Enrolled {
  readonly facts: EnrolmentFacts;
  readonly identity: Identity;
  readonly certificate: Certificate;
  /** PEM of a private authority; undefined for the system's. */
  readonly certificateAuthority: string | undefined;
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
    certificateAuthority: (await exists(folder.authority))
      ? await readFile(folder.authority, 'utf8')
      : undefined,
  };
}
