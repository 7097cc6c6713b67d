/** @module What a round yields when nobody disturbs it, worked out beside the federation: the updates of its sites, and the model made of them. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeStrategy } from '@muster/aggregation';
import { LearningChild } from '@muster/learning';
import { parsePlan } from '@muster/task';
import { fixedPoint, loadKernels } from '@muster/vector';
import type { AgentHome } from './agent-home.ts';
import type { CoordinatorHome } from './coordinator-home.ts';

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
  const weights = new Uint8Array(await new Response(await home.api.weights(id)).arrayBuffer());
  const modelFile = join(home.root, 'undisturbed.model');
  const updateFile = join(home.root, 'undisturbed.update');
  writeFileSync(modelFile, weights);
  const model = new Float32Array(weights.buffer);
  const kernels = await loadKernels();
  using sum = kernels.newAccumulator(model.length);
  const point = fixedPoint(body.rounds);
  const updates: Record<string, string> = {};
  let totalWeight = 0;
  await using child = new LearningChild({ engine: 'wasm', memoryMb: 1024, niceness: 0, lingerMs: 0 });
  for (const { name } of agents) {
    const { updateHash, examples } = await child.run('train', {
      model: body.model,
      schema: body.data,
      dataset: { type: 'csv', file: 'iris.csv', delimiter: ',', missing: [] },
      baseDir: join(home.root, name, 'data'),
      modelFile,
      run,
      round: 1,
      training: body.training,
      proximalMu: body.client.proximalMu,
      updateFile,
      epochFile: `${updateFile}.epoch`,
    });
    updates[name] = updateHash;
    totalWeight += examples;
    const bytes = Uint8Array.from(readFileSync(updateFile));
    sum.fold(0, new Float32Array(bytes.buffer), examples, point);
  }
  const meanDelta = new Float64Array(model.length);
  sum.mean(0, meanDelta, totalWeight, point);
  const strategy = makeStrategy(body.strategy);
  strategy.step({ model, meanDelta, slots: [] }, strategy.prepare({}));
  return { updates, model: createHash('sha256').update(weights).digest('hex') };
}
