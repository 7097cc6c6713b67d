/** @module The body of every answer that is not a success. */
import { z } from 'zod';

/** An error of the table; `detail` holds figures and names that help to mend it. */
export const problemSchema = z
  .object({
    code: z.string().describe('A code of docs/errors.md'),
    message: z.string(),
    retryable: z.boolean(),
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
