/** @module The `strategy` part of task.yaml. */
import { z } from 'zod';

const learningRate = z.number().gt(0).max(1000).describe("Rate of the server's step");
const decay = (what: string) => z.number().min(0).lt(1).describe(what);
const beta1 = decay('Decay of the first moment');
const beta2 = decay('Decay of the second moment');
/** tau^2 starts the second moment, a float32: from 1e-9 it stays a normal number. */
const tau = z.number().min(1e-9).max(1).default(1e-3).describe('How adaptive: small is more');

/**
 * The defaults are those of the papers: FedAvgM from Hsu et al. 2019 (momentum 0.9), the adaptive ones from Reddi et al. 2021 (beta1 0.9,
 * beta2 0.99, tau 1e-3; FedAdagrad without momentum, as there). Server learning rates and mu are always tuned; these are safe starts.
 */
export const strategySchema = z
  .discriminatedUnion('name', [
    z
      .strictObject({ name: z.literal('fedavg') })
      .describe('McMahan et al. 2017: the mean of the updates, weighted by examples'),
    z
      .strictObject({
        name: z.literal('fedprox'),
        mu: z.number().min(0).max(1000).default(0.01).describe('Weight of the proximal term'),
      })
      .describe('Li et al. 2020: FedAvg whose sites add mu/2 x |w - global|^2 to their loss'),
    z
      .strictObject({
        name: z.literal('fedavgm'),
        momentum: decay('Momentum of the server').default(0.9),
        learningRate: learningRate.default(1),
      })
      .describe('Hsu et al. 2019: FedAvg with momentum at the server'),
    z
      .strictObject({
        name: z.literal('fedadagrad'),
        learningRate: learningRate.default(0.01),
        beta1: beta1.default(0),
        tau,
      })
      .describe('Reddi et al. 2021: Adagrad at the server'),
    z
      .strictObject({
        name: z.literal('fedadam'),
        learningRate: learningRate.default(0.01),
        beta1: beta1.default(0.9),
        beta2: beta2.default(0.99),
        tau,
      })
      .describe('Reddi et al. 2021: Adam at the server'),
    z
      .strictObject({
        name: z.literal('fedyogi'),
        learningRate: learningRate.default(0.01),
        beta1: beta1.default(0.9),
        beta2: beta2.default(0.99),
        tau,
      })
      .describe('Reddi et al. 2021: Yogi at the server'),
  ])
  .describe('How the aggregate becomes the next model');

export type StrategySettings = z.infer<typeof strategySchema>;
