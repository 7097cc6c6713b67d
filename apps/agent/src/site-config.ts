/** @module site.yaml: what this site offers and what it allows. One schema from which defaults, checks and docs come. */
import { z } from 'zod';
import { policySchema } from './policy-schema.ts';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');

export const siteConfigSchema = z
  .strictObject({
    site: name.describe('Name of the site, as the operator invited it'),
    datasets: z
      .record(name, z.unknown())
      .refine((all) => Object.keys(all).length <= 64, 'a site offers at most 64 data sets')
      .describe('Data sets by name: a connector and its files (see @muster/data)'),
    policy: policySchema,
    engine: z
      .enum(['wasm', 'cpu'])
      .default('wasm')
      .describe('Training engine; one that fails its self-check does not train'),
    training: z
      .strictObject({
        memoryMb: z
          .int()
          .min(128)
          .max(1_048_576)
          .default(4096)
          .describe('Limit of the JavaScript heap of training; tensors lie outside of it'),
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
          .describe('How long the training process waits for the next round'),
        timeoutS: z
          .number()
          .positive()
          .max(604_800)
          .default(86_400)
          .describe('Longest training of one round'),
      })
      .prefault({}),
    keepUpdates: z.int().min(0).max(1000).default(3).describe('Settled updates kept on disk for inspection'),
    log: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least level logged'),
  })
  .describe('site.yaml');

export type SiteConfig = z.infer<typeof siteConfigSchema>;
