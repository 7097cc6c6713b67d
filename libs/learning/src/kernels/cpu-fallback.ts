/**
 * @module Kernels that run tfjs' plain cpu kernel on copies of the heap: those that the wasm build lacks, and those that it computes
 * wrongly (3-D convolution gradients and 3-D max-pooling; training-engines.md, section 2.4, numbers 3 and 4). Correct, and slow.
 */

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  findBackend,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { wasmOf } from './wasm-kernel.ts';

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
    const wasm = wasmOf(backend);
    const cpu = findBackend('cpu');
    if (!(cpu instanceof MathBackendCPU)) throw new Error('the cpu backend is not there');
    const copies: TensorInfo[] = [];
    const copied = (tensor: TensorInfo): TensorInfo => {
      const copy = cpu.makeTensorInfo(tensor.shape, tensor.dtype, wasm.readSync(tensor.dataId));
      copies.push(copy);
      return copy;
    };
    const named = Object.entries(inputs).flatMap(([name, tensor]) =>
      tensor === undefined ? [] : [[name, copied(tensor)] as const],
    );
    // Kernels of many tensors alike (Concat, AddN) take them in a list, whatever the types say.
    const own = Object.assign(Array.isArray(inputs) ? [] : {}, Object.fromEntries(named));
    const made = kernel.kernelFunc({ inputs: own, backend: cpu, ...(attrs ? { attrs } : {}) });
    const back = (tensor: TensorInfo): TensorInfo => {
      const out = wasm.makeOutput(tensor.shape, tensor.dtype);
      const values = cpu.readSync(tensor.dataId);
      if (Array.isArray(values)) throw new Error(`${kernel.kernelName} gave texts`);
      wasm.typedArrayFromHeap(out).set(values);
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
