/** @module Events of what the updates became: a sum, a model, and where that went. */
import { z } from 'zod';
import { attempt, count, digest, hash32, privacyTerms, site, slug } from './words.ts';

const { run, round } = attempt;

/** Of a round of secure aggregation, whatever came of it. */
const sum = {
  ...attempt,
  session: digest,
  protocolVersion: z.int().min(1).max(100),
  profile: z.enum(['malicious', 'semi-honest']),
  invited: count,
  final: count,
  threshold: count,
  dropouts: count,
  lost: z
    .strictObject({ keys: count, shares: count, words: count, answers: count })
    .describe('Sites that were lost before each of these was there'),
  aborts: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/), count)
    .describe('Sites that left by a signed word, by its code'),
};

export const aggregationEvents = {
  'cohort.closed': {
    data: z.strictObject({
      ...attempt,
      cohortRoot: hash32.describe('RFC 6962 root over the sorted pseudonyms of those who count'),
      members: count,
    }),
  },
  'secagg.completed': { data: z.strictObject({ ...sum, cohortRoot: hash32 }) },
  'secagg.aborted': {
    data: z.strictObject({ ...sum, reason: z.enum(['threshold', 'inconsistent', 'timeout', 'cancelled']) }),
  },
  'aggregate.produced': {
    data: z.strictObject({
      ...attempt,
      rule: z.enum(['fedavg', 'fedprox', 'fedavgm', 'fedadagrad', 'fedadam', 'fedyogi']),
      weights: z.enum(['examples', 'equal']),
      cohortRoot: hash32,
      members: count,
      parent: digest,
      model: digest,
      privacy: privacyTerms.optional(),
    }),
    hides: ['conf'],
    critical: true,
  },
  'round.abandoned': {
    data: z.strictObject({
      ...attempt,
      reason: z.string().regex(/^[A-Z][A-Z_]{2,39}$/),
    }),
  },
  'model.published': {
    data: z.strictObject({
      run,
      round: z.int().min(0).max(1_000_000).describe('0: the model that the run began with'),
      model: digest,
      parent: digest.optional(),
      plan: digest,
      use: slug.describe('What it may be used for'),
    }),
    hides: ['pii'],
    critical: true,
  },
  'model.deployed': {
    data: z.strictObject({
      run,
      round,
      model: digest,
      site,
      target: z.enum(['research', 'clinical', 'production', 'test']),
    }),
    hides: ['pii'],
  },
  'model.rolled_back': { data: z.strictObject({ run, round, model: digest, to: digest }), hides: ['pii'] },
  'model.retired': { data: z.strictObject({ run, round, model: digest }), hides: ['pii'] },
} as const;
