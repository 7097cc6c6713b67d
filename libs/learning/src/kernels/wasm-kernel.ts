/** @module How our kernels stand in for those of tfjs' wasm backend: registration, and calls to the originals. */

import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type backend_util,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

export type ConvInfo = backend_util.Conv2DInfo;
export type Shape4 = [number, number, number, number];

/** What a kernel of ours gets: typed inputs, its attributes, and the backend. */
export interface Call {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly backend: BackendWasm;
}

/** A kernel's original function, taken before any is replaced: ours are composed of these. */
export class Originals {
  readonly #functions = new Map<string, NonNullable<KernelConfig['kernelFunc']>>();

  /** Runs an original kernel that gives one tensor. */
  run(backend: BackendWasm, name: string, inputs: NamedTensorInfoMap, attrs: NamedAttrMap = {}): TensorInfo {
    const made = this.#function(name)({ inputs, attrs, backend });
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
    kernelFunc: ({ inputs, attrs = {}, backend }) => kernel({ inputs, attrs, backend: wasmOf(backend) }),
  });
}

export function input(call: Call, name: string): TensorInfo {
  const tensor = call.inputs[name];
  if (!tensor) throw new Error(`a kernel misses its input ${name}`);
  return tensor;
}

/** The backend that a kernel registered for wasm is called with. */
export function wasmOf(backend: object): BackendWasm {
  if (backend instanceof BackendWasm) return backend;
  throw new Error('a kernel of the wasm backend was called by another');
}

/** The values of a float32 tensor where they lie: in the wasm heap, until that grows. */
export function floatsOf(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  const values = backend.typedArrayFromHeap(tensor);
  if (values instanceof Float32Array) return values;
  throw new Error(`a kernel takes float32, and is given ${tensor.dtype}`);
}

export function free(backend: BackendWasm, ...tensors: readonly TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

export const shape4 = (tensor: { readonly shape: readonly number[] }): Shape4 => {
  const [a = 1, b = 1, c = 1, d = 1] = tensor.shape;
  return [a, b, c, d];
};

/** An attribute that is a list of numbers. */
export function numbersOf(attrs: NamedAttrMap, name: string): number[] {
  const value = attrs[name];
  if (!Array.isArray(value)) throw new Error(`the attribute ${name} of a kernel is no list`);
  return value.map(Number);
}

/** An attribute for both sides of an image; one number stands for both. */
export function pairOf(attrs: NamedAttrMap, name: string): Pair {
  const value = attrs[name];
  return typeof value === 'number' ? [value, value] : pairFrom(numbersOf(attrs, name));
}

type Pair = [number, number];

/** How a window meets the edge of its image: by name, by the same number on all sides, or by a pair for each of batch, rows, columns, channels. */
export function paddingOf({ pad }: NamedAttrMap): 'same' | 'valid' | number | [Pair, Pair, Pair, Pair] {
  if (pad === 'same') return 'same';
  if (pad === 'valid') return 'valid';
  if (typeof pad === 'number') return pad;
  const [batch, rows, columns, channels] = Array.isArray(pad) ? pad.map(pairFrom) : [];
  if (batch && rows && columns && channels) return [batch, rows, columns, channels];
  throw new Error('the padding of a kernel is none');
}

function pairFrom(value: unknown): Pair {
  const [first, second] = Array.isArray(value) ? value : [];
  return [Number(first), Number(second)];
}
