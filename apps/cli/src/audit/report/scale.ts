/** @module From times and amounts to places in a picture. */

export interface TimeScale {
  /** From the left of the picture. */
  x(ms: number): number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
}

const DAY_MS = 86_400_000;

/** From the first time to the last, between two places; one time alone stands in the middle. */
export function timeScale(
  [first, last]: readonly [number, number],
  [left, right]: readonly [number, number],
  tickCount: number,
): TimeScale {
  const span = last - first;
  const x = (ms: number): number =>
    span === 0 ? (left + right) / 2 : left + ((ms - first) / span) * (right - left);
  const times =
    span === 0 ? [first] : Array.from({ length: tickCount }, (_, i) => first + (span * i) / (tickCount - 1));
  return { x, ticks: times.map((ms) => ({ x: x(ms), label: tickLabel(ms, span) })) };
}

/** A bar of so many out of so many at most; anything that is there can be seen. */
export function barWidth(count: number, most: number, width: number): number {
  return count === 0 ? 0 : Math.max(2, (count / most) * width);
}

function tickLabel(ms: number, span: number): string {
  const [day = '', time = ''] = new Date(ms).toISOString().split('T');
  if (span > 3 * DAY_MS) return day;
  return span > 300_000 ? `${day.slice(5)} ${time.slice(0, 5)}` : time.slice(0, 8);
}
