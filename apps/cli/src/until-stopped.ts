/** @module Waits for what ends a daemon. */

const LOOK_MS = 500;

/**
 * Resolves with the value of `ended` if that comes first, else with undefined at the first SIGINT or SIGTERM; a second signal ends the
 * process at once. With MUSTER_STOP_WITH_STDIN=1 also when standard input closes, and where an older Node has launched this process
 * (MUSTER_LAUNCHER, its pid) when that is gone: a parent that dies, however it dies, then leaves no daemon behind. Afterwards nothing of
 * this keeps the process alive.
 */
export async function untilStopped<T>(ended: Promise<T> = new Promise(() => {})): Promise<T | undefined> {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>();
  const stop = (): void => resolve(undefined);
  const withStdin = process.env.MUSTER_STOP_WITH_STDIN === '1';
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (withStdin) process.stdin.on('end', stop).on('error', stop).resume();
  const launcher = Number(process.env.MUSTER_LAUNCHER ?? 0);
  const look = launcher > 0 ? setInterval(() => isParent(launcher) || stop(), LOOK_MS).unref() : undefined;
  try {
    return await Promise.race([stopped, ended]);
  } finally {
    clearInterval(look);
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    if (withStdin) {
      process.stdin.removeListener('end', stop).removeListener('error', stop).pause();
      process.stdin.on('error', () => {});
      process.stdin.destroy();
    }
  }
}

/** Nobody sends word of a parent that was killed. An orphan gets another parent; on Windows it keeps the number of one that is gone. */
function isParent(pid: number): boolean {
  if (process.platform !== 'win32') return process.ppid === pid;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
