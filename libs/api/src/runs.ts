/** @module Runs and their rounds, as the API shows them. */
import { z } from 'zod';
import { evaluationSchema } from './models.ts';
import { secureProfileSchema, sumRecordSchema } from './sums.ts';

/** A task to be run. */
export const runStartSchema = z.strictObject({
  task: z.string().min(1).max(1_048_576).describe('Text of task.yaml'),
  file: z.string().max(512).default('task.yaml').describe('Name of the file, for error messages'),
  requestId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, '1 to 128 of A-Z, a-z, 0-9 and . _ : -')
    .optional()
    .describe('The same id starts the run once'),
});

/** A paused run that is to go on. */
export const resumeRunSchema = z.strictObject({
  newAttempt: z
    .boolean()
    .default(false)
    .describe('Gives up a round whose work has failed; sites that counted in it are told so'),
});

export const runStatusSchema = z.enum([
  'queued',
  'waiting',
  'running',
  'paused',
  'completed',
  'cancelled',
  'failed',
]);

export type RunStatus = z.infer<typeof runStatusSchema>;

/** How a site that was asked ended a round. */
export const outcomeSchema = z.enum([
  'counted',
  'refused',
  'late',
  'lost',
  'rejected',
  'failed',
  'abandoned',
]);

/** A run in one line. */
export const runSummarySchema = z
  .object({
    id: z.string(),
    task: z.string(),
    status: runStatusSchema,
    reason: z.string().describe('Why it has this status, in a sentence'),
    waitsForPerson: z
      .boolean()
      .describe(
        'Paused until somebody resumes or cancels it: after too many attempts, or as the work of a round has failed',
      ),
    round: z.number().describe('Rounds completed'),
    rounds: z.number().describe('Most rounds'),
    accuracy: z
      .number()
      .nullable()
      .describe(
        'Of the last evaluated model: on the public test set; without one, over all sites that evaluated it',
      ),
    loss: z.number().nullable().describe('Likewise'),
    evaluated: z.string().nullable().describe('The last model version that was evaluated'),
    model: z.string().nullable().describe('Latest model version'),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RunSummary' });

export type RunSummary = z.infer<typeof runSummarySchema>;

const memberViewSchema = z.object({
  site: z.string(),
  outcome: outcomeSchema,
  code: z.string(),
  reason: z.string(),
  examples: z.number().nullable().describe('Null where nobody knows: the update was masked'),
  bytesUp: z.number(),
  bytesDown: z.number(),
});

/** One attempt at a round: bytes are of all sites together, `seconds` from the offers to the end (null while it is open). */
export const roundViewSchema = z
  .object({
    round: z.number(),
    attempt: z.number(),
    status: z.enum(['open', 'applied', 'abandoned']),
    seconds: z.number().nullable(),
    bytesUp: z.number(),
    bytesDown: z.number(),
    evaluationBytesDown: z
      .number()
      .describe('What the sites fetched to evaluate the model of this round; the next one starts from it'),
    members: z.array(memberViewSchema),
    sum: sumRecordSchema
      .nullable()
      .describe(
        'Of secure aggregation; null where updates are sealed to the coordinator, and while it goes on',
      ),
    central: evaluationSchema.nullable().describe('On the public test set of the task'),
    federated: evaluationSchema.nullable().describe('Pooled over the holdouts of the sites'),
    bySite: z.record(z.string(), evaluationSchema).describe('On each holdout'),
    model: z.string().nullable(),
  })
  .meta({ id: 'Round' });

export type RoundView = z.infer<typeof roundViewSchema>;

/** A run with every attempt of every round, in order. */
export const runDetailSchema = runSummarySchema
  .extend({
    planHash: z.string().nullable(),
    secureAggregation: secureProfileSchema,
    taskText: z.string(),
    history: z.array(roundViewSchema).describe('Every attempt of every round'),
    sites: z
      .array(
        z.object({
          site: z.string(),
          phase: z.string(),
          fraction: z.number(),
        }),
      )
      .describe('Progress of the sites in the open round'),
  })
  .meta({ id: 'Run' });

export type RunDetail = z.infer<typeof runDetailSchema>;
