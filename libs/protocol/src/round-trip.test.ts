import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Body, decodeEnvelope, decodeMessage, encodeEnvelope, encodeMessage } from './codec.ts';
import { type FieldLimit, LIMITS } from './generated/limits.ts';
import type { Messages } from './generated/types.ts';

/** Any value that the limits of a message allow, its greatest lengths and its borders included. */
function messageOf(name: string): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(LIMITS[name] ?? {});
  return fc.record(Object.fromEntries(fields.map(([field, limit]) => [field, fieldOf(limit)])));
}

function fieldOf(limit: FieldLimit): fc.Arbitrary<unknown> {
  if (limit.repeated) return fc.array(oneOf(limit), { maxLength: Math.min(limit.itemsMax ?? 0, 20) });
  return limit.type === 'message' && !limit.required ? fc.option(oneOf(limit)) : oneOf(limit);
}

function oneOf(limit: FieldLimit): fc.Arbitrary<unknown> {
  switch (limit.type) {
    case 'message':
      return messageOf(limit.message ?? '');
    case 'bytes': {
      const length = limit.bytesExact ?? limit.bytesMax ?? 0;
      return fc.uint8Array({ minLength: limit.bytesExact ?? 0, maxLength: Math.min(length, 2000) });
    }
    case 'string':
      return fc
        .string({ unit: 'grapheme', maxLength: 16 })
        .filter((text) => text.length <= (limit.charsMax ?? 0));
    case 'bool':
      return fc.boolean();
    case 'number': {
      const { atLeast, atMost, whole, wire } = limit;
      if (wire === 0) return fc.integer({ min: atLeast ?? 0, max: atMost ?? 2 ** 31 - 1 });
      if (whole)
        return fc
          .maxSafeInteger()
          .map(Math.abs)
          .filter((value) => value >= (atLeast ?? 0) && value <= (atMost ?? 0));
      return fc.double({
        ...(atLeast === undefined ? {} : { min: atLeast }),
        ...(atMost === undefined ? {} : { max: atMost }),
        noNaN: atLeast !== undefined || atMost !== undefined,
      });
    }
  }
}

/** Buffers and arrays of the same bytes are equal here. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const unions = new Set(['Envelope', 'Handshake']);

describe('every message comes back as it was sent', () => {
  it.each(Object.keys(LIMITS).filter((name) => !unions.has(name)))('%s', (name) => {
    fc.assert(
      fc.property(messageOf(name), (message) => {
        const bytes = encodeMessage(name as keyof Messages, message as never);
        expect(plain(decodeMessage(name as keyof Messages, bytes, 2 ** 20))).toEqual(plain(message));
      }),
      { numRuns: 60 },
    );
  });

  it.each(Object.entries(LIMITS.Envelope ?? {}).filter(([, limit]) => limit.oneof))(
    'as a body: %s',
    (kind, limit) => {
      fc.assert(
        fc.property(messageOf(limit.message ?? ''), fc.nat(), fc.nat(), (value, id, replyTo) => {
          const bytes = encodeEnvelope({ id, replyTo, body: { kind, value } as unknown as Body });
          expect(plain(decodeEnvelope(bytes, 2 ** 20))).toEqual(
            plain({ id, replyTo, body: { kind, value } }),
          );
        }),
        { numRuns: 20 },
      );
    },
  );
});
