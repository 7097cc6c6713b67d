/** @module The name of one try at one round, which every message about a round carries. */
import type { RoundRef } from './generated/types.ts';

/** Whether both name the same attempt of the same round of the same run. */
export function sameRef(a: RoundRef, b: RoundRef): boolean {
  return a.run === b.run && a.round === b.round && a.attempt === b.attempt;
}

/** The name alone, out of something that carries more. */
export function refOf({ run, round, attempt }: RoundRef): RoundRef {
  return { run, round, attempt };
}
