import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SELF_CHECK_EXPECTED } from './self-check.expected.ts';
import { selfCheck, selfCheckFigures } from './self-check.ts';
import { openTfjsEngine } from './tfjs-engine.ts';

/** Kernels as tfjs ships them, taken before ours are installed. */
const stock = new Map(tf.getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel]));

/** Puts another kernel in place, or none. */
function replace(name: string, kernel: tf.KernelConfig | undefined): void {
  if (tf.getKernel(name, 'wasm')) tf.unregisterKernel(name, 'wasm');
  if (kernel) tf.registerKernel(kernel);
}

describe('the self-check', () => {
  let ours = new Map<string, tf.KernelConfig>();

  beforeAll(async () => {
    await openTfjsEngine('wasm');
    ours = new Map(tf.getKernelsForBackend('wasm').map((kernel) => [kernel.kernelName, kernel]));
  });

  afterEach(() => {
    for (const [name, kernel] of ours) {
      if (tf.getKernel(name, 'wasm') !== kernel) replace(name, kernel);
    }
  });

  it('passes with our kernels, with room to spare, and leaves nothing allocated', () => {
    const before = tf.memory().numTensors;
    const { passed, maxRelativeError } = selfCheck();
    expect(passed).toBe(true);
    expect(maxRelativeError).toBeLessThan(1e-5);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('was recorded from the cpu backend', async () => {
    await tf.setBackend('cpu');
    const figures = selfCheckFigures();
    await tf.setBackend('wasm');
    expect(Object.keys(figures).sort()).toEqual(Object.keys(SELF_CHECK_EXPECTED).sort());
    for (const [name, expected] of Object.entries(SELF_CHECK_EXPECTED)) {
      const found = figures[name] ?? [];
      expect(found.length).toBe(expected.length);
      const scale = Math.max(...expected.map(Math.abs));
      for (const [index, value] of expected.entries()) {
        expect(Math.abs(value - (found[index] ?? Number.NaN)) / scale).toBeLessThan(1e-6);
      }
    }
  });

  it.each(['MaxPoolGrad', '_FusedMatMul'])(
    'catches the stock %s, which is wrong without an error',
    (name) => {
      expect(stock.get(name)).toBeDefined();
      replace(name, stock.get(name));
      const { passed, maxRelativeError } = selfCheck();
      expect(passed).toBe(false);
      expect(maxRelativeError).toBeGreaterThan(1e-2);
    },
  );

  it.each([
    'Conv2DBackpropFilter',
    'UnsortedSegmentSum',
    'DepthwiseConv2dNativeBackpropFilter',
    'DepthwiseConv2dNativeBackpropInput',
  ])('catches %s missing, as it is in the stock backend', (name) => {
    expect(stock.get(name)).toBeUndefined();
    replace(name, undefined);
    expect(selfCheck()).toEqual({ passed: false, maxRelativeError: Number.POSITIVE_INFINITY });
  });

  it.each(['Conv2D', 'Conv2DBackpropInput', 'MaxPool', 'BatchMatMul', 'Sum'])(
    'catches a %s that is off by one part in a thousand',
    (name) => {
      const kernel = ours.get(name);
      if (!kernel) throw new Error(`no kernel ${name}`);
      replace(name, {
        ...kernel,
        kernelFunc: (call) => {
          const out = kernel.kernelFunc(call) as tf.TensorInfo;
          const values = (
            call.backend as import('@tensorflow/tfjs-backend-wasm').BackendWasm
          ).typedArrayFromHeap(out);
          values.set(values.map((value) => value * 1.001));
          return out;
        },
      });
      expect(selfCheck().passed).toBe(false);
    },
  );

  it('catches a kernel that leaks', () => {
    const kernel = ours.get('MaxPool');
    if (!kernel) throw new Error('no kernel MaxPool');
    const leaked: tf.Tensor[] = [];
    replace('MaxPool', {
      ...kernel,
      kernelFunc: (call) => {
        leaked.push(tf.keep(tf.zeros([3])));
        return kernel.kernelFunc(call);
      },
    });
    expect(selfCheck().passed).toBe(false);
    tf.dispose(leaked);
  });
});
