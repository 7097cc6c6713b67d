/** @module How tests wait for what must come. */
import { asMusterError } from '@muster/errors';

/** The error code of what was promised, or "resolved". */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (thrown: unknown) => asMusterError(thrown).code,
  );
}

export async function until(condition: () => boolean, withinMs = 3000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
