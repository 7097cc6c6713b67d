/** @module Events of a round at a site: what was asked, what was agreed to, which data were read, what it cost, what left. */
import { z } from 'zod';
import {
  attempt,
  bucket,
  count,
  dataset,
  decimal,
  digest,
  errorCode,
  hash32,
  privacyTerms,
  site,
  slug,
  time,
} from './words.ts';

/** Why a site said no. */
const refusal = z.enum([
  'policy',
  'budget',
  'purpose',
  'cohort',
  'unlogged',
  'manual',
  'expired',
  'data',
  'engine',
  'busy',
  'disk',
  'other',
]);

const spent = {
  unit: z.enum(['record', 'patient', 'site']),
  mechanism: z.enum(['gaussian', 'skellam', 'discrete-gaussian']),
  noiseMultiplier: decimal,
  clipNorm: decimal,
  sampleRate: decimal,
  steps: count,
  epsilonStep: decimal,
  delta: decimal,
  epsilonTotal: decimal,
  cap: decimal,
  accountant: z.enum(['rdp', 'pld']),
  accountantVersion: z.int().min(1).max(1_000),
  ledger: digest,
};

export const workEvents = {
  'task.offered': {
    data: z.strictObject({
      ...attempt,
      cohortRoot: hash32.describe('RFC 6962 root over the sorted pseudonyms of the sites that were asked'),
      cohort: count.describe('Sites that were asked'),
      plan: digest,
      model: digest,
      layout: digest,
      purpose: slug,
      minCohort: count.describe('Fewest sites whose updates are added up together'),
      expires: time,
      privacy: privacyTerms.optional(),
    }),
    critical: true,
  },
  'task.accepted': {
    data: z.strictObject({ ...attempt, site, how: z.enum(['automatic', 'manual']) }),
    hides: ['pii'],
  },
  'task.refused': {
    data: z.strictObject({ ...attempt, site, reason: refusal, how: z.enum(['automatic', 'manual']) }),
    hides: ['pii'],
  },
  'dataset.accessed': {
    data: z.strictObject({
      ...attempt,
      dataset,
      schema: digest,
      purpose: slug,
      use: z.enum(['training', 'evaluation']),
      rows: bucket.optional().describe('Absent where it is written before anybody has counted them'),
    }),
    hides: ['conf', 'pii'],
    critical: true,
  },
  'privacy.budget_spent': { data: z.strictObject({ ...attempt, dataset, ...spent }), critical: true },
  'privacy.budget_refused': {
    data: z.strictObject({ ...attempt, dataset, requested: decimal, remaining: bucket }),
  },
  'update.released': {
    data: z.strictObject({
      ...attempt,
      site,
      update: hash32.describe('Salted commitment to the bytes on the wire; both parties know the salt'),
      sizeBytes: count,
      codec: z.enum(['f32', 'sealed-f32', 'masked-u32', 'masked-u16']),
      kind: z.enum(['update', 'evaluation']),
      clipNorm: decimal.optional().describe('The bound that was configured, never the norm that there was'),
      noise: z.enum(['none', 'local', 'distributed', 'central']),
      secureAggregation: z.boolean(),
    }),
    hides: ['conf'],
    critical: true,
  },
  'update.received': { data: z.strictObject({ ...attempt, site, update: hash32 }) },
  'update.rejected': {
    data: z.strictObject({ ...attempt, site, update: hash32.optional(), reason: errorCode }),
  },
} as const;
