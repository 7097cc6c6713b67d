import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkPrefix } from './chunk.ts';
import {
  type Body,
  decodeEnvelope,
  decodeHandshake,
  decodeMessage,
  encodeEnvelope,
  encodeMessage,
} from './codec.ts';
import { LIMITS } from './generated/limits.ts';

const hash = (fill: number) => new Uint8Array(32).fill(fill);
const ref = { run: 'r', round: 1, attempt: 1 };
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (thrown) {
    return thrown instanceof MusterError ? thrown.code : 'another error';
  }
};

describe('envelope', () => {
  it('carries a message there and back, defaults included, as an object of its own', () => {
    const body: Body = {
      kind: 'outcome',
      value: {
        ref,
        outcome: 'counted',
        code: '',
        reason: '',
        updateHash: hash(1),
        modelHash: new Uint8Array(),
        signature: new Uint8Array(64),
      },
    };
    const decoded = decodeEnvelope(encodeEnvelope({ id: 7, body }), 1000);
    expect(decoded.id).toBe(7);
    if (decoded.body?.kind !== 'outcome') throw new Error('another message');
    const copy = { ...decoded.body.value }; // a copy keeps what was left out as a default
    expect(copy.code).toBe('');
    expect(copy.ref).toEqual(ref);
    expect(new Uint8Array(copy.updateHash)).toEqual(hash(1));
  });

  it('knows every body that it can send', () => {
    for (const field of Object.keys(LIMITS.Envelope ?? {}).filter(
      (name) => LIMITS.Envelope?.[name]?.type === 'message',
    )) {
      const message: Record<string, unknown> = {};
      const type = LIMITS.Envelope?.[field]?.message ?? '';
      const fill = (name: string): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(LIMITS[name] ?? {}).map(([key, limit]) => {
            if (limit.repeated) return [key, []];
            if (limit.type === 'bytes') return [key, new Uint8Array(limit.bytesExact ?? 0)];
            if (limit.type === 'message') return [key, limit.required ? fill(limit.message ?? '') : null];
            return [key, limit.type === 'string' ? '' : limit.type === 'bool' ? false : (limit.atLeast ?? 0)];
          }),
        );
      Object.assign(message, fill(type));
      const bytes = encodeEnvelope({ body: { kind: field, value: message } as unknown as Body });
      expect(decodeEnvelope(bytes, 10_000).body?.kind, field).toBe(field);
    }
  });

  it('leaves an unknown body undefined, so that it can be answered', () => {
    // field 999, length-delimited, empty; id 5
    const bytes = Uint8Array.from([0x09, 0, 0, 0, 0, 0, 0, 0x14, 0x40, 0xba, 0x3e, 0x00]);
    expect(decodeEnvelope(bytes, 100)).toEqual({ id: 5, replyTo: 0, body: undefined });
  });

  it('enforces what the definitions limit', () => {
    const offer = {
      ref,
      planHash: hash(1),
      modelHash: hash(2),
      layoutHash: hash(3),
      codec: 'f32',
      deadlineMs: 1,
      cohortSize: 1,
      quorum: 1,
      signature: new Uint8Array(64),
      logged: null,
      secure: null,
    };
    const tryOffer = (change: object) =>
      codeOf(() =>
        decodeEnvelope(encodeEnvelope({ body: { kind: 'offer', value: { ...offer, ...change } } }), 10_000),
      );
    expect(tryOffer({})).toBe('accepted');
    expect(tryOffer({ planHash: new Uint8Array(31) })).toBe('MALFORMED');
    expect(tryOffer({ codec: 'x'.repeat(17) })).toBe('MALFORMED');
    expect(tryOffer({ deadlineMs: -1 })).toBe('MALFORMED');
    expect(tryOffer({ deadlineMs: Number.NaN })).toBe('MALFORMED');
    expect(tryOffer({ deadlineMs: 0.5 })).toBe('MALFORMED'); // its signature covers whole numbers
    expect(tryOffer({ ref: { ...ref, attempt: 0 } })).toBe('MALFORMED');
    expect(
      codeOf(() =>
        decodeEnvelope(
          encodeEnvelope({ body: { kind: 'offer', value: { ...offer, ref: null as never } } }),
          10_000,
        ),
      ),
    ).toBe('MALFORMED');
    expect(
      codeOf(() => decodeEnvelope(encodeEnvelope({ id: -1, body: { kind: 'ok', value: {} } }), 100)),
    ).toBe('MALFORMED');
    expect(codeOf(() => decodeEnvelope(new Uint8Array(101), 100))).toBe('FRAME_TOO_LARGE');
    const many = { examples: 0, lossSum: 0, classes: 1, confusion: new Array(129_601).fill(0) };
    const report: Body = {
      kind: 'evaluationReport',
      value: { ref, signature: new Uint8Array(64), modelHash: hash(1), evaluation: many },
    };
    expect(codeOf(() => decodeEnvelope(encodeEnvelope({ body: report }), 2 ** 24))).toBe('MALFORMED');
  });

  it('gives a message or a MusterError for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(codeOf(() => decodeEnvelope(bytes, 400))).toMatch(/^(accepted|MALFORMED)$/);
        expect(codeOf(() => decodeHandshake(bytes, 400))).toMatch(/^(accepted|MALFORMED)$/);
        expect(codeOf(() => decodeMessage('CertificateBody', bytes, 400))).toMatch(/^(accepted|MALFORMED)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives any change of one byte of a message', () => {
    const bytes = encodeMessage('ClientHello', {
      versionMin: 1,
      versionMax: 1,
      purpose: 1,
      federationId: new Uint8Array(16),
      ephemeralKey: hash(1),
      nonce: hash(2),
      timeMs: 1e12,
    });
    for (let at = 0; at < bytes.length; at += 1) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        expect(codeOf(() => decodeMessage('ClientHello', changed, 1000))).toMatch(/^(accepted|MALFORMED)$/);
      }
    }
  });
});

describe('chunkPrefix', () => {
  it('is what the generated codec writes before the data', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.uint8Array({ minLength: 1, maxLength: 20_000 }),
        (transfer, offset, data) => {
          const joined = Buffer.concat([chunkPrefix(transfer, offset, data.length), data]);
          const { body } = decodeEnvelope(joined, 30_000);
          expect(body?.kind).toBe('chunk');
          if (body?.kind !== 'chunk') return;
          expect(body.value.transfer).toBe(transfer);
          expect(body.value.offset).toBe(offset);
          expect(Buffer.compare(body.value.data, data)).toBe(0);
        },
      ),
    );
  });
});
