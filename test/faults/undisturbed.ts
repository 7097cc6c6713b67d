/** @module What a round yields when nobody disturbs it, worked out beside the federation: the updates of its sites, and the model made of them. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { makeStrategy } from '@muster/aggregation';
import { parsePlan } from '@muster/task';
import { fixedPoint, loadKernels } from '@muster/vector';
import type { AgentHome } from './agent-home.ts';
import type { CoordinatorHome } from './coordinator-home.ts';
import { trainedHere, weightsOf } from './trained-here.ts';

export interface Undisturbed {
  /** SHA-256 of each site's update, by name. */
  readonly updates: Readonly<Record<string, string>>;
  /** SHA-256 of the model after the first round. */
  readonly model: string;
}

/** Of the first round of a run with a strategy that has no state. */
export async function undisturbed(
  home: CoordinatorHome,
  agents: readonly AgentHome[],
  run: string,
): Promise<Undisturbed> {
  const { plan, planHash, id } = await home.api.model(`${run}:0`);
  const { body } = parsePlan(new TextEncoder().encode(plan), planHash);
  const weights = await weightsOf(home.api, id);
  const model = new Float32Array(weights.buffer);
  const kernels = await loadKernels();
  using sum = kernels.newAccumulator(model.length);
  const point = fixedPoint(body.rounds);
  const updates: Record<string, string> = {};
  let totalWeight = 0;
  for (const { name } of agents) {
    const { hash, examples, values } = await trainedHere(home.api, join(home.root, name, 'data'), run);
    updates[name] = hash;
    totalWeight += examples;
    sum.fold(0, values, examples, point);
  }
  const meanDelta = new Float64Array(model.length);
  sum.mean(0, meanDelta, totalWeight, point);
  const strategy = makeStrategy(body.strategy);
  strategy.step({ model, meanDelta, slots: [] }, strategy.prepare({}));
  return { updates, model: createHash('sha256').update(weights).digest('hex') };
}
