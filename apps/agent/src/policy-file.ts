/** @module Reads policy.yaml, and whether the site has signed it as it lies there. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { vouchedKeys } from '@muster/identity';
import { formatPublished, type Policy, policySchema } from '@muster/policy';
import { readOwnCertificate, readPinned } from './enrolment.ts';
import { readFacts } from './enrolment-facts.ts';
import type { SiteFolder } from './folder.ts';
import { parseJsonText } from './json-text.ts';
import {
  isPolicySignature,
  type PolicySignature,
  policySignatureSchema,
  toTheSecond,
} from './policy-signature.ts';

export interface PolicyFile {
  readonly bytes: Uint8Array;
  readonly policy: Policy;
}

/** A policy that the site has signed. */
export interface SignedPolicy {
  readonly policy: Policy;
  /** As the person called himself or herself. Stays at the site. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** What the federation gets to see of it. */
  readonly published: Uint8Array;
}

/** Throws CONFIG_INVALID with every issue. */
export async function readPolicyFile(folder: SiteFolder): Promise<PolicyFile> {
  const bytes = await readFile(folder.policy).catch((cause: unknown) => {
    throw new MusterError('CONFIG_INVALID', `${folder.policy} cannot be read`, { cause });
  });
  const { formatIssue, validateYaml } = await import('@muster/task');
  const parsed = validateYaml(bytes.toString('utf8'), folder.policy, policySchema);
  if (!parsed.ok) throw new MusterError('CONFIG_INVALID', parsed.issues.map(formatIssue).join('\n'));
  return { bytes, policy: parsed.value };
}

/** The signature beside it, whether or not it is good; undefined where there is none. Throws POLICY_UNSIGNED for a file that is none. */
export async function readPolicySignature(folder: SiteFolder): Promise<PolicySignature | undefined> {
  if (!existsSync(folder.policySignature)) return undefined;
  const text = await readFile(folder.policySignature, 'utf8').catch(() => '');
  const said = parseJsonText(text, policySignatureSchema);
  if (said === undefined)
    throw new MusterError('POLICY_UNSIGNED', `${folder.policySignature} is damaged: it holds no signature`);
  return said;
}

/** Throws CONFIG_INVALID, POLICY_UNSIGNED, and NOT_FOUND for a folder that was not enrolled. Takes no passphrase. */
export async function readSignedPolicy(folder: SiteFolder): Promise<SignedPolicy> {
  const { bytes, policy } = await readPolicyFile(folder);
  const facts = await readFacts(folder);
  const said = await readPolicySignature(folder);
  if (said === undefined)
    throw new MusterError('POLICY_UNSIGNED', `${folder.policy} is not signed: ${howToSign(folder)}`);
  if (!isPolicySignature(bytes, said, await ownKey(folder)))
    throw new MusterError(
      'POLICY_UNSIGNED',
      `${folder.policy} is not what ${said.by} signed by the keys of this site, ${toTheSecond(said.at)}: ${howToSign(folder)}`,
    );
  const { by, at } = said;
  return { policy, by, at, published: formatPublished({ site: facts.site, signedAt: at, policy }) };
}

/** The site's public key by its certificate, also by one whose time is over: it still says whose key it is. */
async function ownKey(folder: SiteFolder): Promise<Uint8Array> {
  const { manifest } = await readPinned(folder);
  return vouchedKeys(await readOwnCertificate(folder), manifest).signingKey;
}

function howToSign(folder: SiteFolder): string {
  return `read it, then run: muster agent policy sign --dir ${folder.root} --by NAME`;
}
