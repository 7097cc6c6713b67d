/** @module The policy of a site as its events name it: by version and digest. */
import { hash } from 'node:crypto';

/** `flbasis`: the digest is over the published document and the site's signature on it, which nobody else can make, so that nobody finds a policy by trying. */
export function policyBasis(
  version: number,
  { document, signature }: { readonly document: Uint8Array; readonly signature: Uint8Array },
): string {
  const said = Buffer.concat([Buffer.from('fl-policy/v1\n'), document, signature]);
  return `policy/${version}@sha256:${hash('sha256', said)}`;
}

/** A policy as people know it, everywhere in the same way: by its version, and the beginning of what its events name it by. '' for what is no basis. */
export function basisInWords(basis: string): string {
  const [, version, digest = ''] = /^[a-z]+\/([0-9]+)@sha256:([0-9a-f]{64})$/.exec(basis) ?? [];
  return version === undefined ? '' : `version ${version} (${digest.slice(0, 12)})`;
}
