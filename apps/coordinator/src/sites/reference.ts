/** @module Names in messages as the rest of the coordinator writes them. */
import type { RoundRef } from '@muster/protocol';

/** Of the message, the three fields and no more. */
export function refOf({ run, round, attempt }: RoundRef): RoundRef {
  return { run, round, attempt };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
