/**
 * @module Shamir's sharing of secret bytes (secure-aggregation.md, section 1.7, step 5): limb by limb over a field, a polynomial of degree
 * t - 1 whose value at zero is the secret. Fewer than t shares say nothing about it. Limbs of 16 bits are little-endian.
 */
import { MusterError } from '@muster/errors';
import type { Field } from './field.ts';

/** A share: the polynomials' values at a place, which is not zero. */
export interface PlacedShare {
  readonly x: number;
  readonly value: Uint8Array;
}

/** Random bytes that `split` needs. */
export function coefficientBytes(threshold: number, secretBytes: number): number {
  return (threshold - 1) * secretBytes;
}

/**
 * The shares at places 1 to `holders`, each as long as the secret. `coefficients` are uniform, secret, and for one sharing only.
 * INVALID_ARGUMENT for too few of them, a threshold outside 1..holders, more holders than the field has places, or half a limb.
 */
export function split(
  field: Field,
  secret: Uint8Array,
  { threshold, holders }: { readonly threshold: number; readonly holders: number },
  coefficients: Uint8Array,
): readonly Uint8Array[] {
  const limbBytes = field.bits / 8;
  const isRange = threshold >= 1 && threshold <= holders && holders <= field.greatest;
  if (!isRange || secret.length % limbBytes !== 0)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `${secret.length} bytes for ${threshold} of ${holders} holders`,
    );
  if (coefficients.length < coefficientBytes(threshold, secret.length))
    throw new MusterError('INVALID_ARGUMENT', `${coefficients.length} random bytes are too few to share`);
  const constant = limbsOf(field, secret);
  const higher = Array.from({ length: threshold - 1 }, (_, i) =>
    limbsOf(field, coefficients.subarray(i * secret.length, (i + 1) * secret.length)),
  );
  const shares = Array.from({ length: holders }, (_, holder) => {
    const values = new Uint16Array(constant.length);
    for (const limbs of higher.toReversed())
      for (let i = 0; i < values.length; i++)
        values[i] = field.multiply((values[i] ?? 0) ^ (limbs[i] ?? 0), holder + 1);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) ^ (constant[i] ?? 0);
    return bytesOf(field, values);
  });
  for (const limbs of [constant, ...higher]) limbs.fill(0);
  return shares;
}

/**
 * The polynomials' values at `x` (0 for the secret) from as many shares as their threshold, by Lagrange's formula. Whether the shares are
 * right it cannot tell. INVALID_ARGUMENT for no share, shares of different lengths, or two of one place.
 */
export function valueAt(field: Field, x: number, shares: readonly PlacedShare[]): Uint8Array {
  const length = shares[0]?.value.length ?? 0;
  const isSound = length > 0 && length % (field.bits / 8) === 0;
  if (!isSound || shares.some(({ value }) => value.length !== length))
    throw new MusterError('INVALID_ARGUMENT', `${shares.length} shares that do not belong together`);
  if (new Set(shares.map((share) => share.x)).size < shares.length)
    throw new MusterError('INVALID_ARGUMENT', 'two shares of one place');
  const sum = new Uint16Array((8 * length) / field.bits);
  for (const share of shares) {
    let [above, below] = [1, 1];
    for (const other of shares) {
      if (other === share) continue;
      above = field.multiply(above, other.x ^ x);
      below = field.multiply(below, other.x ^ share.x);
    }
    const weight = field.divide(above, below);
    const limbs = limbsOf(field, share.value);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) ^ field.multiply(limbs[i] ?? 0, weight);
  }
  const value = bytesOf(field, sum);
  sum.fill(0);
  return value;
}

/** Bytes as elements of the field. */
export function limbsOf(field: Field, bytes: Uint8Array): Uint16Array {
  if (field.bits === 8) return Uint16Array.from(bytes);
  return Uint16Array.from(
    { length: bytes.length / 2 },
    (_, i) => (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8),
  );
}

/** Elements of the field as bytes. */
export function bytesOf(field: Field, limbs: Uint16Array): Uint8Array {
  if (field.bits === 8) return Uint8Array.from(limbs);
  const bytes = new Uint8Array(2 * limbs.length);
  limbs.forEach((limb, i) => {
    bytes[2 * i] = limb;
    bytes[2 * i + 1] = limb >> 8;
  });
  return bytes;
}
