/** @module `muster agent policy sign`: a person puts the site's name under policy.yaml. */
import { policyBasis } from '@muster/audit/witness';
import { MusterError } from '@muster/errors';
import { readIdentityFile, readPassphrase, replacePrivateFile, sign } from '@muster/identity';
import { formatPublished, type Policy } from '@muster/policy';
import { type Clock, systemClock } from '@muster/transport';
import { readFacts } from './enrolment-facts.ts';
import { enrolledFolder, type SiteFolder } from './folder.ts';
import { readPolicyFile, readPolicySignature } from './policy-file.ts';
import { contentOf, type PolicySignature, signPolicyFile } from './policy-signature.ts';

export interface PolicySigned {
  readonly file: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
  /** Where the signature lies. */
  readonly signature: string;
  /** As the audit log will name it. */
  readonly basis: string;
}

/**
 * Signs policy.yaml as it lies there, beside a daemon that runs too: it counts from the next start on. Throws CONFIG_INVALID (also when
 * what it says was changed, and its version was not raised), INVALID_ARGUMENT for no name, NOT_FOUND, KEY_FILE_INVALID, PASSPHRASE_*.
 */
export async function signPolicy(
  directory: string,
  { by, passphraseFile }: { readonly by: string; readonly passphraseFile?: string },
  clock: Pick<Clock, 'wallMs'> = systemClock,
): Promise<PolicySigned> {
  const folder = enrolledFolder(directory);
  const name = nameOf(by);
  const { bytes, policy } = await readPolicyFile(folder);
  await assertRaised(folder, policy);
  const identity = await readIdentityFile(folder.identity, await readPassphrase(passphraseFile, process.env));
  const at = new Date(Math.round(clock.wallMs())).toISOString();
  const { site } = await readFacts(folder);
  const document = formatPublished({ site, signedAt: at, policy }); // what could not be published is not signed
  const said = signPolicyFile(bytes, policy, { by: name, at, key: identity.signing });
  await replacePrivateFile(folder.policySignature, `${JSON.stringify(said, null, 2)}\n`);
  const basis = policyBasis(policy.version, {
    document,
    signature: sign('policy/published', [document], identity.signing),
  });
  return {
    file: folder.policy,
    version: policy.version,
    by: name,
    at,
    signature: folder.policySignature,
    basis,
  };
}

/** A name as it may stand in a record. Throws INVALID_ARGUMENT. */
export function nameOf(by: string): string {
  const name = by.trim();
  if (name !== '' && name.length <= 200) return name;
  throw new MusterError(
    'INVALID_ARGUMENT',
    'the name of the person who decides is needed, of at most 200 characters',
  );
}

/** A reason as it may stand in a record. Throws INVALID_ARGUMENT. */
export function whyOf(said: string): string {
  const why = said.trim();
  if (why !== '' && why.length <= 1_000) return why;
  throw new MusterError('INVALID_ARGUMENT', 'a reason is needed, of at most 1000 characters');
}

/** Two policies of one version could not be told apart in any record. */
async function assertRaised(folder: SiteFolder, policy: Policy): Promise<void> {
  let before: PolicySignature | undefined;
  try {
    before = await readPolicySignature(folder);
  } catch {
    return; // a signature that is damaged is replaced
  }
  if (before === undefined || policy.version > before.version) return;
  if (policy.version === before.version && contentOf(policy) === before.content) return;
  throw new MusterError(
    'CONFIG_INVALID',
    `${folder.policy}: version is ${policy.version}, and ${before.by} signed another policy as version ${before.version}: raise it to ${before.version + 1}`,
  );
}
