import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { layoutHash, makeLayout } from './layout.ts';

const tensors = [
  { name: 'dense/kernel', shape: [784, 10] },
  { name: 'dense/bias', shape: [10] },
  { name: 'temperature', shape: [] },
];

describe('a layout', () => {
  it('is as long as its tensors, a scalar being one float', () => {
    expect(makeLayout(tensors).length).toBe(7851);
    expect(makeLayout([]).length).toBe(0);
  });

  it('hashes its canonical JSON, whatever else the tensors carry', () => {
    const json =
      '{"tensors":[{"name":"dense/kernel","shape":[784,10]},{"name":"dense/bias","shape":[10]},{"name":"temperature","shape":[]}]}';
    const hash = createHash('sha256').update(json).digest('hex');
    expect(layoutHash(makeLayout(tensors))).toBe(hash);
    const reordered = tensors.map(({ name, shape }) => ({ shape, dtype: 'float32', name }));
    expect(layoutHash({ tensors: reordered, length: 7851 })).toBe(hash);
  });

  it('hashes names, shapes and order', () => {
    const changed = [
      tensors,
      tensors.toReversed(),
      tensors.map(({ name, shape }) => ({ name: `${name}:0`, shape })),
      tensors.map(({ name, shape }) => ({ name, shape: shape.toReversed() })),
    ].map((one) => layoutHash(makeLayout(one)));
    expect(new Set(changed).size).toBe(4);
  });

  it('does not change when the tensors it was made from do', () => {
    const shape = [2, 3];
    const layout = makeLayout([{ name: 'a', shape }]);
    shape[0] = 7;
    expect(layout.tensors[0]?.shape).toEqual([2, 3]);
  });

  it.each([[[0]], [[-1]], [[1.5]], [[Number.NaN]], [[2 ** 30, 2 ** 30]]])('refuses the shape %j', (shape) => {
    expect(() => makeLayout([{ name: 'a', shape }])).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});
