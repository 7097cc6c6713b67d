/** @module Targets: every message of the wire, alone and as the body of an envelope or of a handshake. */
import { isDeepStrictEqual } from 'node:util';
import {
  decodeEnvelope,
  decodeHandshake,
  decodeMessage,
  encodeEnvelope,
  encodeHandshake,
  encodeMessage,
  FRAME_BYTES_MAX,
  HANDSHAKE_BYTES_MAX,
  type Messages,
} from '@muster/protocol';
import { LIMITS } from '@muster/protocol/testing';
import fc from 'fast-check';
import { type FuzzTarget, fuzzTarget, mustTake, rule } from '../target.ts';
import { bytesOf } from '../wire-arbitrary.ts';

const UNIONS = new Set(['Envelope', 'Handshake']);

function isMessage(name: string): name is keyof Messages {
  return Object.hasOwn(LIMITS, name) && !UNIONS.has(name);
}

const names = Object.keys(LIMITS).filter(isMessage);

/** What was read can be written, and is then read as the same: nothing half-read gets through. */
const message = fuzzTarget(
  'messages',
  fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), bytesOf(name))),
  ([name, bytes]) => {
    const read = decodeMessage(name, bytes, FRAME_BYTES_MAX);
    const again = mustTake(`${name} cannot be read again`, () =>
      decodeMessage(name, encodeMessage(name, read), 2 * FRAME_BYTES_MAX),
    );
    rule(isDeepStrictEqual(plain(again), plain(read)), `${name} is not read again as it was read`);
    return 'accepted';
  },
);

const envelope = fuzzTarget('envelopes', bytesOf('Envelope'), (bytes) => {
  const { id, replyTo, body } = decodeEnvelope(bytes, FRAME_BYTES_MAX);
  if (body === undefined) return 'of an unknown kind';
  const again = mustTake(`${body.kind} cannot be read again`, () =>
    decodeEnvelope(encodeEnvelope({ id, replyTo, body }), 2 * FRAME_BYTES_MAX),
  );
  rule(
    isDeepStrictEqual(plain(again), plain({ id, replyTo, body })),
    'an envelope is not read again as it was read',
  );
  return 'accepted';
});

const handshakeBody = fuzzTarget('handshake messages', bytesOf('Handshake'), (bytes) => {
  const body = decodeHandshake(bytes, HANDSHAKE_BYTES_MAX);
  if (body === undefined) return 'of an unknown kind';
  const again = mustTake(`${body.kind} cannot be read again`, () =>
    decodeHandshake(encodeHandshake(body), 2 * HANDSHAKE_BYTES_MAX),
  );
  rule(isDeepStrictEqual(plain(again), plain(body)), 'a handshake is not read again as it was read');
  return 'accepted';
});

/** Node's buffers and arrays of the same bytes are equal here. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

export const messageTargets: readonly FuzzTarget[] = [message, envelope, handshakeBody];
