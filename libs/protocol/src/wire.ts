/** @module The constants of the wire (architecture.md, section 5). */

/** Of the WebSocket; a connection without it is refused. */
export const SUBPROTOCOL = 'muster.v1';
/** Protocol versions that this code speaks; negotiated in the handshake. */
export const PROTOCOL_VERSIONS = { min: 1, max: 1 } as const;
/** Bytes of one chunk of a bulk object. */
export const CHUNK_BYTES = 262_144;
/** Largest WebSocket message, and so the largest frame. */
export const FRAME_BYTES_MAX = 1_048_576;
/** Largest handshake message: nothing is known of the peer yet. */
export const HANDSHAKE_BYTES_MAX = 8_192;
/** Most chunks granted ahead on one transfer. */
export const CREDITS_MAX = 256;
/** Path of the agents' WebSocket. */
export const AGENT_PATH = '/v1/agent';
