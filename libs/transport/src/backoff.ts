/** @module When to come back: full jitter, so that thousands of agents do not return at the same moment (scale.md, section 4). */

export interface BackoffSettings {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Design: up to ten minutes. */
export const BACKOFF: BackoffSettings = { baseMs: 500, capMs: 600_000 };

/** Wait before try `failures + 1`: uniform in [0, min(cap, base * 2^failures)]. `uniform` is in [0, 1). */
export function backoffMs(failures: number, uniform: number, settings: BackoffSettings): number {
  return uniform * Math.min(settings.capMs, settings.baseMs * 2 ** Math.min(failures, 40));
}

/** Wait within the window that the coordinator named: uniform in [delayMinMs, delayMaxMs]. */
export function windowMs(
  window: { readonly delayMinMs: number; readonly delayMaxMs: number },
  uniform: number,
): number {
  return window.delayMinMs + uniform * Math.max(0, window.delayMaxMs - window.delayMinMs);
}
