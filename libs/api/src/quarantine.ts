/** @module Updates that were refused, as the API shows them. */
import { z } from 'zod';

/** One refused update. `held` waits for an operator, `released` was let in, `dropped` has lost its bytes. */
export const quarantinedSchema = z
  .object({
    id: z.string(),
    run: z.string(),
    round: z.number(),
    attempt: z.number(),
    site: z.string(),
    code: z.string().describe('Why it was not added, by code'),
    reason: z.string(),
    updateHash: z.string().nullable().describe('SHA-256 of the update as announced'),
    bytes: z.number().nullable(),
    examples: z.number().nullable().describe('Training examples that it was announced with'),
    figures: z
      .record(z.string(), z.number())
      .describe('What was measured: norm, maxAbs, and the median, mad and limit it was held against'),
    kept: z.boolean().describe('Whether its bytes are here'),
    state: z.enum(['held', 'released', 'dropped']),
    at: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'QuarantinedUpdate' });

export type QuarantinedView = z.infer<typeof quarantinedSchema>;

/** What came of letting an update in. */
export const releaseSchema = z
  .object({
    update: quarantinedSchema,
    counts: z.boolean().describe('Whether its round was still open, so that it is in the round now'),
  })
  .meta({ id: 'Release' });
