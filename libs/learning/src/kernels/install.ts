/** @module All corrections of tfjs' wasm backend, installed once before it starts. */
import { installMatMul } from './batch-mat-mul.ts';
import { installConv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { installConv2dBackpropInput } from './conv2d-backprop-input.ts';
import { installCpuFallback } from './cpu-fallback.ts';
import { installMaxPoolGrad } from './max-pool-grad.ts';
import { installUnsortedSegmentSum } from './unsorted-segment-sum.ts';
import { Originals } from './wasm-kernel.ts';

/** Names of the kernels that are ours now. */
export function installTrainingKernels(): readonly string[] {
  const originals = new Originals();
  installMatMul(originals);
  installConv2dBackpropFilter(originals);
  installConv2dBackpropInput(originals);
  installMaxPoolGrad();
  installUnsortedSegmentSum(originals);
  const fallback = installCpuFallback();
  return [
    'BatchMatMul',
    '_FusedMatMul',
    'Conv2DBackpropFilter',
    'Conv2DBackpropInput',
    'MaxPoolGrad',
    'UnsortedSegmentSum',
    ...fallback,
  ];
}
