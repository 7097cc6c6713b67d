/** @module Parsers with a bug planted in each: a fuzzer that does not find them is no fuzzer. */
import { MusterError } from '@muster/errors';
import { decodeMessage } from '@muster/protocol';
import fc from 'fast-check';
import { type FuzzTarget, fuzzTarget } from './target.ts';
import { bytesOf } from './wire-arbitrary.ts';

/** Reads a real message and stumbles over one of its fields. */
const typeError = fuzzTarget('planted TypeError', bytesOf('Pull'), (bytes) => {
  const { credits, sha256 } = decodeMessage('Pull', bytes, 2 ** 20);
  if (credits >= 3) throw new TypeError(`cannot read ${sha256.length}`);
  return 'accepted';
});

const internal = fuzzTarget('planted INTERNAL', bytesOf('Heartbeat'), (bytes) => {
  const { timeMs } = decodeMessage('Heartbeat', bytes, 2 ** 20);
  if (timeMs > 1) throw new MusterError('INTERNAL', 'a fault of ours');
  return 'accepted';
});

const hang = fuzzTarget('planted hang', fc.uint8Array({ maxLength: 20 }), (bytes) => {
  while (bytes.includes(0xc1)) {
    // as a parser that waits for a byte that does not come
  }
  return 'accepted';
});

const MEMORY_BYTES = 600_000_000;

const memory = fuzzTarget('planted memory', fc.nat(50), (length) => {
  if (length > 20) Buffer.alloc(MEMORY_BYTES, 1);
  return 'accepted';
});

export const TARGETS: readonly FuzzTarget[] = [typeError, internal, hang, memory];
