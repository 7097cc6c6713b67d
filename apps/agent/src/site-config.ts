/** @module site.yaml: what this site offers, and how its agent works. One schema from which defaults, checks and docs come. */
import { RETENTION_DEFAULTS } from '@muster/audit';
import { datasetConfigSchema } from '@muster/data';
import type { Policy } from '@muster/policy';
import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');

const months = z.int().min(1).max(1_200).meta({ unit: 'months' });

export const siteConfigSchema = z
  .strictObject({
    site: name.describe('Name of the site, as the operator invited it'),
    datasets: z
      .record(name, datasetConfigSchema)
      .refine((all) => Object.keys(all).length <= 64, 'a site offers at most 64 data sets')
      .describe('Data sets by the names that tasks use, at most 64: see [data sets](#data-sets)'),
    engine: z
      .enum(['wasm', 'cpu'])
      .default('wasm')
      .describe('Training engine; one that fails its self-check does not train'),
    training: z
      .strictObject({
        memoryMb: z.int().min(128).max(1_048_576).default(4096).meta({
          description: 'Limit of the JavaScript heap of training; tensors lie outside of it',
          unit: 'MiB',
        }),
        niceness: z
          .int()
          .min(0)
          .max(19)
          .default(5)
          .describe('How far training yields to other work; 19 yields most'),
        lingerS: z
          .number()
          .min(0)
          .max(3600)
          .default(15)
          .meta({ description: 'How long the training process waits for the next round', unit: 's' }),
        timeoutS: z
          .number()
          .positive()
          .max(604_800)
          .default(86_400)
          .meta({ description: 'Longest training of one round', unit: 's' }),
      })
      .prefault({})
      .describe('The training process'),
    audit: z
      .strictObject({
        retention: z
          .strictObject({
            piiMonths: months
              .default(RETENTION_DEFAULTS.piiMonths)
              .describe('What is about persons: who decided, and why'),
            confMonths: months
              .default(RETENTION_DEFAULTS.confMonths)
              .describe('What is confidential: which data were read, how many examples an update is of'),
          })
          .prefault({})
          .describe('How long the vault keeps what entries only commit to; the entries stay'),
        witnesses: z
          .array(z.string().max(2048))
          .max(16)
          .default([])
          .describe(
            'Verifier keys of witnesses that are no sites and that the manifest does not name: a policy of the log with any other is refused',
          ),
        mirror: z
          .boolean()
          .default(false)
          .describe(
            "Whether the site keeps a copy of the federation's log, under state/mirror: about 660 bytes an entry",
          ),
      })
      .prefault({})
      .describe("The site's own audit log, and its copy of the federation's"),
    keepUpdates: z
      .int()
      .min(0)
      .max(1000)
      .default(3)
      .describe(
        'Settled updates kept on disk for inspection, sealed as they left; the database has their keys',
      ),
    log: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least level logged, as JSON lines on standard error'),
  })
  .describe(
    'What a site offers, beside its keys in the folder that `muster agent enrol` made; what may be done with it stands in [policy.yaml](policy.md). Paths are relative to this file.',
  );

/** What site.yaml says. */
export type SiteFile = z.infer<typeof siteConfigSchema>;

/** What an agent works by: site.yaml, and the policy that stands beside it. */
export interface SiteConfig extends SiteFile {
  readonly policy: Policy;
}
