/** @module Waits for what ends a daemon. */

/**
 * Resolves with the value of `ended` if that comes first, else with undefined at the first SIGINT or SIGTERM; a second signal ends the
 * process at once. With MUSTER_STOP_WITH_STDIN=1 also when standard input closes: a parent that dies, however it dies, then leaves no
 * daemon behind. Afterwards nothing of this keeps the process alive.
 */
export async function untilStopped<T>(ended: Promise<T> = new Promise(() => {})): Promise<T | undefined> {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>();
  const stop = (): void => resolve(undefined);
  const withStdin = process.env.MUSTER_STOP_WITH_STDIN === '1';
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (withStdin) process.stdin.on('end', stop).on('error', stop).resume();
  try {
    return await Promise.race([stopped, ended]);
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    if (withStdin) {
      process.stdin.removeListener('end', stop).removeListener('error', stop).pause();
      process.stdin.on('error', () => {});
      process.stdin.destroy();
    }
  }
}
