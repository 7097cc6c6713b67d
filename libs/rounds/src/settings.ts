/** @module The `rounds` part of task.yaml: how many rounds, who is asked, how long it may take, when it is good enough. */
import { z } from 'zod';

/** Most members of one round: the exact accumulator is proved free of overflow for 2^12 terms. */
const COHORT_MAX = 4096;
/** The wire's limit on `RoundRef.attempt`. */
export const ATTEMPT_MAX = 1000;

const seconds = (least: number, most: number) => z.number().min(least).max(most).meta({ unit: 's' });

const targetSchema = z.discriminatedUnion('metric', [
  z
    .strictObject({
      metric: z.literal('accuracy'),
      atLeast: z.number().gt(0).max(1).describe('Share of the examples told right'),
    })
    .describe('Accuracy of the evaluation'),
  z
    .strictObject({
      metric: z.literal('loss'),
      atMost: z.number().min(0).describe('Mean cross-entropy of an example, in nats'),
    })
    .describe('Loss of the evaluation'),
]);

/** The result at which a run is done before `max` rounds. */
export type Target = z.infer<typeof targetSchema>;

/** `rounds:` of a task. Times are in seconds and may be fractions. */
export const roundsSchema = z
  .strictObject({
    max: z.int().min(1).max(1_000_000).describe('Most rounds of the run'),
    cohort: z.int().min(1).max(COHORT_MAX).describe('Updates that close a round'),
    // Scale page, section 5.
    overSelection: z
      .number()
      .min(1)
      .max(2)
      .default(1)
      .describe('How many times as many sites are asked, rounded up: some fail or come late'),
    quorum: z
      .int()
      .min(1)
      .max(COHORT_MAX)
      .describe('Fewest updates with which a round is applied; at most `cohort`'),
    deadlineS: seconds(0.1, 604_800).default(300).describe('Longest round, from its offers on'),
    offerS: seconds(0.05, 3600)
      .default(15)
      .describe('Longest wait for the answer to an offer; less than `deadlineS`'),
    gatherS: seconds(0, 3600)
      .default(10)
      .describe(
        'How long the first round, and the first after a restart, waits for a full cohort once a quorum is ready',
      ),
    maxAttempts: z
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe(
        'Tries of a round in a row; then the run is paused until somebody resumes it, unless a person at a site has yet to decide',
      ),
    retryS: seconds(0.05, 3600)
      .default(5)
      .describe('Wait between the first two tries of a round; doubled for each further one'),
    target: targetSchema
      .optional()
      .meta({ description: 'The result at which the run is done before `max` rounds', absent: 'no target' }),
    valueMax: z
      .number()
      .gt(0)
      .max(1_048_576)
      .default(128)
      .describe('Largest number of an update, either sign; `valueMax` x `weightMax` is at most 2^38'),
    weightMax: z
      .int()
      .min(1)
      .max(1_073_741_824)
      .default(1_048_576)
      .describe(
        'Largest weight of an update: examples of a site; and most examples on which a site may evaluate a model',
      ),
  })
  .describe('How many rounds, who is asked, how long it may take')
  .superRefine((rounds, check) => {
    const wrong = (field: string, message: string, expected: string) =>
      check.addIssue({ code: 'custom', path: [field], message, params: { expected } });
    if (rounds.quorum > rounds.cohort) {
      wrong(
        'quorum',
        `a quorum of ${rounds.quorum} can never be met by a cohort of ${rounds.cohort}`,
        'at most rounds.cohort',
      );
    }
    if (rounds.offerS >= rounds.deadlineS) {
      wrong(
        'offerS',
        'offers would still be open at the deadline of the round',
        'less than rounds.deadlineS',
      );
    }
    // 12 bits below the point of the accumulator's 50 remain.
    if (rounds.valueMax * rounds.weightMax > 2 ** 38) {
      wrong(
        'valueMax',
        'valueMax * weightMax leaves too few bits for the fraction',
        'valueMax * weightMax at most 2^38',
      );
    }
  });

/** The checked `rounds:` with its defaults filled in. */
export type RoundsSettings = z.infer<typeof roundsSchema>;

/** How many sites are asked so that `cohort` updates can be expected. */
export function cohortAsked(settings: RoundsSettings): number {
  // 10 * 1.1 is 11.000000000000002: without the rounding it would ask 12 sites.
  return Math.ceil(Number((settings.cohort * settings.overSelection).toFixed(6)));
}

/** Whether `metrics` are as good as the target asks. Absent or non-finite figures reach no target. */
export function reachesTarget(target: Target | undefined, metrics: Metrics): boolean {
  const value = target === undefined ? undefined : metrics[target.metric];
  if (target === undefined || value === undefined) return false;
  return target.metric === 'accuracy' ? value >= target.atLeast : value <= target.atMost;
}

/** Figures of an evaluation by name; finite numbers only, so that a state survives JSON. */
export type Metrics = Readonly<Record<string, number>>;

/** Drops what JSON cannot carry: a loss of Infinity is no figure. */
export function finiteMetrics(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
