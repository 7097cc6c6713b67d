/**
 * @module The policy as a site publishes it: the whole document with its defaults, of which site it is and since when it was signed, in
 * canonical JSON. The file of a site may name persons in its comments; in here nothing has room for one, nor for a path.
 */
import { canonicalJson, parseCanonicalJson } from '@muster/canonical';
import { asMusterError, MusterError } from '@muster/errors';
import { z } from 'zod';
import { policySchema } from './policy.ts';

/** As `PublishedPolicy.document` in round.proto. */
const DOCUMENT_BYTES_MAX = 65_536;

const publishedSchema = z.strictObject({
  format: z.literal('muster-policy-1'),
  site: z.string(),
  /** When a person of the site signed it. */
  signedAt: z.iso.datetime(),
  policy: policySchema,
});

export type PublishedPolicy = z.infer<typeof publishedSchema>;

/** The bytes that are published and signed. Throws CONFIG_INVALID for a policy that is too long for a message. */
export function formatPublished({ site, signedAt, policy }: Omit<PublishedPolicy, 'format'>): Uint8Array {
  const document: PublishedPolicy = { format: 'muster-policy-1', site, signedAt, policy };
  const bytes = new TextEncoder().encode(canonicalJson(document));
  if (bytes.length <= DOCUMENT_BYTES_MAX) return bytes;
  throw new MusterError(
    'CONFIG_INVALID',
    `the policy takes ${bytes.length} bytes, more than the ${DOCUMENT_BYTES_MAX} that are published: name fewer columns`,
  );
}

/** Reads what somebody says a site has published. Throws INVALID_ARGUMENT for anything but what `formatPublished` writes. */
export function parsePublished(text: string): PublishedPolicy {
  try {
    if (text.length > DOCUMENT_BYTES_MAX) throw new MusterError('INVALID_ARGUMENT', 'it is too long');
    return publishedSchema.parse(parseCanonicalJson(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : asMusterError(cause).message;
    throw new MusterError('INVALID_ARGUMENT', `the published policy cannot be read: ${why}`, { cause });
  }
}
