/**
 * @module A chunk's envelope without copying its data: the bytes that come before the data, which end the message. `decodeEnvelope` reads
 * the two joined; a test holds them against the generated codec.
 */
import { muster } from './generated/messages.js';

/** Tags of Envelope.chunk (field 53) and Chunk.data (field 3), both length-delimited. */
const CHUNK_TAG = [0xaa, 0x03];
const DATA_TAG = 0x1a;

/** What stands before `dataBytes` bytes of data in an envelope that carries a chunk. */
export function chunkPrefix(transfer: number, offset: number, dataBytes: number): Uint8Array {
  const head = muster.v1.Chunk.encode({ transfer, offset }).finish();
  const length = varint(dataBytes);
  const inner = head.length + 1 + length.length + dataBytes;
  return Uint8Array.from([...CHUNK_TAG, ...varint(inner), ...head, DATA_TAG, ...length]);
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
