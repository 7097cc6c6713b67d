/** @module Sites and invitations, as the API shows them. */
import { z } from 'zod';

/** As a site is invited, certified and named in every list. */
export const siteNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63')
  .describe('Name of a site');

/** A site to be invited, and for how many hours its token is good. */
export const invitationRequestSchema = z.strictObject({
  site: siteNameSchema,
  validHours: z.number().positive().max(168).default(24),
});

/** A one-time token for a site. */
export const invitationSchema = z
  .object({
    site: z.string(),
    token: z.string().describe('Shown once; the coordinator keeps its hash only'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });

/** Why the trust in a site ends; the site is told. */
export const revocationSchema = z.strictObject({ reason: z.string().min(1).max(512) });

/** A site as the coordinator knows it. `invited` has a token and no certificate yet; `suspended` is connected or not, and asked for nothing. */
export const siteViewSchema = z
  .object({
    name: z.string(),
    organisation: z.string().nullable().describe('That has certified it'),
    status: z.enum(['connected', 'offline', 'invited', 'suspended', 'revoked']),
    enrolledAt: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    revokeReason: z.string().nullable(),
    suspendedAt: z.iso
      .datetime()
      .nullable()
      .describe('Left out of rounds from then on, until it is reinstated'),
    suspendReason: z.string().nullable(),
    clockSkewMs: z.number().nullable().describe("The site's clock minus the coordinator's, as last seen"),
    agentVersion: z.string().nullable(),
    engine: z.string().nullable(),
    datasets: z.array(z.string()),
    logRefusal: z
      .string()
      .nullable()
      .describe(
        'Why it does not cosign the audit log of the federation, and what a person there does about it',
      ),
    busyWith: z.string().nullable().describe('Run and round it works for'),
    contended: z
      .number()
      .describe(
        'How often in the last half hour agents with the keys of this site pushed each other out; 0 when that was rare',
      ),
  })
  .meta({ id: 'Site' });

/** A site that was revoked, now or before: the first reason stands. */
export const revokedSchema = siteViewSchema.extend({ revokedBefore: z.boolean() }).meta({ id: 'Revoked' });

export type SiteView = z.infer<typeof siteViewSchema>;
