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
