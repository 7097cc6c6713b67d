/** @module What sites have published of their policies, as the API shows it. */
import { z } from 'zod';
import { siteViewSchema } from './sites.ts';

/** A policy as its site published it. Whoever reads it checks the signature. */
export const publishedPolicySchema = z
  .object({
    site: z.string(),
    hash: z.string().describe('SHA-256 of the document, hex'),
    document: z
      .string()
      .describe('Canonical JSON: the policy of docs/policy.md, of which site, and when it was signed'),
    signature: z.string().describe("Base64; by the site's key, under the label policy/published"),
    signingKey: z.string().describe("The site's Ed25519 key by its certificate, hex"),
    since: z.iso.datetime().describe('When it was published first'),
  })
  .meta({ id: 'PublishedPolicy' });

/** A site, what it allows, and by which certificates it is known. */
export const siteDetailSchema = siteViewSchema
  .extend({
    policy: publishedPolicySchema.nullable(),
    certificates: z
      .string()
      .array()
      .describe('SHA-256 of each of its certificates that has not ended, hex: what a manifest revokes'),
  })
  .meta({ id: 'SiteDetail' });

export type PublishedPolicyView = z.infer<typeof publishedPolicySchema>;
export type SiteDetail = z.infer<typeof siteDetailSchema>;
