/**
 * @module MaxPoolGrad. The stock kernel begins its maximum at the smallest positive number, so a window without positive values gets no
 * gradient (training-engines.md, section 2.4, number 1). Ours walks the wasm heap in JavaScript; ties go to the first, as on cpu.
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, floatsOf, input, paddingOf, pairOf, replaceKernel, shape4 } from './wasm-kernel.ts';

export function installMaxPoolGrad(): void {
  replaceKernel('MaxPoolGrad', maxPoolGrad);
}

function maxPoolGrad(call: Call): TensorInfo {
  const { attrs, backend } = call;
  const x = input(call, 'input');
  const dy = input(call, 'dy');
  const info = backend_util.computePool2DInfo(
    shape4(x),
    pairOf(attrs, 'filterSize'),
    pairOf(attrs, 'strides'),
    1,
    paddingOf(attrs),
  );
  const out = backend.makeOutput(x.shape, 'float32');
  scatter(floatsOf(backend, x), floatsOf(backend, dy), floatsOf(backend, out), info);
  return out;
}

/** Adds each output's gradient to the input that was its window's maximum. */
function scatter(x: Float32Array, dy: Float32Array, dx: Float32Array, info: backend_util.Conv2DInfo): void {
  const {
    batchSize,
    inHeight,
    inWidth,
    inChannels: channels,
    outHeight,
    outWidth,
    strideHeight,
    strideWidth,
  } = info;
  const { effectiveFilterHeight, effectiveFilterWidth, padInfo } = info;
  dx.fill(0);
  let from = 0;
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      const y0 = Math.max(0, row * strideHeight - padInfo.top);
      const y1 = Math.min(inHeight, row * strideHeight - padInfo.top + effectiveFilterHeight);
      for (let column = 0; column < outWidth; column += 1) {
        const x0 = Math.max(0, column * strideWidth - padInfo.left);
        const x1 = Math.min(inWidth, column * strideWidth - padInfo.left + effectiveFilterWidth);
        const span = (x1 - x0) * channels;
        for (let channel = 0; channel < channels; channel += 1, from += 1) {
          let best = ((image * inHeight + y0) * inWidth + x0) * channels + channel;
          let most = x[best] ?? 0;
          for (let y = y0; y < y1; y += 1) {
            const start = ((image * inHeight + y) * inWidth + x0) * channels + channel;
            for (let at = start; at < start + span; at += channels) {
              const value = x[at] ?? 0;
              if (value > most) {
                most = value;
                best = at;
              }
            }
          }
          dx[best] = (dx[best] ?? 0) + (dy[from] ?? 0);
        }
      }
    }
  }
}
