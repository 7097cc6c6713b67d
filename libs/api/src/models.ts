/** @module Model versions and evaluations, as the API shows them. */
import { z } from 'zod';

/** How a model did: `loss` is the mean cross-entropy of an example in nats, the confusion is a square of counts, one side for each class. */
export const evaluationSchema = z
  .object({
    examples: z.number(),
    accuracy: z.number().min(0).max(1),
    loss: z.number(),
    recall: z.array(z.number().nullable()).describe('Per class; null for a class without examples'),
    confusion: z.array(z.array(z.number())).describe('Rows: true class; columns: predicted class'),
  })
  .meta({ id: 'Evaluation' });

export type Evaluation = z.infer<typeof evaluationSchema>;

export const modelSummarySchema = z
  .object({
    id: z.string().describe('RUN:ROUND; round 0 is the model before training'),
    run: z.string(),
    round: z.number(),
    task: z.string(),
    hash: z.string().describe('SHA-256 of the flat f32 parameter vector'),
    parameters: z.number(),
    bytes: z.number(),
    createdAt: z.iso.datetime(),
    accuracy: z
      .number()
      .nullable()
      .describe('On the public test set; without one, over all sites that evaluated it'),
    loss: z.number().nullable().describe('Likewise'),
  })
  .meta({ id: 'ModelSummary' });

export const modelDetailSchema = modelSummarySchema
  .extend({
    parent: z.string().nullable(),
    planHash: z.string(),
    plan: z
      .string()
      .describe('The plan that it was trained under: canonical JSON, whose SHA-256 is planHash'),
    layout: z.object({
      length: z.number(),
      tensors: z.array(z.object({ name: z.string(), shape: z.array(z.number()) })),
    }),
    contributors: z.array(z.string()).describe('Sites whose updates counted in the round that made it'),
    evaluation: evaluationSchema.nullable().describe('On the public test set'),
    federated: evaluationSchema
      .extend({ sites: z.array(evaluationSchema.extend({ site: z.string() })) })
      .nullable()
      .describe('Over the holdouts of all sites that evaluated it, and of each'),
  })
  .meta({ id: 'Model' });

export type ModelDetail = z.infer<typeof modelDetailSchema>;
