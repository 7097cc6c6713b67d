/** @module A policy that a site has published, as far as it may be believed: its signature is checked here, whatever the coordinator says. */
import type { PublishedPolicyView } from '@muster/api';
import { basisInWords, policyBasis } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { verify } from '@muster/identity';
import { type Policy, parsePublished } from '@muster/policy';

export type ReadPolicy =
  /** `named`: as the logs and reports name it. */
  | { readonly ok: true; readonly policy: Policy; readonly signedAt: string; readonly named: string }
  | { readonly ok: false; readonly problem: string };

export function readPublished(view: PublishedPolicyView): ReadPolicy {
  const document = Buffer.from(view.document, 'utf8');
  const key = Buffer.from(view.signingKey, 'hex');
  const signature = Buffer.from(view.signature, 'base64');
  if (!verify('policy/published', [document], key, signature))
    return { ok: false, problem: 'it is not signed by the site' };
  try {
    const { site, policy, signedAt } = parsePublished(view.document);
    if (site !== view.site) return { ok: false, problem: `it is the policy of "${site}"` };
    return {
      ok: true,
      policy,
      signedAt,
      named: basisInWords(policyBasis(policy.version, { document, signature })),
    };
  } catch (thrown) {
    return { ok: false, problem: asMusterError(thrown).message };
  }
}
