/**
 * @module policy.yaml.sig: who signed policy.yaml for the site, and when. The signature is the site's identity key's, under a label of its
 * own, over the bytes of the file as they lie there: one that was edited since, in a comment too, is not signed any more.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@muster/canonical';
import { type KeyPair, sign, verify } from '@muster/identity';
import type { Policy } from '@muster/policy';
import { z } from 'zod';

const signatureSchema = z.strictObject({
  format: z.literal('muster-policy-signature-1'),
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  version: z.int().min(1),
  /** SHA-256 of what the policy says, whatever its layout and comments: tells whether the version must be raised. */
  content: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.base64(),
});

export type PolicySignature = z.infer<typeof signatureSchema>;

export { signatureSchema as policySignatureSchema };

/** A person, named `by`, signs the file at `at` (ISO 8601). */
export function signPolicyFile(
  file: Uint8Array,
  policy: Policy,
  { by, at, key }: { readonly by: string; readonly at: string; readonly key: KeyPair },
): PolicySignature {
  const said = { by, at, version: policy.version, content: contentOf(policy) };
  const signature = Buffer.from(sign('policy', signedFields(file, said), key)).toString('base64');
  return { format: 'muster-policy-signature-1', ...said, signature };
}

/** Whether the key signed just this file, by and at whom it says. */
export function isPolicySignature(file: Uint8Array, said: PolicySignature, key: Uint8Array): boolean {
  return verify('policy', signedFields(file, said), key, Buffer.from(said.signature, 'base64'));
}

/** Who signed, and when. */
export function signedInWords({ by, at }: Pick<PolicySignature, 'by' | 'at'>): string {
  return `signed by ${by}, ${toTheSecond(at)}`;
}

/** A time (ISO 8601) as people read it everywhere. */
export function toTheSecond(at: string): string {
  return at.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

export function contentOf(policy: Policy): string {
  return createHash('sha256').update(canonicalJson(policy)).digest('hex');
}

function signedFields(
  file: Uint8Array,
  { by, at, version, content }: Pick<PolicySignature, 'by' | 'at' | 'version' | 'content'>,
) {
  return [file, by, at, version, content];
}
