/** @module What events are about, as they name it. */
import type { RoundRef } from '@muster/protocol';

/** A try at a round. */
export function subjectOf({ run, round, attempt }: RoundRef): string {
  return `run/${run}/round/${round}/attempt/${attempt}`;
}

/** `hash`: SHA-256, hex. */
export function digest(hash: string): string {
  return `sha256:${hash}`;
}
