/** @module An operator's secret: 32 random bytes that are told once, of which the coordinator keeps the hash. */
import { createHash } from 'node:crypto';
import { systemRandom } from '@muster/identity';

/** A new secret, and what is kept of it. */
export function makeCredential(): { readonly secret: string; readonly hash: string } {
  const secret = Buffer.from(systemRandom(32)).toString('base64url');
  return { secret, hash: credentialHash(secret) };
}

/** What the coordinator keeps of a secret: SHA-256 in hex. */
export function credentialHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
