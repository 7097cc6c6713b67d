/** @module UnsortedSegmentSum, the gradient of a gather (embedding), which the wasm backend lacks: ScatterNd sums duplicates. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, free, input, type Originals, replaceKernel } from './wasm-kernel.ts';

export function installUnsortedSegmentSum(originals: Originals): void {
  for (const name of ['Reshape', 'ScatterNd']) originals.keep(name);
  replaceKernel('UnsortedSegmentSum', (call) => segmentSum(originals, call));
}

function segmentSum(originals: Originals, call: Call): TensorInfo {
  const { backend, attrs } = call;
  const x = input(call, 'x');
  const ids = input(call, 'segmentIds');
  const count = ids.shape.reduce((product, size) => product * size, 1);
  const inner = x.shape.slice(ids.shape.length);
  const indices = originals.run(backend, 'Reshape', { x: ids }, { shape: [count, 1] });
  const updates = originals.run(backend, 'Reshape', { x }, { shape: [count, ...inner] });
  const sum = originals.run(
    backend,
    'ScatterNd',
    { indices, updates },
    { shape: [Number(attrs.numSegments), ...inner] },
  );
  free(backend, indices, updates);
  return sum;
}
