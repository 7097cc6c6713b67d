/**
 * @module Conv2DBackpropFilter, which the wasm backend lacks, as a forward convolution (training-engines.md, section 2.3, variant d):
 * batch and channels change places, the output's gradient is the filter, dilated by the stride; XNNPACK does the work.
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  type Call,
  type ConvInfo,
  free,
  input,
  numbersOf,
  type Originals,
  paddingOf,
  pairOf,
  replaceKernel,
  type Shape4,
  shape4,
} from './wasm-kernel.ts';

export function installConv2dBackpropFilter(originals: Originals): void {
  for (const name of ['PadV2', 'Transpose', 'Conv2D', 'Slice']) originals.keep(name);
  replaceKernel('Conv2DBackpropFilter', (call) => filterGradient(originals, call));
}

function filterGradient(originals: Originals, call: Call): TensorInfo {
  const { backend, attrs } = call;
  const x = input(call, 'x');
  const dy = input(call, 'dy');
  const info = convInfo(shape4(x), numbersOf(attrs, 'filterShape'), attrs);
  const padded = pad(originals, call, x, info);
  const images = originals.run(backend, 'Transpose', { x: padded }, { perm: [3, 1, 2, 0] });
  const filter = originals.run(backend, 'Transpose', { x: dy }, { perm: [1, 2, 0, 3] });
  let gradient = originals.run(
    backend,
    'Conv2D',
    { x: images, filter },
    {
      strides: [1, 1],
      pad: 'valid',
      dataFormat: 'NHWC',
      dilations: [info.strideHeight, info.strideWidth],
    },
  );
  free(backend, images, filter);
  if (padded !== x) free(backend, padded);
  const [channels, height, width, outChannels] = shape4(gradient);
  // A stride that leaves a rest of the input uncovered yields rows that belong to no filter tap.
  if (height !== info.filterHeight || width !== info.filterWidth) {
    const cut = originals.run(
      backend,
      'Slice',
      { x: gradient },
      { begin: [0, 0, 0, 0], size: [channels, info.filterHeight, info.filterWidth, outChannels] },
    );
    free(backend, gradient);
    gradient = cut;
  }
  const result = originals.run(backend, 'Transpose', { x: gradient }, { perm: [1, 2, 0, 3] });
  free(backend, gradient);
  return result;
}

/** Explicit zeros around the input, so that the rest may be 'valid'. */
function pad(originals: Originals, { backend }: Call, x: TensorInfo, info: ConvInfo): TensorInfo {
  const { top, left } = info.padInfo;
  const height = (info.outHeight - 1) * info.strideHeight + info.filterHeight;
  const width = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
  const bottom = Math.max(0, height - info.inHeight - top);
  const right = Math.max(0, width - info.inWidth - left);
  if (!top && !left && !bottom && !right) return x;
  return originals.run(
    backend,
    'PadV2',
    { x },
    {
      paddings: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      constantValue: 0,
    },
  );
}

/** Shapes of a convolution from the attributes of its gradient kernels; channels last only. */
export function convInfo(inputShape: Shape4, filterShape: readonly number[], attrs: Call['attrs']): ConvInfo {
  if (attrs.dataFormat !== 'NHWC') throw new Error('convolution gradients on wasm: NHWC only');
  return backend_util.computeConv2DInfo(
    inputShape,
    shape4({ shape: filterShape }),
    pairOf(attrs, 'strides'),
    1,
    paddingOf(attrs),
    undefined,
    false,
    'channelsLast',
  );
}
