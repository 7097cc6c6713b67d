/** @module How a session ends: by whom it may be ended, and what its WebSocket is told. */
import type { MusterError } from '@muster/errors';

/** Close codes of the WebSocket; the reason is the error code. */
export const CLOSE = { normal: 1000, slowReader: 1013, protocol: 4400 } as const;

/** What a part of a session may do to all of it. */
export interface Ending {
  /** Tells the peer why. */
  close(reason: MusterError, code?: number): void;
  /** Without a word: the peer is gone. */
  terminate(reason: MusterError): void;
}
