/** @module Rounds of secure aggregation, as the API shows them: how far how many sites came, and what the sum says of itself. */
import { z } from 'zod';

const count = z.int().min(0);

/** From whom the updates of a run are hidden. */
export const secureProfileSchema = z
  .enum(['malicious', 'semi-honest', 'off'])
  .describe(
    'Whom single updates are hidden from: a coordinator that lies, one that looks, nobody but relays and disks',
  );

/** Sites that sum their updates among themselves. */
const groupSchema = z.object({
  outcome: z.enum(['unmasked', 'abandoned']),
  code: z.string(),
  reason: z.string(),
  neighbours: count.describe('With how many others each site shares its secrets, k'),
  threshold: count.describe('Shares that reveal a secret, t'),
  sites: count.describe('That sent keys'),
  shared: count.describe('... that shared their secrets'),
  masked: count.describe('... whose masked words came whole'),
  signed: count.describe('... that signed who counts; 0 in the semi-honest profile'),
  answered: count.describe('... that revealed what unmasks the others'),
  counted: z.array(z.string()).describe('Who is in the sum'),
  blamed: z
    .array(z.object({ holder: z.string(), owner: z.string() }))
    .describe('Shares that were wrong: of the secret of one, in the word of another'),
});

/** What came of secure aggregation in an attempt. */
export const sumRecordSchema = z
  .object({
    profile: secureProfileSchema,
    session: z.string().describe('Name of the round in what its sites sign, hex'),
    asked: count.describe('Sites that were asked'),
    advertised: count.describe('Sites that sent keys'),
    code: z.string(),
    reason: z.string().describe('Why there was no group at all'),
    groups: z.array(groupSchema),
    aborts: z
      .array(z.object({ site: z.string(), code: z.string(), reason: z.string() }))
      .describe('Sites that left by a signed word, and why'),
    totals: z
      .object({
        examples: z.number(),
        loss: z.number().describe('Mean training loss over the examples'),
        clipped: count.describe('Sites whose update was shortened'),
        nonfinite: count.describe('Sites that contributed nothing, since a number was not finite'),
      })
      .nullable()
      .describe('Of all sites together; nobody knows them of one'),
  })
  .meta({ id: 'Sum' });

export type SumRecord = z.infer<typeof sumRecordSchema>;
