/** @module federation.yaml: what the organisations of a federation agree on before there is one. One schema from which checks and documentation come. */
import { parseVerifierKey } from '@muster/audit';
import { SITES_MAX } from '@muster/identity';
import { z } from 'zod';

const share = z.number().min(0).max(0.5);
const card = (whose: string, command: string) =>
  z
    .string()
    .min(1)
    .describe(`File of the public card of ${whose}, as \`${command}\` makes it, relative to this file`);

function isVerifierKey(text: string): boolean {
  try {
    return parseVerifierKey(text).type !== 'ed25519';
  } catch {
    return false;
  }
}

/** Limits within which every round of secure aggregation is. */
export const limitsSchema = z.strictObject({
  minCohort: z.int().min(1).max(1_000_000).default(3).describe('Fewest sites in a sum'),
  minGroup: z.int().min(1).max(1_000_000).default(8).describe('Fewest sites in a group of a large cohort'),
  corrupt: share
    .default(0.05)
    .describe('Largest share of the sites that may be in league with the coordinator'),
  dropout: share.default(0.1).describe('Largest share of the sites that may be lost in a round'),
});

export const federationFileSchema = z
  .strictObject({
    federation: z.string().min(1).max(128).describe('Its name; it stays'),
    coordinator: card('the coordinator', 'muster coordinator card'),
    organisations: z
      .array(
        z.strictObject({
          card: card('the organisation', 'muster federation key'),
          sites: z.int().min(1).max(SITES_MAX).default(10).describe('Most sites that it may have'),
        }),
      )
      .min(1)
      .max(64)
      .describe('Who belongs to it; each signs the first manifest'),
    signatures: z.int().min(1).max(64).optional().meta({
      description: 'Organisations that must sign each later manifest',
      absent: 'more than half of them',
    }),
    limits: limitsSchema
      .prefault({})
      .describe('Limits of secure aggregation: no round of it goes beyond them'),
    models: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex'))
      .max(256)
      .default([])
      .describe('Hashes of the models that may be trained; none: any'),
    witnesses: z
      .array(z.string().max(2048).refine(isVerifierKey, 'no verifier key of a witness: NAME+ID+KEY'))
      .max(16)
      .default([])
      .describe('Verifier keys of witnesses of the audit log that are no sites'),
  })
  .describe(
    'What organisations agree on before they have a federation: `muster federation create` makes its first manifest of it, which each of them signs.',
  );

export type FederationFile = z.infer<typeof federationFileSchema>;
