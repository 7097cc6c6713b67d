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
