/** @module What a site makes for the first round of a run, made once more in this process: training with a seed makes the same bits. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { ApiClient } from '@muster/api';
import { LearningChild } from '@muster/learning';
import { parsePlan } from '@muster/task';

export interface TrainedUpdate {
  readonly hash: string;
  /** Floats, little-endian. */
  readonly bytes: Uint8Array;
  readonly values: Float32Array;
  readonly examples: number;
}

/** `folder`: in which `iris.csv` lies; working files are made beside it. */
export async function trainedHere(api: ApiClient, folder: string, run: string): Promise<TrainedUpdate> {
  const model = await api.model(`${run}:0`);
  const { body } = parsePlan(new TextEncoder().encode(model.plan), model.planHash);
  const modelFile = `${folder}.model`;
  writeFileSync(modelFile, await weightsOf(api, model.id));
  const updateFile = `${folder}.update`;
  await using child = new LearningChild({ engine: 'wasm', memoryMb: 1024, niceness: 0, lingerMs: 0 });
  const { updateHash, examples } = await child.run('train', {
    model: body.model,
    schema: body.data,
    dataset: { type: 'csv', file: 'iris.csv', delimiter: ',', missing: [] },
    baseDir: folder,
    modelFile,
    run,
    round: 1,
    training: body.training,
    proximalMu: body.client.proximalMu,
    updateFile,
    epochFile: `${folder}.epoch`,
  });
  const bytes = Uint8Array.from(readFileSync(updateFile));
  return { hash: updateHash, bytes, values: new Float32Array(bytes.buffer), examples };
}

/** A model version, as floats, little-endian. */
export async function weightsOf(api: ApiClient, id: string): Promise<Uint8Array> {
  return new Uint8Array(await new Response(await api.weights(id)).arrayBuffer());
}
