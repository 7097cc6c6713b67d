/** @module How much of each part of the fuzzing is done: a part that is named alone is done alone. */

const FRAMES = 20_000;
const INPUTS = 5_000;

export interface Asked {
  /** Frames thrown at the live coordinator. */
  readonly frames: number | undefined;
  /** Inputs of each parser. */
  readonly inputs: number | undefined;
  /** Parsers by name: then nothing is live. */
  readonly only: string | undefined;
}

/** 0 leaves a part out. */
export function extent({ frames, inputs, only }: Asked): {
  readonly frames: number;
  readonly inputs: number;
} {
  if (only !== undefined) return { frames: 0, inputs: inputs ?? INPUTS };
  return {
    frames: frames ?? (inputs ? 0 : FRAMES),
    inputs: inputs ?? (frames ? 0 : INPUTS),
  };
}
