/** @module How many terms each parameter of an accumulator sums up; folds come in windows, so it may differ between parameters. */
import { MusterError } from '@muster/errors';
import { FOLDS_MAX } from './fixed-point.ts';

interface Stretch {
  readonly start: number;
  readonly count: number;
}

/** Counts over 0..length, as stretches of equal count in order; whole members leave one stretch, members under way a few. */
export class Coverage {
  readonly length: number;
  #stretches: Stretch[] = [{ start: 0, count: 0 }];

  constructor(length: number) {
    this.length = length;
  }

  /** Terms of the parameter that has most. */
  get most(): number {
    return this.#stretches.reduce((most, { count }) => Math.max(most, count), 0);
  }

  /** Counts `terms` more for each parameter of [start, end). Beyond 2^12: INVALID_ARGUMENT, and nothing is counted. */
  add(start: number, end: number, terms: number): void {
    if (start === end || terms === 0) return;
    const counted: Stretch[] = [];
    const push = (from: number, count: number): void => {
      const last = counted.at(-1);
      if (last?.start === from) counted.pop();
      const before = counted.at(-1);
      if (before?.count !== count) counted.push({ start: from, count });
    };
    this.#stretches.forEach(({ start: from, count }, index) => {
      const to = this.#stretches[index + 1]?.start ?? this.length;
      push(from, count);
      if (from >= end || to <= start) return;
      if (count + terms > FOLDS_MAX) {
        throw new MusterError('INVALID_ARGUMENT', `an accumulator holds at most ${FOLDS_MAX} members`);
      }
      push(Math.max(from, start), count + terms);
      if (end < to) push(end, count);
    });
    this.#stretches = counted;
  }

  /** The stretches of [start, end) in order, neighbours with different counts. */
  within(start: number, end: number): readonly { start: number; end: number; terms: number }[] {
    return this.#stretches
      .map(({ start: from, count }, index) => ({
        start: Math.max(start, from),
        end: Math.min(end, this.#stretches[index + 1]?.start ?? this.length),
        terms: count,
      }))
      .filter((stretch) => stretch.start < stretch.end);
  }

  /** Counts what another accumulator of the same length has counted. */
  addAll(other: Coverage): void {
    if (this.most + other.most > FOLDS_MAX) {
      throw new MusterError('INVALID_ARGUMENT', `an accumulator holds at most ${FOLDS_MAX} members`);
    }
    other.#stretches.forEach(({ start, count }, index) => {
      this.add(start, other.#stretches[index + 1]?.start ?? other.length, count);
    });
  }
}
