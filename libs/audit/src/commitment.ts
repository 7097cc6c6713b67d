/** @module Salted commitments: what the log shows of a payload that is kept elsewhere and may be erased. */

import { hash } from 'node:crypto';
import { canonicalJson } from '@muster/canonical';
import { MusterError } from '@muster/errors';
import { sameHash } from '@muster/merkle';

const LABEL = Buffer.from('fl-audit/commit/v1\n');
export const SALT_BYTES = 32;

/**
 * `SHA-256("fl-audit/commit/v1\n" ‖ salt ‖ JCS(payload))`, 32 bytes: hiding as long as the salt, 32 fresh random bytes to each event
 * and class, is secret, and binding. JCS is canonical JSON (RFC 8785). Throws INVALID_ARGUMENT for a salt of another length and for a
 * payload that JSON cannot hold.
 */
export function commitmentTo(payload: unknown, salt: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES)
    throw new MusterError('INVALID_ARGUMENT', `the salt of a commitment has 32 bytes, not ${salt.length}`);
  return hash('sha256', Buffer.concat([LABEL, salt, Buffer.from(canonicalJson(payload))]), 'buffer');
}

/** Whether the commitment is to this payload with this salt. Throws like `commitmentTo`. */
export function opensCommitment(commitment: Uint8Array, payload: unknown, salt: Uint8Array): boolean {
  return sameHash(commitment, commitmentTo(payload, salt));
}

/**
 * What the logs show of an update: a commitment to its hash (hex), salted by the signature of its report, which only the site can make and
 * only the coordinator gets. Base64 of 32 bytes.
 */
export function updateCommitment(updateHash: string, signature: Uint8Array): string {
  const salt = hash('sha256', Buffer.concat([Buffer.from('fl-audit/update-salt/v1\n'), signature]), 'buffer');
  return Buffer.from(commitmentTo({ update: updateHash }, salt)).toString('base64');
}
