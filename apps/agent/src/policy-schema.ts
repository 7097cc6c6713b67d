/** @module The policy of site.yaml: what may be written there. */
import { z } from 'zod';

const glob = z.string().regex(/^[a-z0-9*-]{1,64}$/, 'lower-case letters, digits, hyphens and *');

/** Figures that may leave a site besides the update itself. */
export const METRICS = ['accuracy', 'loss', 'confusion', 'examples', 'norm', 'timing', 'progress'] as const;
export const policySchema = z
  .strictObject({
    version: z.int().min(1).describe('Raise it with every change; it is recorded with all that leaves'),
    tasks: z.array(glob).describe('Names of the tasks allowed; `*` stands for any letters'),
    architectures: z
      .array(z.enum(['mlp', 'cnn', 'logistic', 'layers']))
      .describe('Model architectures allowed'),
    minCohort: z.int().min(1).max(100_000).describe('Fewest sites whose updates are added up together'),
    maxRounds: z.int().min(1).max(1_000_000).describe('Most rounds of a run'),
    maxEpochs: z.int().min(1).max(10_000).default(100).describe('Most local epochs of a round'),
    datasets: z
      .array(z.string())
      .optional()
      .meta({ description: 'Data sets that tasks may use', absent: 'all of `datasets`' }),
    metrics: z
      .array(z.enum(METRICS))
      .describe(
        'Figures that may leave the site besides the update. `examples` is its weight: without it the site cannot contribute',
      ),
  })
  .describe('What may be done with the data sets; what does not stand here is refused');
