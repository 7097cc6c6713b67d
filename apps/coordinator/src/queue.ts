/** @module Why a queued run does not begin: one run goes at a time, and the one under way may wait, or be paused, for long. */
import type { RunState } from '@muster/rounds';
import type { RunParts } from './run/parts.ts';
import { statusNotice, statusOf } from './run-events.ts';

/** Behind what every queued run waits; '' when the first of them is about to begin. */
export function behind(active: RunState | undefined): string {
  return active === undefined
    ? ''
    : `waits behind ${active.run} (${statusOf(active)}); one run goes at a time`;
}

/** Tells those who watch the queued runs that the one before them goes, waits or is paused. Never throws: no step hangs on a notice. */
export function tellQueued(
  { store, watchers, clock, log }: Pick<RunParts, 'store' | 'watchers' | 'clock' | 'log'>,
  active: RunState,
): void {
  try {
    const queued = store.runs.active().filter(({ id }) => id !== active.run);
    const atMs = Math.round(clock.wallMs());
    for (const { id } of queued) watchers.passing(statusNotice(id, 'queued', behind(active), atMs));
  } catch (thrown) {
    log.warn({ err: thrown }, 'who watches a queued run could not be told');
  }
}
