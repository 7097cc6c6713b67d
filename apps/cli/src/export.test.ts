import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, type ModelDetail } from '@muster/api';
import { asMusterError } from '@muster/errors';
import { LearningChild } from '@muster/learning';
import { freezePlan, parseTask } from '@muster/task';
import { makeLayout } from '@muster/vector';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportModel } from './export.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-export-'));
const child = new LearningChild({ engine: 'wasm', memoryMb: 1024, niceness: 0, lingerMs: 60_000 });
const ROWS = 12;
const SIDE = 8;
const pixels = Uint8Array.from({ length: ROWS * SIDE * SIDE }, (_, index) => (index * 89) % 256);

function idx(sizes: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(sizes.length, 3);
  for (const [index, size] of sizes.entries()) header.writeUInt32BE(size, 4 + 4 * index);
  return Buffer.concat([header, values]);
}

beforeAll(async () => {
  writeFileSync(join(folder, 'images'), idx([ROWS, SIDE, SIDE], pixels));
  writeFileSync(join(folder, 'labels'), idx([ROWS], new Uint8Array(ROWS)));
  await tf.setBackend('cpu');
});
afterAll(async () => {
  await child.close();
  rmSync(folder, { recursive: true, force: true });
});

const MODELS = {
  mlp: '{ architecture: mlp, hidden: [6] }',
  cnn: '{ architecture: cnn, conv: [4], dense: 7 }',
  recurrent: `{ architecture: layers, layers: [
    { className: reshape, config: { targetShape: [8, 8] } },
    { className: lstm, config: { units: 4, returnSequences: true } },
    { className: gru, config: { units: 3 } },
    { className: dense, config: { units: 3, activation: softmax } } ] }`,
  'layers with normalisation': `{ architecture: layers, layers: [
    { className: conv2d, config: { filters: 3, kernelSize: 3, activation: relu } },
    { className: batchNormalization },
    { className: maxPooling2d, config: { poolSize: 2 } },
    { className: flatten },
    { className: dense, config: { units: 5, activation: tanh } },
    { className: batchNormalization },
    { className: dense, config: { units: 3, activation: softmax } } ] }`,
};

/** A model version with random weights, and an API that serves it. */
async function published(model: string) {
  const text = `task: export
purpose: test
model: ${model}
data: { dataset: shapes, kind: image, height: ${SIDE}, width: ${SIDE}, channels: 1, classes: ['a','b','c'], normalise: { mean: 128, deviation: 64 } }
training: { optimizer: { name: sgd, learningRate: 0.01 } }
rounds: { max: 1, cohort: 1, quorum: 1, deadlineS: 60 }
strategy: { name: fedavg }
`;
  const task = parseTask(text, 'task.yaml');
  if (!task.ok) throw new Error(JSON.stringify(task.issues));
  const weightsFile = join(folder, 'initial');
  rmSync(weightsFile, { force: true });
  const { tensors } = await child.run('initialise', {
    model: task.value.model,
    schema: task.value.data,
    seed: 1,
    weightsFile,
  });
  const layout = makeLayout(tensors);
  // Positive, as the variances among them must be.
  const weights = Float32Array.from({ length: layout.length }, (_, index) => 0.1 + ((index * 61) % 97) / 200);
  writeFileSync(join(folder, 'weights'), new Uint8Array(weights.buffer));
  const plan = freezePlan({ task: task.value, layout, federationId: '00'.repeat(16) });
  const detail: ModelDetail = {
    id: 'export:1',
    run: 'export',
    round: 1,
    task: 'export',
    hash: createHash('sha256').update(new Uint8Array(weights.buffer)).digest('hex'),
    parameters: layout.length,
    bytes: 4 * layout.length,
    createdAt: '2026-01-01T00:00:00.000Z',
    accuracy: null,
    loss: null,
    parent: null,
    planHash: plan.hash,
    plan: new TextDecoder().decode(plan.bytes),
    layout: {
      length: layout.length,
      tensors: tensors.map(({ name, shape }) => ({ name, shape: [...shape] })),
    },
    contributors: [],
    evaluation: null,
    federated: null,
  };
  const api = new ApiClient({
    url: 'http://coordinator',
    secret: 'secret',
    fetch: async (input) =>
      String(input).endsWith('/weights')
        ? new Response(new Uint8Array(weights.buffer.slice(0)))
        : Response.json(detail),
  });
  const predict = async () => {
    const { predictions } = await child.run('predict', {
      model: task.value.model,
      schema: task.value.data,
      dataset: { type: 'idx', images: 'images', labels: 'labels' },
      baseDir: folder,
      modelFile: join(folder, 'weights'),
      first: 0,
      count: ROWS,
    });
    return predictions.flatMap(({ probabilities }) => [...probabilities]);
  };
  return { api, detail, weights, predict };
}

