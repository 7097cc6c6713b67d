import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeEnvelope, decodeHandshake, encodeEnvelope, encodeHandshake } from './codec.ts';
import { wellFormed } from './well-formed.ts';

/** Any text that JavaScript can hold, halves of surrogate pairs included. */
const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 60 });

it('any text can be sent: what has no bytes becomes U+FFFD, and the rest arrives', () => {
  fc.assert(
    fc.property(anyText, (message) => {
      const refusal = { code: 'CLOCK_SKEW', message, timeMs: 1 };
      const heard = decodeHandshake(encodeHandshake({ kind: 'refusal', value: refusal }), 8_192);
      const shown = message.toWellFormed().replace(/\p{Cc}/gu, ' ');
      expect(heard).toEqual({ kind: 'refusal', value: { ...refusal, message: shown } });
    }),
  );
});

it('a revocation for a reason with half a pair in it reaches the site', () => {
  const value = {
    code: 'SITE_REVOKED',
    message: 'revoked: \ud83d',
    retryable: false,
    retryAfterMs: 0,
    detail: '',
  };
  const { body } = decodeEnvelope(encodeEnvelope({ body: { kind: 'error', value } }), 1_000);
  expect(body).toEqual({ kind: 'error', value: { ...value, message: 'revoked: \ufffd' } });
});

it('looks into messages and lists, and copies nothing that is sound', () => {
  const sound = {
    engine: { requested: 'wasm', overrides: ['a'] },
    datasets: [{ name: 'b', kind: 'image' }],
    platform: 'c',
  };
  expect(wellFormed('Register', sound)).toBe(sound);
  const broken = {
    ...sound,
    engine: { requested: '\ud800', overrides: ['\udc00', 'a'] },
    datasets: [{ name: 'x\ud800', kind: 'image' }],
  };
  expect(wellFormed('Register', broken)).toEqual({
    engine: { requested: '\ufffd', overrides: ['\ufffd', 'a'] },
    datasets: [{ name: 'x\ufffd', kind: 'image' }],
    platform: 'c',
  });
  expect(broken.engine.requested).toBe('\ud800');
});
