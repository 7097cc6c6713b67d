/** @module The `strategy` part of task.yaml. */
import { z } from 'zod';

const learningRate = z.number().gt(0).max(1000);
const decay = z.number().min(0).lt(1);
/** tau^2 starts the second moment, a float32: from 1e-9 it stays a normal number. */
const tau = z.number().min(1e-9).max(1).default(1e-3);

/**
 * The defaults are those of the papers: FedAvgM from Hsu et al. 2019 (momentum 0.9), the adaptive ones from Reddi et al. 2021 (beta1 0.9,
 * beta2 0.99, tau 1e-3; FedAdagrad without momentum, as there). Server learning rates and mu are always tuned; these are safe starts.
 */
export const strategySchema = z.discriminatedUnion('name', [
  /** McMahan et al. 2017: the mean, weighted by examples. */
  z.strictObject({ name: z.literal('fedavg') }),
  /** Li et al. 2020: FedAvg whose sites add mu/2 * |w - global|^2 to their loss. */
  z.strictObject({ name: z.literal('fedprox'), mu: z.number().min(0).max(1000).default(0.01) }),
  z.strictObject({
    name: z.literal('fedavgm'),
    momentum: decay.default(0.9),
    learningRate: learningRate.default(1),
  }),
  z.strictObject({
    name: z.literal('fedadagrad'),
    learningRate: learningRate.default(0.01),
    beta1: decay.default(0),
    tau,
  }),
  z.strictObject({
    name: z.literal('fedadam'),
    learningRate: learningRate.default(0.01),
    beta1: decay.default(0.9),
    beta2: decay.default(0.99),
    tau,
  }),
  z.strictObject({
    name: z.literal('fedyogi'),
    learningRate: learningRate.default(0.01),
    beta1: decay.default(0.9),
    beta2: decay.default(0.99),
    tau,
  }),
]);

export type StrategySettings = z.infer<typeof strategySchema>;
