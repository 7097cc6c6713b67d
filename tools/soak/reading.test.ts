import { expect, it } from 'vitest';
import { driftOf, readProcess } from './reading.ts';

it('is seen when a figure grows, and not when it only jumps about', () => {
  const steady = Array.from({ length: 30 }, (_, at) => 100 + (at % 3));
  expect(Math.abs(driftOf(steady)?.share ?? 1)).toBeLessThan(0.02);
  expect(Math.abs(driftOf([...steady.slice(0, -1), 5_000])?.share ?? 1)).toBeLessThan(0.02);
  const growing = Array.from({ length: 30 }, (_, at) => 100 + at);
  expect(driftOf(growing)?.share).toBeCloseTo(0.2, 1);
  expect(driftOf([1, 2, 3])).toBeUndefined();
});

it('is of processes that live', () => {
  expect(readProcess(process.pid)?.rssMb).toBeGreaterThan(1);
  expect(readProcess(2 ** 22 + 1)).toBeUndefined();
});
