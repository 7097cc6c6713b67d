/** @module How our kernels stand in for those of tfjs' wasm backend: registration, and calls to the originals. */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type backend_util,
  getKernel,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

type Inputs = Readonly<Record<string, TensorInfo>>;
type Attributes = Readonly<Record<string, unknown>>;
export type ConvInfo = backend_util.Conv2DInfo;
export type Shape4 = [number, number, number, number];

/** What a kernel of ours gets: typed inputs, its attributes, and the backend. */
export interface Call {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}

/** A kernel's original function, taken before any is replaced: ours are composed of these. */
export class Originals {
  readonly #functions = new Map<string, NonNullable<KernelConfig['kernelFunc']>>();

  /** Runs an original kernel that gives one tensor. */
  run(backend: BackendWasm, name: string, inputs: Inputs, attrs: Attributes = {}): TensorInfo {
    const made = this.#function(name)({ inputs, attrs: attrs as never, backend });
    if (Array.isArray(made)) throw new Error(`${name} gave several tensors`);
    return made;
  }

  /** Remembers the original of a kernel that is about to be replaced. */
  keep(name: string): void {
    this.#function(name);
  }

  #function(name: string): NonNullable<KernelConfig['kernelFunc']> {
    const known = this.#functions.get(name);
    if (known) return known;
    const { kernelFunc } = getKernel(name, 'wasm');
    this.#functions.set(name, kernelFunc);
    return kernelFunc;
  }
}

/**
 * Puts `kernel` in the place of the wasm backend's. The old set-up function stays: it wraps the C function that the original, which we
 * may still call, needs.
 */
export function replaceKernel(name: string, kernel: (call: Call) => TensorInfo): void {
  const old: KernelConfig | undefined = getKernel(name, 'wasm');
  if (old) unregisterKernel(name, 'wasm');
  registerKernel({
    kernelName: name,
    backendName: 'wasm',
    ...(old?.setupFunc ? { setupFunc: old.setupFunc } : {}),
    ...(old?.disposeFunc ? { disposeFunc: old.disposeFunc } : {}),
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel({
        inputs: inputs as Inputs,
        attrs: (attrs ?? {}) as Attributes,
        backend: backend as BackendWasm,
      }),
  });
}

export function input(call: Call, name: string): TensorInfo {
  const tensor = call.inputs[name];
  if (!tensor) throw new Error(`a kernel misses its input ${name}`);
  return tensor;
}

export function free(backend: BackendWasm, ...tensors: readonly TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

export const shape4 = (tensor: { readonly shape: readonly number[] }): Shape4 => {
  const [a = 1, b = 1, c = 1, d = 1] = tensor.shape;
  return [a, b, c, d];
};
