/**
 * @module Whether those whose cosignatures count are who they are said to be: each site among the witnesses has a certificate of an organisation of the
 * manifest, and each other one is named by the manifest, or by a person of this site. A coordinator cannot invent any.
 */
import { formatVerifierKey, type LogPolicy, pseudonymOf } from '@muster/audit/witness';
import { asMusterError, MusterError } from '@muster/errors';
import { type Manifest, vouchedKeys } from '@muster/identity';
import type { Certificate } from '@muster/protocol';

export interface Vouching {
  readonly manifest: Manifest;
  /** Of sites, as the coordinator has brought them. */
  readonly certificates: readonly Certificate[];
  /** Verifier keys of witnesses that are no sites, which a person of this site has named. */
  readonly trusted: readonly string[];
}

/** Throws AUDIT_POLICY_INVALID for a witness that nobody vouches for, and for more witnesses of an organisation than it may have sites. */
export function assertVouchedFor(
  { witnesses }: LogPolicy,
  { manifest, certificates, trusted }: Vouching,
): void {
  const vouched = new Map<string, string>();
  const faults: string[] = [];
  for (const certificate of certificates) {
    try {
      const { signingKey, witnessKey, organisation } = vouchedKeys(certificate, manifest);
      vouched.set(keyText(pseudonymOf(signingKey), witnessKey), organisation);
    } catch (thrown) {
      faults.push(asMusterError(thrown).message);
    }
  }
  const outside = new Set([...manifest.witnesses, ...trusted]);
  const counts = new Map<string, number>();
  for (const { name, key } of witnesses) {
    const organisation = vouched.get(keyText(name, key.publicKey));
    if (organisation !== undefined) counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
    else if (!outside.has(formatVerifierKey(key)))
      throw invalid(
        `nobody vouches for the witness ${name}: no organisation of manifest ${manifest.epoch} has certified it, and neither the manifest nor audit.witnesses of site.yaml names it${faults[0] ? ` (${faults[0]})` : ''}`,
      );
  }
  for (const { name, sitesMax } of manifest.organisations)
    if ((counts.get(name) ?? 0) > sitesMax)
      throw invalid(`${name} has ${counts.get(name)} witnesses, and may have ${sitesMax} sites`);
}

function keyText(pseudonym: string, key: Uint8Array): string {
  return `${pseudonym} ${Buffer.from(key).toString('hex')}`;
}

function invalid(why: string): MusterError {
  return new MusterError('AUDIT_POLICY_INVALID', `the policy of the federation’s log is refused: ${why}`);
}
