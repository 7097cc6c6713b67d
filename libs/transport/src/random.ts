/** @module Chance for waits: what spreads many agents over time. */
import { randomBytes } from 'node:crypto';

/** A number in [0, 1); a test brings its own. */
export type Uniform = () => number;

/** Uniform in [0, 1) from the system's generator. */
export const systemUniform: Uniform = () => randomBytes(4).readUInt32LE() / 2 ** 32;
