/** @module What inclusion and consistency proofs share: whole numbers that are exact up to 2^53 - 1, their bits, lists of hashes. */
import { MusterError } from '@muster/errors';
import { HASH_BYTES } from './merkle.ts';

/** Throws AUDIT_PROOF_INVALID for a size or an index that is no whole number from 0 to 2^53 - 1. */
export function checkWhole(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new MusterError('AUDIT_PROOF_INVALID', `${what} is no whole number: ${value}`);
}

/** Bits of a whole number, without leading zeros; 0 of 0. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Bits of a whole number that are one. */
export function onesIn(value: bigint): number {
  return value.toString(2).replaceAll('0', '').length;
}

/** Throws AUDIT_PROOF_INVALID for a hash of another length than 32 bytes. */
export function checkHashes(hashes: readonly Uint8Array[]): void {
  for (const { length } of hashes)
    if (length !== HASH_BYTES)
      throw new MusterError('AUDIT_PROOF_INVALID', `a hash has 32 bytes, not ${length}`);
}

/** Throws AUDIT_PROOF_INVALID for a proof of another number of hashes. */
export function checkLength(proof: readonly Uint8Array[], expected: number): void {
  if (proof.length !== expected)
    throw new MusterError(
      'AUDIT_PROOF_INVALID',
      `the proof has ${proof.length} hashes, and ${expected} are needed`,
    );
}
