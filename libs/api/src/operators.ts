/** @module Operators, as the API shows them. */
import { z } from 'zod';

/** As an operator is named in lists and records. */
export const operatorNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._@-]{0,62}$/,
    'lower-case letters, digits, dots, hyphens, underscores and @, at most 63',
  )
  .describe('Name of an operator; of one that was revoked it is not used again');

/** An operator to be added. */
export const operatorRequestSchema = z.strictObject({ name: operatorNameSchema });

/** Somebody who may use this API. */
export const operatorViewSchema = z
  .object({
    name: z.string(),
    status: z.enum(['active', 'revoked']),
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Operator' });

export type OperatorView = z.infer<typeof operatorViewSchema>;

/** An operator, and the secret that opens the API to them. */
export const newOperatorSchema = operatorViewSchema
  .extend({ secret: z.string().describe('Shown once; the coordinator keeps its hash only') })
  .meta({ id: 'NewOperator' });
