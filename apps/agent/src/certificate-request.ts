/** @module `muster agent request`: what a site hands to its organisation, whose key lies elsewhere, to have its keys certified. */
import { MusterError } from '@muster/errors';
import {
  fingerprintOf,
  formatRequest,
  readIdentityFile,
  readPassphrase,
  requestCertificate,
  writeHanded,
} from '@muster/identity';
import { hex } from '@muster/protocol';
import { claimOf, enrolledBefore, ownKeys } from './enrolled-files.ts';
import { siteFolder } from './folder.ts';

export interface RequestOptions {
  /** Of the site; of an enrolled folder it is known. */
  readonly name?: string;
  readonly dir: string;
  /** The folder is enrolled: another certificate for the same keys. */
  readonly again?: boolean;
  readonly out?: string;
  readonly passphraseFile?: string;
}

export interface MadeRequest {
  readonly site: string;
  readonly file: string;
  readonly folder: string;
  /** Of the site's signing key, hex: the organisation sees the same. */
  readonly fingerprint: string;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Makes the keys of the site where there are none, and the file. Throws CONFLICT, INVALID_ARGUMENT, KEY_FILE_INVALID, PASSPHRASE_*. */
export async function makeRequest(options: RequestOptions): Promise<MadeRequest> {
  const folder = siteFolder(options.dir);
  const before = await enrolledBefore(folder, options.again === true);
  const name = before?.facts.site ?? options.name ?? '';
  if (!NAME.test(name))
    throw new MusterError(
      'INVALID_ARGUMENT',
      'the name of a site is of lower-case letters, digits and hyphens, at most 63: --name north-hospital',
    );
  const secret = await readPassphrase(options.passphraseFile, process.env);
  const identity = before ? await readIdentityFile(folder.identity, secret) : await ownKeys(folder, secret);
  const text = formatRequest(requestCertificate(claimOf(identity, name), identity));
  const file = await writeHanded(text, `${name}.request.json`, options.out);
  const fingerprint = hex(fingerprintOf(identity.signing.publicKey));
  return { site: name, file, folder: folder.root, fingerprint };
}
