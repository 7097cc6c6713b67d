/** @module Why an agent goes no further (secure-aggregation.md, section 1.11). */

/** The codes by their names; numbers are those of the wire. */
export const ABORT_CODES = {
  ROSTER_SIG: 0,
  ROSTER_GRAPH: 1,
  POLICY: 2,
  BELOW_T: 3,
  NOT_IN_U3: 4,
  SPLIT_VIEW: 5,
  REPLAY: 6,
  BUDGET: 7,
  MODEL_HASH: 8,
  INTERNAL: 9,
} as const;

export type AbortCode = keyof typeof ABORT_CODES;

/** The code of a number of the wire; INTERNAL for one that is unknown. */
export function abortCodeOf(number: number): AbortCode {
  const found = Object.entries(ABORT_CODES).find(([, value]) => value === number)?.[0];
  return isAbortCode(found) ? found : 'INTERNAL';
}

function isAbortCode(name: string | undefined): name is AbortCode {
  return name !== undefined && name in ABORT_CODES;
}

/** A check that failed; ends the agent's part in the round. Never leaves `stepClient`. */
export class Refusal extends Error {
  readonly code: AbortCode;

  constructor(code: AbortCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** Refuses by the code unless the condition holds. */
export function insist(condition: boolean, code: AbortCode, detail: string): asserts condition {
  if (!condition) throw new Refusal(code, detail);
}
