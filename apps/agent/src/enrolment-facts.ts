/** @module What an enrolled site knows of its federation: written by `enrol`, last of all, and read back by everything else. */
import { existsSync } from 'node:fs';
import { MusterError } from '@muster/errors';
import { readPrivateFile } from '@muster/identity';
import { z } from 'zod';
import type { SiteFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const enrolmentSchema = z.strictObject({
  url: z.string(),
  site: z.string(),
  federation: z.string(),
  federationId: hex(16),
  /** That has certified the site. */
  organisation: z.string(),
  /** By whom the certificate is renewed: by the coordinator, where the organisation's key lies with it, else by a person who has that key. */
  certifiedBy: z.enum(['coordinator', 'organisation']),
  /** False where a proxy ends TLS in front of the coordinator. */
  bindToTls: z.boolean(),
});

export type EnrolmentFacts = z.infer<typeof enrolmentSchema>;

/** Throws NOT_FOUND with what to do when the folder was not enrolled, KEY_FILE_INVALID when it is damaged. */
export async function readFacts(folder: SiteFolder): Promise<EnrolmentFacts> {
  if (!existsSync(folder.enrolment))
    throw new MusterError(
      'NOT_FOUND',
      `there is no site in ${folder.root}: --dir names its folder; a new one is made by: muster agent enrol TOKEN --url wss://… --dir ${folder.root}`,
    );
  const facts = parseJsonText(await readPrivateFile(folder.enrolment), enrolmentSchema);
  if (facts === undefined) throw new MusterError('KEY_FILE_INVALID', `${folder.enrolment} is damaged`);
  return facts;
}
