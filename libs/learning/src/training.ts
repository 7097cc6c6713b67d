/** @module How a site trains, as a task declares it. */
import { z } from 'zod';

const rate = z.number().positive().max(100);

const optimizerSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('sgd'), learningRate: rate }),
  z.strictObject({
    name: z.literal('momentum'),
    learningRate: rate,
    momentum: z.number().min(0).max(0.9999).default(0.9),
    nesterov: z.boolean().default(false),
  }),
  z.strictObject({ name: z.literal('adagrad'), learningRate: rate }),
  /** Centred RMSProp is left out: its variance can round below zero. */
  z.strictObject({
    name: z.literal('rmsprop'),
    learningRate: rate,
    decay: z.number().min(0).max(0.9999).default(0.9),
    momentum: z.number().min(0).max(0.9999).default(0),
  }),
  z.strictObject({
    name: z.literal('adam'),
    learningRate: rate,
    beta1: z.number().min(0).max(0.9999).default(0.9),
    beta2: z.number().min(0).max(0.99999).default(0.999),
  }),
]);

export type OptimizerSpec = z.infer<typeof optimizerSchema>;

const scheduleSchema = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('constant') }),
    /** Multiplied by `factor` after every `everyRounds` rounds. */
    z.strictObject({
      name: z.literal('step'),
      everyRounds: z.int().min(1),
      factor: z.number().positive().max(1),
    }),
    /** Half a cosine from the whole rate to `floor` of it over `rounds` rounds. */
    z.strictObject({
      name: z.literal('cosine'),
      rounds: z.int().min(1),
      floor: z.number().min(0).max(1).default(0),
    }),
  ])
  .prefault({ name: 'constant' });

export const trainingSchema = z.strictObject({
  epochs: z.int().min(1).max(1000).default(1),
  batchSize: z.int().min(1).max(65_536).default(32),
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  /** Of initial weights, shuffles and dropout. The same seed on the same engine gives the same update. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
  /** Largest L2 norm of a step's gradient. */
  gradientClip: z.number().positive().optional(),
});

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
