/**
 * @module Kernels that run tfjs' plain cpu kernel on copies of the heap: those that the wasm build lacks, and those that it computes
 * wrongly (3-D convolution gradients and 3-D max-pooling; training-engines.md, section 2.4, numbers 3 and 4). Correct, and slow.
 */

import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  findBackend,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

const WRONG = new Set(['Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2', 'MaxPool3D', 'MaxPool3DGrad']);
/** Complex numbers and pictures have no place in training here. */
const LEFT_OUT = /^(Complex|Real|Imag|FFT|IFFT|ComplexAbs|Draw|Ragged|StaticRegex)/;

/** Installs them and names them, for the report of the engine. */
export function installCpuFallback(): readonly string[] {
  const names: string[] = [];
  for (const kernel of getKernelsForBackend('cpu')) {
    const { kernelName } = kernel;
    const present: KernelConfig | undefined = getKernel(kernelName, 'wasm');
    if ((present && !WRONG.has(kernelName)) || LEFT_OUT.test(kernelName)) continue;
    if (present) unregisterKernel(kernelName, 'wasm');
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc: onCopies(kernel) });
    names.push(kernelName);
  }
  return names.sort();
}

function onCopies(kernel: KernelConfig): KernelConfig['kernelFunc'] {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm;
    const cpu = findBackend('cpu') as MathBackendCPU;
    const copies: TensorInfo[] = [];
    const copied = (tensor: TensorInfo): TensorInfo => {
      const copy = cpu.makeTensorInfo(tensor.shape, tensor.dtype, wasm.readSync(tensor.dataId) as never);
      copies.push(copy);
      return copy;
    };
    const each = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(each) : isTensor(value) ? copied(value) : value;
    const own = Array.isArray(inputs)
      ? inputs.map(each)
      : Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, each(value)]));
    const made = kernel.kernelFunc({ inputs: own as never, backend: cpu, ...(attrs ? { attrs } : {}) });
    const back = (tensor: TensorInfo): TensorInfo => {
      const out = wasm.makeOutput(tensor.shape, tensor.dtype);
      wasm.typedArrayFromHeap(out).set(cpu.readSync(tensor.dataId) as never);
      return out;
    };
    const results = Array.isArray(made) ? made : [made];
    const outputs = results.map(back);
    for (const { dataId } of [...copies, ...results]) cpu.disposeData(dataId);
    const [first] = outputs;
    if (Array.isArray(made) || !first) return outputs;
    return first;
  };
}

function isTensor(value: unknown): value is TensorInfo {
  return value !== null && typeof value === 'object' && 'dataId' in value;
}
