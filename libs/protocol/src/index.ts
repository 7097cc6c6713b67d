/** @module The wire: messages generated from .proto, their limits, and the constants of the protocol. */
export { chunkPrefix } from './chunk.ts';
export {
  type Body,
  type BodyKind,
  decodeEnvelope,
  decodeHandshake,
  decodeMessage,
  type Envelope,
  encodeEnvelope,
  encodeHandshake,
  encodeMessage,
  type HandshakeBody,
} from './codec.ts';
export type * from './generated/types.ts';
export { hex } from './hex.ts';
export { refOf, sameRef } from './round-ref.ts';
export {
  evaluationFields,
  evaluationReportFields,
  offerFields,
  outcomeFields,
  updateFields,
} from './signed-fields.ts';
export {
  AGENT_PATH,
  CHUNK_BYTES,
  CREDITS_MAX,
  FRAME_BYTES_MAX,
  HANDSHAKE_BYTES_MAX,
  PROTOCOL_VERSIONS,
  SUBPROTOCOL,
} from './wire.ts';