describe('an exported model', () => {
  it.each(Object.entries(MODELS))(
    'as TensorFlow.js layers (%s) predicts what ours does',
    async (name, model) => {
      const { api, predict } = await published(model);
      const out = join(folder, `tfjs ${name}`);
      await exportModel(api, 'export:1', 'tfjs', out);
      const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(
        readFileSync(join(out, 'model.json'), 'utf8'),
      );
      const bytes = readFileSync(join(out, 'weights.bin'));
      const loaded = await tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology,
          weightSpecs: weightsManifest[0].weights,
          weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
        }),
      );
      const theirs = tf.tidy(() => {
        const input = tf
          .tensor([...pixels], [ROWS, SIDE, SIDE, 1])
          .sub(128)
          .div(64);
        const output = loaded.predict(input);
        if (Array.isArray(output)) throw new Error('one output was expected');
        return [...output.dataSync()];
      });
      loaded.dispose();
      expect(userDefinedMetadata).toMatchObject({
        model: 'export:1',
        classes: ['a', 'b', 'c'],
        input: { kind: 'image', shape: [SIDE, SIDE, 1], normalise: { mean: 128, deviation: 64 } },
      });
      expect(statSync(join(out, 'weights.bin')).mode).toBe(statSync(join(out, 'model.json')).mode);
      const ours = await predict();
      expect(theirs).toHaveLength(3 * ROWS);
      for (const [index, probability] of theirs.entries()) expect(ours[index]).toBeCloseTo(probability, 5);
    },
  );

  it('as safetensors has each tensor at its place', async () => {
    const { api, detail, weights } = await published(MODELS.mlp);
    const out = join(folder, 'model.safetensors');
    await exportModel(api, 'export:1', 'safetensors', out);
    const bytes = readFileSync(out);
    const headerBytes = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.subarray(8, 8 + headerBytes).toString());
    expect(header.__metadata__).toMatchObject({
      model: 'export:1',
      sha256: detail.hash,
      classes: '["a","b","c"]',
    });
    for (const value of Object.values(header.__metadata__)) expect(typeof value).toBe('string');
    let at = 0;
    for (const { name, shape } of detail.layout.tensors) {
      const size = shape.reduce((product, side) => product * side, 1);
      const { dtype, data_offsets: offsets, shape: told } = header[name];
      expect([dtype, told]).toEqual(['F32', shape]);
      const from = 8 + headerBytes + offsets[0];
      const values = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + from + 4 * size),
      );
      expect(values).toEqual(weights.slice(at, at + size));
      at += size;
    }
    expect((headerBytes + 8) % 8).toBe(0);
  });

  it('replaces nothing, and leaves nothing half-made when its weights are not those of its hash', async () => {
    const { api, detail } = await published(MODELS.mlp);
    const out = join(folder, 'once');
    await exportModel(api, 'export:1', 'safetensors', out);
    const again = exportModel(api, 'export:1', 'safetensors', out);
    expect(await again.catch((thrown) => asMusterError(thrown).code)).toBe('CONFLICT');
    const wrong = new ApiClient({
      url: 'http://coordinator',
      secret: '',
      fetch: async (input) =>
        String(input).endsWith('/weights') ? new Response(new Uint8Array(4)) : Response.json(detail),
    });
    const before = readdirSync(folder);
    const bad = exportModel(wrong, 'export:1', 'tfjs', join(folder, 'bad'));
    expect(await bad.catch((thrown) => asMusterError(thrown).code)).toBe('OBJECT_CORRUPT');
    expect(readdirSync(folder)).toEqual(before);
    const nowhere = exportModel(api, 'export:1', 'safetensors', join(folder, 'no', 'model'));
    expect(await nowhere.catch((thrown) => asMusterError(thrown).code)).toBe('NOT_FOUND');
    expect(readdirSync(folder)).toEqual(before);
    const unknown = exportModel(api, 'export:1', 'onnx', join(folder, 'x'));
    expect(await unknown.catch((thrown) => asMusterError(thrown).code)).toBe('INVALID_ARGUMENT');
  });
});
