/** @module How a site trains, as a task declares it. */
import { z } from 'zod';

const learningRate = z.number().positive().max(100).describe('Rate of the first round');
const share = (max: number, what: string) => z.number().min(0).max(max).describe(what);
const momentum = share(0.9999, 'Momentum');

const optimizerSchema = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('sgd'), learningRate }).describe('Stochastic gradient descent'),
    z
      .strictObject({
        name: z.literal('momentum'),
        learningRate,
        momentum: momentum.default(0.9),
        nesterov: z.boolean().default(false).describe("Nesterov's momentum"),
      })
      .describe('Gradient descent with momentum'),
    z.strictObject({ name: z.literal('adagrad'), learningRate }).describe('Duchi et al. 2011'),
    // Centred RMSProp is left out: its variance can round below zero.
    z
      .strictObject({
        name: z.literal('rmsprop'),
        learningRate,
        decay: share(0.9999, 'Decay of the mean square').default(0.9),
        momentum: momentum.default(0),
      })
      .describe('RMSProp, not centred'),
    z
      .strictObject({
        name: z.literal('adam'),
        learningRate,
        beta1: share(0.9999, 'Decay of the first moment').default(0.9),
        beta2: share(0.99999, 'Decay of the second moment').default(0.999),
      })
      .describe('Kingma and Ba 2015'),
  ])
  .describe('How a step follows from a gradient; its state begins anew in each round');

export type OptimizerSpec = z.infer<typeof optimizerSchema>;

const scheduleSchema = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('constant') }).describe('The same in every round'),
    z
      .strictObject({
        name: z.literal('step'),
        everyRounds: z.int().min(1).describe('Rounds between two steps'),
        factor: z.number().positive().max(1).describe('What the rate is multiplied by at a step'),
      })
      .describe('Multiplied by `factor` after every `everyRounds` rounds'),
    z
      .strictObject({
        name: z.literal('cosine'),
        rounds: z.int().min(1).describe('Rounds until the floor'),
        floor: share(1, 'Share of the rate that remains').default(0),
      })
      .describe('Half a cosine from the whole rate to `floor` of it over `rounds` rounds'),
  ])
  .prefault({ name: 'constant' })
  .describe('The learning rate by round');

/** `training:` of a task. */
export const trainingSchema = z
  .strictObject({
    epochs: z.int().min(1).max(1000).default(1).describe('Passes over its data that a site makes in a round'),
    batchSize: z.int().min(1).max(65_536).default(32).describe('Examples of a step'),
    optimizer: optimizerSchema,
    schedule: scheduleSchema,
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1)
      .describe(
        'Of initial weights, shuffles and dropout: the same seed on the same engine gives the same update',
      ),
    resume: z
      .enum(['start', 'epoch'])
      .default('start')
      .describe(
        'Where a site that is killed while it trains goes on: at the start, or after a whole epoch, one of which it keeps on disk every two seconds at most; the update is the same',
      ),
    gradientClip: z
      .number()
      .positive()
      .optional()
      .meta({ description: "Largest L2 norm of a step's gradient", absent: 'no limit' }),
  })
  .describe('How a site trains');

export type TrainingSpec = z.infer<typeof trainingSchema>;

/** Learning rate of a round; rounds count from 1. */
export function learningRateAt(
  { optimizer, schedule }: Pick<TrainingSpec, 'optimizer' | 'schedule'>,
  round: number,
): number {
  const { learningRate } = optimizer;
  const done = round - 1;
  switch (schedule.name) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * schedule.factor ** Math.floor(done / schedule.everyRounds);
    case 'cosine': {
      const share = Math.min(1, done / schedule.rounds);
      return learningRate * (schedule.floor + (1 - schedule.floor) * 0.5 * (1 + Math.cos(Math.PI * share)));
    }
    default:
      return schedule satisfies never;
  }
}
