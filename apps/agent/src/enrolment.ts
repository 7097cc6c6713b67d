/** @module The keys of an enrolled site, read back from its folder. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { type Identity, parseCertificate, readIdentityFile, readPrivateFile } from '@muster/identity';
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

/** The keys of an enrolled folder. Throws KEY_FILE_INVALID, PASSPHRASE_REQUIRED, PASSPHRASE_WRONG, CERTIFICATE_INVALID. */
export async function readEnrolled(folder: SiteFolder, facts: EnrolmentFacts): Promise<Enrolled> {
  return {
    facts,
    identity: await readIdentityFile(folder.identity, await passphrase()),
    certificate: parseCertificate(Buffer.from(await readPrivateFile(folder.certificate), 'base64')),
    certificateAuthority: (await exists(folder.authority))
      ? await readFile(folder.authority, 'utf8')
      : undefined,
  };
}

/** First line of the file that MUSTER_PASSPHRASE_FILE names; undefined without it. */
export async function passphrase(file = process.env.MUSTER_PASSPHRASE_FILE): Promise<string | undefined> {
  if (file === undefined || file === '') return undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MusterError('PASSPHRASE_REQUIRED', `the passphrase file ${file} cannot be read`, { cause });
  });
  const first = text.split(/\r?\n/)[0] ?? '';
  if (first === '')
    throw new MusterError('PASSPHRASE_REQUIRED', `the first line of the passphrase file ${file} is empty`);
  return first;
}
