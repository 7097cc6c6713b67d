/** @module Asserting that something is refused with a code of the table. */
import { type ErrorCode, MusterError } from '@muster/errors';
import { expect } from 'vitest';

/** Runs `act`, sync or async, and expects a MusterError with `code`; returns it for a closer look. */
export async function refused(code: ErrorCode, act: () => unknown): Promise<MusterError> {
  let thrown: unknown;
  try {
    await act();
  } catch (fault) {
    thrown = fault;
  }
  expect(thrown, `expected ${code}`).toBeInstanceOf(MusterError);
  if (!(thrown instanceof MusterError)) throw thrown;
  expect(thrown.code, thrown.message).toBe(code);
  return thrown;
}
