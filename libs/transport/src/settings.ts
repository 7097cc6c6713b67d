/** @module Every limit and wait of a session, with the values of the design (architecture.md section 5, scale.md section 2.7). */
import { CHUNK_BYTES } from '@muster/protocol';

/** Limits and waits: times in milliseconds, sizes in bytes, the others are counts. */
export interface SessionSettings {
  /** A sign of life at least this often. */
  readonly heartbeatMs: number;
  /** Silent for this long: the peer may be gone, and work that can choose goes elsewhere. */
  readonly suspectMs: number;
  /** Silent for this long: the session is dead. Every byte that arrives counts as life. */
  readonly deadMs: number;
  /** A request without an answer. Bulk has no limit of its own but `stallMs`. */
  readonly requestMs: number;
  /** A transfer in which nothing moves. */
  readonly stallMs: number;
  /** A peer that takes nothing of what is ready for it. */
  readonly slowReaderMs: number;
  /** Bulk is handed to the socket only while less than this is waiting in it. */
  readonly socketBytesMax: number;
  /** Control messages waiting for the socket. */
  readonly controlQueueMax: number;
  /** Our requests without an answer yet. */
  readonly requestsMax: number;
  /** The peer's requests in work. */
  readonly handlersMax: number;
  /** Transfers in each direction. */
  readonly transfersMax: number;
  /** Chunks that the peer may send ahead on one transfer. */
  readonly windowChunks: number;
  /** Bytes of a chunk that we send: at most CHUNK_BYTES, which every peer takes. */
  readonly chunkBytes: number;
}

/** Those of the design. */
export const SESSION_SETTINGS: SessionSettings = {
  heartbeatMs: 10_000,
  suspectMs: 30_000,
  deadMs: 90_000,
  requestMs: 30_000,
  stallMs: 60_000,
  slowReaderMs: 60_000,
  socketBytesMax: 2 * CHUNK_BYTES,
  controlQueueMax: 1_000,
  requestsMax: 256,
  handlersMax: 64,
  transfersMax: 8,
  windowChunks: 8,
  chunkBytes: CHUNK_BYTES,
};
