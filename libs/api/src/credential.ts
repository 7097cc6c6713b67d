/** @module An operator's credential file: where the coordinator is, and the secret that opens its API. */
import { z } from 'zod';

/** operator.json: what `coordinator init` and `operator add` write, and the CLI reads. */
export const credentialSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the API'),
  operator: z.string().min(1).max(64),
  secret: z.string().min(32).max(128),
  certificateAuthority: z
    .string()
    .optional()
    .describe('PEM of the authority behind the TLS certificate, when it is private'),
});

export type Credential = z.infer<typeof credentialSchema>;
