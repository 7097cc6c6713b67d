/** @module Waits for what ends a daemon. */

/**
 * Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. With MUSTER_STOP_WITH_STDIN=1 also when standard input
 * closes: a parent that dies, however it dies, then leaves no daemon behind.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const each of ['SIGINT', 'SIGTERM'] as const) process.removeListener(each, stop);
      process.stdin.removeListener('end', stop);
      process.stdin.unref?.();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    if (process.env.MUSTER_STOP_WITH_STDIN !== '1') return;
    process.stdin.on('end', stop);
    process.stdin.on('error', stop);
    process.stdin.resume();
  });
}
