/** @module What an enrolled site knows of its federation, and the keys that it made: read back from its folder. */
import { readFile, stat } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { type Identity, parseCertificate, readIdentityFile, readPrivateFile } from '@muster/identity';
import type { Certificate } from '@muster/protocol';
import { z } from 'zod';
import type { SiteFolder } from './folder.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const enrolmentSchema = z.strictObject({
  url: z.string(),
  site: z.string(),
  federation: z.string(),
  federationId: hex(16),
  organisationKey: hex(32),
  /** False where a proxy ends TLS in front of the coordinator. */
  bindToTls: z.boolean(),
});

export type EnrolmentFacts = z.infer<typeof enrolmentSchema>;

export interface Enrolled {
  readonly facts: EnrolmentFacts;
  readonly identity: Identity;
  readonly certificate: Certificate;
  /** PEM of a private authority; undefined for the system's. */
  readonly certificateAuthority: string | undefined;
}

/** Throws KEY_FILE_INVALID with what to do when the folder was not enrolled, or is damaged. */
export async function readEnrolled(folder: SiteFolder): Promise<Enrolled> {
  if (!(await exists(folder.enrolment)))
    throw new MusterError(
      'KEY_FILE_INVALID',
      `${folder.root} is not enrolled; run: muster agent enrol TOKEN --url wss://… --dir ${folder.root}`,
    );
  const parsed = enrolmentSchema.safeParse(parseJson(await readPrivateFile(folder.enrolment)));
  if (!parsed.success) throw new MusterError('KEY_FILE_INVALID', `${folder.enrolment} is damaged`);
  return {
    facts: parsed.data,
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
  return text.split('\n')[0] ?? '';
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
