/** @module policy.yaml: what a site allows to be done with its data. One schema from which defaults, checks and docs come. */
import { z } from 'zod';
import { legalBasis, slug } from './purpose.ts';

const glob = z.string().regex(/^[a-z0-9*-]{1,64}$/, 'lower-case letters, digits, hyphens and *');
const datasetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63');

/** Figures that may leave a site besides the update itself. */
const METRICS = ['accuracy', 'loss', 'confusion', 'examples', 'norm', 'timing', 'progress'] as const;

/** From the least to the most. */
const PROFILES = ['off', 'semi-honest', 'malicious'] as const;

const budgetSchema = z.strictObject({
  epsilon: z.number().positive().max(1_000_000).describe('Most privacy loss (epsilon) of all tasks together'),
  delta: z.number().gt(0).lt(1).describe('Chance (delta) that the loss is larger'),
  per: z.enum(['record', 'patient', 'site']).describe('Whose presence in the data the loss is about'),
  withoutPrivacy: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('What becomes of a task that names no differential privacy: nothing limits its loss'),
});

/** What a policy says about one data set. */
export const policyDatasetSchema = z
  .strictObject({
    columns: z.array(z.string().min(1).max(256)).max(4096).optional().meta({
      description: 'Columns of a table that tasks may use, the label among them; images have none',
      absent: 'all columns',
    }),
    budget: budgetSchema.optional().meta({
      description:
        'Cap on the privacy loss. Recorded with each plan that the site agrees to; no task can name differential privacy yet, so that all are refused unless `withoutPrivacy` is `allow`',
      absent: 'no cap',
    }),
  })
  .describe('What of a data set tasks may use. `{}` allows all of it.');

export const policySchema = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .max(999_999_999)
      .describe('Raise it with every change; it is recorded with all that leaves'),
    expires: z.iso.date().optional().meta({
      description: 'Last day (UTC) on which anything is allowed; the agent warns 30 days before',
      absent: 'no last day',
    }),
    purposes: z
      .record(slug, z.array(legalBasis).min(1).max(4))
      .describe(
        'What data may be used for: purposes by the `purposeId` of tasks, each with its legal basis, a list of letters of the GDPR: `6-1-a` to `6-1-f`, `9-2-a`, `9-2-b`, `9-2-g` to `9-2-j`, or `not-personal`. `unspecified` stands for tasks that name none',
      ),
    tasks: z.array(glob).describe('Names of the tasks allowed; `*` stands for any letters'),
    architectures: z
      .array(z.enum(['mlp', 'cnn', 'logistic', 'layers']))
      .describe('Model architectures allowed'),
    datasets: z
      .record(datasetName, policyDatasetSchema)
      .describe(
        'Data sets of site.yaml that tasks may use, by name: see [data sets of a policy](#data-sets-of-a-policy)',
      ),
    minCohort: z.int().min(1).max(100_000).describe('Fewest sites whose updates are added up together'),
    maxRounds: z.int().min(1).max(1_000_000).describe('Most rounds of a run'),
    maxEpochs: z.int().min(1).max(10_000).default(100).describe('Most local epochs of a round'),
    secureAggregation: z
      .enum(PROFILES)
      .default('off')
      .describe(
        'From whom the update of this site must at least be hidden: from a coordinator that lies (`malicious`), from one that only looks (`semi-honest`), or from relays and disks alone (`off`)',
      ),
    metrics: z
      .array(z.enum(METRICS))
      .describe(
        'Figures that may leave the site besides the update. `examples` is its weight: without it the site cannot contribute',
      ),
    approval: z
      .enum(['automatic', 'manual', 'first-of-task'])
      .default('automatic')
      .describe(
        'Whether a person decides too (`muster agent pending`): never, about every plan, or about the first plan of a task and those that ask for more',
      ),
    log: z
      .enum(['required', 'off'])
      .default('required')
      .describe('Whether offers must stand in the audit log of the federation, with proof'),
  })
  .describe(
    'What may be done with the data of a site, beside its site.yaml. What does not stand here is refused. Signed by `muster agent policy sign`.',
  );

export type Policy = z.infer<typeof policySchema>;

/** From whom single updates are hidden. */
export type SecureProfile = (typeof PROFILES)[number];

/** A figure that may leave a site besides the update itself. */
export type Metric = (typeof METRICS)[number];

/** A cap on the privacy loss of a data set. */
export type PrivacyBudget = z.infer<typeof budgetSchema>;
