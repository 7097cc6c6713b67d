/**
 * @module BatchMatMul and _FusedMatMul. The C++ kernels use XNNPACK only for one untransposed product, and back-propagation always
 * transposes; elsewhere BatchMatMul is a slow scalar loop, and _FusedMatMul adds its bias once per 48 inner columns, which is wrong
 * (training-engines.md, section 2.4, number 2). Ours transpose first.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, free, input, type Originals, replaceKernel } from './wasm-kernel.ts';

export function installMatMul(originals: Originals): void {
  for (const name of ['BatchMatMul', '_FusedMatMul', 'Transpose']) originals.keep(name);
  replaceKernel('BatchMatMul', (call) => multiply(originals, 'BatchMatMul', call));
  replaceKernel('_FusedMatMul', (call) => {
    const { bias } = call.inputs;
    const { activation } = call.attrs;
    const fuses = bias !== undefined || (typeof activation === 'string' && activation !== 'linear');
    if (fuses && !isSingle(call))
      throw new Error(
        'fused.matMul of batches with bias or activation is wrong on wasm in tfjs 4.22: use matMul and add',
      );
    return multiply(originals, '_FusedMatMul', call);
  });
}

function multiply(originals: Originals, name: string, call: Call): TensorInfo {
  const { attrs, backend, inputs } = call;
  const a = input(call, 'a');
  const b = input(call, 'b');
  const { transposeA, transposeB } = attrs;
  const float = a.dtype === 'float32' && b.dtype === 'float32';
  if ((!transposeA && !transposeB) || !isSingle(call) || !float)
    return originals.run(backend, name, inputs, attrs);
  const left = transposeA ? transposed(originals, call, a) : a;
  const right = transposeB ? transposed(originals, call, b) : b;
  const product = originals.run(
    backend,
    name,
    { ...inputs, a: left, b: right },
    { ...attrs, transposeA: false, transposeB: false },
  );
  if (left !== a) free(backend, left);
  if (right !== b) free(backend, right);
  return product;
}

/** Whether neither operand is a batch of matrices. */
function isSingle(call: Call): boolean {
  const batch = ({ shape }: TensorInfo): number =>
    shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return batch(input(call, 'a')) === 1 && batch(input(call, 'b')) === 1;
}

function transposed(originals: Originals, { backend }: Call, x: TensorInfo): TensorInfo {
  const perm = [...x.shape.keys()];
  const last = perm.length - 1;
  perm[last] = last - 1;
  perm[last - 1] = last;
  return originals.run(backend, 'Transpose', { x }, { perm });
}
