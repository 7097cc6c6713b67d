/**
 * @module Conv2DBackpropInput as a convolution of the zero-stuffed gradient with the rotated filter, by XNNPACK: the stock kernel is a
 * scalar loop that took half of a training step (training-engines.md, section 2.5).
 */
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { convInfo } from './conv2d-backprop-filter.ts';
import {
  type Call,
  type ConvInfo,
  free,
  input,
  numbersOf,
  type Originals,
  replaceKernel,
  shape4,
} from './wasm-kernel.ts';

export function installConv2dBackpropInput(originals: Originals): void {
  for (const name of ['Reverse', 'PadV2', 'Conv2D', 'Transpose', 'Reshape', 'Slice', 'Conv2DBackpropInput'])
    originals.keep(name);
  replaceKernel('Conv2DBackpropInput', (call) => inputGradient(originals, call));
}

function inputGradient(originals: Originals, call: Call): TensorInfo {
  const { backend, attrs } = call;
  const dy = input(call, 'dy');
  const filter = input(call, 'filter');
  const inputShape = shape4({ shape: numbersOf(attrs, 'inputShape') });
  const [, height, width] = inputShape;
  const info = convInfo(inputShape, filter.shape, attrs);
  const { filterHeight, filterWidth } = info;
  const { top, left } = info.padInfo;
  if (top > filterHeight - 1 || left > filterWidth - 1)
    return originals.run(backend, 'Conv2DBackpropInput', call.inputs, attrs);
  const stuffed = zeroStuffed(originals, call, dy, info);
  const rotated = originals.run(backend, 'Reverse', { x: filter }, { dims: [0, 1] });
  const swapped = originals.run(backend, 'Transpose', { x: rotated }, { perm: [0, 1, 3, 2] });
  free(backend, rotated);
  const [, stuffedHeight, stuffedWidth] = shape4(stuffed);
  const above = filterHeight - 1 - top;
  const before = filterWidth - 1 - left;
  const below = height - stuffedHeight + top;
  const after = width - stuffedWidth + left;
  const padded =
    above || before || below || after
      ? originals.run(
          backend,
          'PadV2',
          { x: stuffed },
          {
            paddings: [
              [0, 0],
              [above, below],
              [before, after],
              [0, 0],
            ],
            constantValue: 0,
          },
        )
      : stuffed;
  const gradient = originals.run(
    backend,
    'Conv2D',
    { x: padded, filter: swapped },
    { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] },
  );
  free(backend, swapped);
  if (padded !== stuffed) free(backend, padded);
  if (stuffed !== dy) free(backend, stuffed);
  return gradient;
}

/** The gradient with stride - 1 zeros between its rows and columns. */
function zeroStuffed(originals: Originals, { backend }: Call, dy: TensorInfo, info: ConvInfo): TensorInfo {
  const { strideHeight, strideWidth, outHeight, outWidth, outChannels, batchSize } = info;
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const made: TensorInfo[] = [];
  const run = (name: string, x: TensorInfo, attrs: NamedAttrMap): TensorInfo => {
    const tensor = originals.run(backend, name, { x }, attrs);
    made.push(tensor);
    return tensor;
  };
  /** Appends zeros to the third axis of [a, b, 1, c]: between what were neighbours once the shape is folded back. */
  const spread = (x: TensorInfo, shape: number[], by: number): TensorInfo =>
    by === 1
      ? x
      : run('PadV2', run('Reshape', x, { shape }), {
          paddings: [
            [0, 0],
            [0, 0],
            [0, by - 1],
            [0, 0],
          ],
          constantValue: 0,
        });
  const wide = outWidth * strideWidth;
  const columns = spread(dy, [batchSize * outHeight, outWidth, 1, outChannels], strideWidth);
  const rows = spread(columns, [batchSize, outHeight, 1, wide * outChannels], strideHeight);
  const whole = run('Reshape', rows, { shape: [batchSize, outHeight * strideHeight, wide, outChannels] });
  const size = [batchSize, (outHeight - 1) * strideHeight + 1, (outWidth - 1) * strideWidth + 1, outChannels];
  const stuffed = run('Slice', whole, { begin: [0, 0, 0, 0], size });
  free(backend, ...made.filter((tensor) => tensor !== stuffed));
  return stuffed;
}
