/** @module Events of who belongs to the federation, by which keys, under which policies, and on what legal ground. */
import { legalBasis } from '@muster/policy';
import { z } from 'zod';
import { basis, bucket, count, digest, site, size, slug, time, verifierKey } from './words.ts';

const suspension = z.enum(['rejected-updates', 'operator', 'policy', 'fork', 'expired']);

export const membershipEvents = {
  'site.enrolled': {
    data: z.strictObject({
      site,
      producerKey: verifierKey.describe('Signs the events of the site'),
      witnessKey: verifierKey.optional().describe('Cosigns checkpoints'),
      logKey: verifierKey.optional().describe("Signs the site's own log"),
      software: digest.optional(),
      policy: basis.optional(),
      roles: z.array(z.enum(['trains', 'evaluates', 'witnesses', 'mirrors'])).max(4),
    }),
  },
  'site.suspended': { data: z.strictObject({ site, reason: suspension }) },
  'site.reinstated': { data: z.strictObject({ site }) },
  'site.left': { data: z.strictObject({ site, reason: z.enum(['revoked', 'withdrawn', 'replaced']) }) },
  'key.rotated': {
    data: z.strictObject({
      holder: z.enum(['coordinator', 'site', 'log', 'witness']),
      site: site.optional(),
      old: verifierKey,
      new: verifierKey,
      reason: z.enum(['scheduled', 'lost', 'compromised', 'enrolled-again']),
      effectiveSize: size.describe('From this size of the log on the new key signs'),
      oldSignature: signatureOf('the old key'),
      newSignature: signatureOf('the new key'),
    }),
  },
  'key.revoked': {
    data: z.strictObject({
      holder: z.enum(['coordinator', 'site', 'log', 'witness']),
      site: site.optional(),
      old: verifierKey,
      reason: z.enum(['lost', 'compromised', 'left']),
      effectiveSize: size,
    }),
  },
  'manifest.changed': {
    data: z.strictObject({
      epoch: z.int().min(1).max(4_294_967_295),
      manifest: digest.describe('Of the bytes that the organisations have signed'),
      previous: digest.optional().describe('Of the epoch before; not of the first'),
      organisations: count,
      revoked: count.describe('Certificates of sites that it declares void'),
    }),
    critical: true,
  },
  'policy.changed': {
    data: z.strictObject({
      old: basis.optional(),
      new: basis,
      changes: z
        .array(
          z.enum([
            'first',
            'purposes',
            'legal-basis',
            'tasks',
            'architectures',
            'datasets',
            'columns',
            'cohort',
            'rounds',
            'secure-aggregation',
            'budget',
            'metrics',
            'approval',
            'expiry',
            'witnesses',
            'other',
          ]),
        )
        .max(16),
      effective: time,
    }),
    hides: ['pii'],
  },
  'policy.acknowledged': { data: z.strictObject({ site, policy: basis }) },
  'consent.scope_changed': {
    data: z.strictObject({
      purpose: slug,
      legalBasis,
      direction: z.enum(['widened', 'narrowed', 'withdrawn']),
      affected: bucket,
    }),
  },
} as const;

function signatureOf(whose: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/, 'base64 of an Ed25519 signature')
    .describe(`By ${whose}, over the other fields`);
}
