/** @module Cosignatures: "at this time, this is the largest consistent tree of this log that I have seen" (C2SP tlog-cosignature). */
import type { Checkpoint } from './checkpoint.ts';

/** Bytes of the time in front of a cosignature. */
export const TIME_BYTES = 8;

/**
 * What an Ed25519 cosignature signs: header, time in POSIX seconds, the checkpoint's text (C2SP tlog-cosignature, "Ed25519 signed
 * message").
 */
export function ed25519Message(text: string, timeS: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${timeS}\n${text}`);
}

/**
 * What an ML-DSA-44 cosignature signs: a `cosigned_message` with start 0 (C2SP tlog-cosignature, "ML-DSA-44 signed message").
 * Null where the name or the origin is longer than 255 bytes, for which the structure has no room.
 */
export function mlDsaMessage(
  name: string,
  { origin, size, root }: Checkpoint,
  timeS: number,
): Uint8Array | null {
  const [nameBytes, originBytes] = [Buffer.from(name), Buffer.from(origin)];
  if (nameBytes.length > 255 || originBytes.length > 255) return null;
  return Buffer.concat([
    Buffer.from('subtree/v1\n\0'),
    Uint8Array.of(nameBytes.length),
    nameBytes,
    uint64(timeS),
    Uint8Array.of(originBytes.length),
    originBytes,
    uint64(0),
    uint64(size),
    root,
  ]);
}

/** A `timestamped_signature`: the time as uint64, big-endian, then the signature (C2SP tlog-cosignature, "Format"). */
export function withTime(timeS: number, signature: Uint8Array): Uint8Array {
  return Buffer.concat([uint64(timeS), signature]);
}

/** Time and signature of a `timestamped_signature`. Null when it is too short for a time, or the time is beyond 2^53 - 1. */
export function splitTime(
  bytes: Uint8Array,
): { readonly timeS: number; readonly signature: Uint8Array } | null {
  if (bytes.length < TIME_BYTES) return null;
  const timeS = Number(new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0));
  return Number.isSafeInteger(timeS) ? { timeS, signature: bytes.subarray(TIME_BYTES) } : null;
}

function uint64(value: number): Uint8Array {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
