/** @module The engines of TensorFlow.js: `wasm`, with our training kernels, and `cpu`. Imported by the child alone, since it loads the library. */
import type { FeatureSpec } from '@muster/data';
import { MusterError } from '@muster/errors';
// For its side effect: the gradients of the operations are registered by the union package alone.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, EngineFacts, EngineName } from './engine.ts';
import type { LayerSpec } from './layers.ts';
import { TfjsNetwork } from './tfjs-network.ts';

/** How each backend is loaded; some kernels of `wasm` fall back to those of `cpu`, which the union package brings. */
const LOADERS: Readonly<Record<EngineName, () => Promise<EngineFacts>>> = {
  async wasm() {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    const { installTrainingKernels } = await import('./kernels/install.ts');
    const overrides = installTrainingKernels();
    await start('wasm');
    const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
    return { name: 'wasm', library: `tfjs-backend-wasm ${wasm.version_wasm}`, simd, overrides, warning: '' };
  },
  async cpu() {
    await start('cpu');
    const warning = 'plain JavaScript: some hundred times slower than wasm on convolutions';
    return { name: 'cpu', library: `tfjs-core ${tf.version_core}`, simd: false, overrides: [], warning };
  },
};

let opened: Promise<Engine> | undefined;

/** The engine of this process; a process has one. Throws ENGINE_UNAVAILABLE. */
export function openTfjsEngine(name: EngineName): Promise<Engine> {
  opened ??= LOADERS[name]().then(
    (facts) => ({
      facts,
      get tensors() {
        return tf.memory().numTensors;
      },
      build: (layers: readonly LayerSpec[], features: FeatureSpec, classes: number) =>
        new TfjsNetwork(layers, features, classes),
      [Symbol.asyncDispose]: async () => tf.disposeVariables(),
    }),
    (cause: unknown) => {
      throw new MusterError('ENGINE_UNAVAILABLE', `the engine ${name} cannot be started here`, { cause });
    },
  );
  return opened;
}

async function start(name: EngineName): Promise<void> {
  tf.env().set('PROD', true);
  if (!(await tf.setBackend(name))) throw new Error(`the backend ${name} did not start`);
  await tf.ready();
}
