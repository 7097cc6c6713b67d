/** @module Time as transport needs it; the app brings the real one, a test its own. */

/** Time as sessions need it; milliseconds, fractions included. */
export interface Clock {
  /** Milliseconds that never go back: for waits and deadlines. */
  monotonicMs(): number;
  /** Milliseconds since 1970: told to the peer, never acted on. */
  wallMs(): number;
  /** Calls once after `ms`; the returned function prevents it. Waiting must not keep the process alive by itself. */
  after(ms: number, act: () => void): () => void;
}

/** Resolves after `ms`, or as soon as the signal fires. */
export function pause(clock: Pick<Clock, 'after'>, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
