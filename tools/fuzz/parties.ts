/** @module An organisation, its coordinator and a site, made from a seed: the same in every run, so that inputs can be replayed. */
import { createHash } from 'node:crypto';
import type { RandomBytes } from '@muster/identity';
import { type TestFederation, testFederation } from '@muster/identity/testing';

export const NOW_MS = 1_800_000_000_000;

/** Bytes that are the same for the same name, however often they are asked for. */
export function bytesFrom(name: string): RandomBytes {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      count += 1;
      parts.push(createHash('sha256').update(`${name} ${count}`).digest());
    }
    return Uint8Array.from(Buffer.concat(parts).subarray(0, length));
  };
}

/** The same in every run; of `presentFederation` but for the time of its certificates. */
export function federationAt(nowMs: number): TestFederation {
  return testFederation({ nowMs, random: bytesFrom('federation') });
}

export const federation = federationAt(NOW_MS);

/** One whose certificates are good now: for drivers over sockets, where the clock is the machine's. */
export function presentFederation(): TestFederation {
  return federationAt(Date.now());
}
