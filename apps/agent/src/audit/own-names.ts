/** @module Who a site and its federation are in the logs, by what the site has of its enrolment: no key is opened for it. */
import { pseudonymOf } from '@muster/audit/witness';
import { vouchedKeys } from '@muster/identity';
import { readOwnCertificate, readPinned } from '../enrolment.ts';
import { readFacts } from '../enrolment-facts.ts';
import { enrolledFolder } from '../folder.ts';

export interface OwnNames {
  readonly federation: { readonly id: string; readonly name: string };
  readonly site: { readonly pseudonym: string; readonly name: string };
}

/** Throws NOT_FOUND, KEY_FILE_INVALID, CERTIFICATE_INVALID, FEDERATION_MISMATCH. */
export async function readOwnNames(directory: string): Promise<OwnNames> {
  const folder = enrolledFolder(directory);
  const facts = await readFacts(folder);
  const { manifest } = await readPinned(folder);
  // One whose time is over still says whose key it is.
  const { signingKey } = vouchedKeys(await readOwnCertificate(folder), manifest);
  return {
    federation: { id: facts.federationId, name: facts.federation },
    site: { pseudonym: pseudonymOf(signingKey), name: facts.site },
  };
}
