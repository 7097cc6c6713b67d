/** @module An orderly stop: nothing new is begun, and what is on its way in may arrive, for so long. */
import type { Clock } from '@muster/transport';

const LOOK_MS = 20;

/** Resolves when nothing is under way any more, or after `limitMs`. */
export async function drain(
  underWay: () => number,
  limitMs: number,
  clock: Pick<Clock, 'monotonicMs' | 'after'>,
): Promise<void> {
  const untilMs = clock.monotonicMs() + limitMs;
  while (underWay() > 0 && clock.monotonicMs() < untilMs)
    await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
}
