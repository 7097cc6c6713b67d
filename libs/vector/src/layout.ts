/** @module The layout of a flat parameter vector: which tensors it holds, in which order. */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';

/** A tensor of a model. A scalar has the shape []. */
export interface TensorSpec {
  readonly name: string;
  /** Sides, outermost first (row-major, as tfjs and Keras store weights); each a whole number of at least 1. */
  readonly shape: readonly number[];
}

/** A model as one vector of float32: its tensors one after the other, without gaps. Order is what tells tensors apart, not names. */
export interface VectorLayout {
  readonly tensors: readonly TensorSpec[];
  /** Floats in all. */
  readonly length: number;
}

/** The layout of these tensors in this order. INVALID_ARGUMENT for a side that is no whole number of at least 1. */
export function makeLayout(tensors: readonly TensorSpec[]): VectorLayout {
  const copy = tensors.map(({ name, shape }) => ({ name, shape: [...shape] }));
  const length = parameterCount(copy);
  if (!Number.isSafeInteger(length)) {
    throw new MusterError('INVALID_ARGUMENT', 'the tensors are too large to be counted');
  }
  return { tensors: copy, length };
}

/** Floats in all of these tensors together. INVALID_ARGUMENT for a side that is no whole number of at least 1. */
export function parameterCount(tensors: readonly TensorSpec[]): number {
  return tensors.reduce((sum, tensor) => sum + tensorLength(tensor), 0);
}

/**
 * SHA-256 in lower-case hex of `{"tensors":[{"name":...,"shape":[...]},...]}` in canonical JSON (RFC 8785: keys sorted, no spaces,
 * UTF-8). Two vectors may be added only if their layouts have the same hash.
 */
export function layoutHash(layout: VectorLayout): string {
  const tensors = layout.tensors.map(({ name, shape }) => ({ name, shape }));
  return createHash('sha256').update(JSON.stringify({ tensors }), 'utf8').digest('hex');
}

/** Floats of a tensor, 1 for a scalar. INVALID_ARGUMENT for a side that is no whole number of at least 1. */
export function tensorLength({ name, shape }: TensorSpec): number {
  return shape.reduce((size, side) => {
    if (!Number.isSafeInteger(side) || side < 1) {
      throw new MusterError('INVALID_ARGUMENT', `tensor ${name} has a side of ${side}`, {
        detail: { name, shape },
      });
    }
    return size * side;
  }, 1);
}
