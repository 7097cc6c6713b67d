import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentTo, opensCommitment } from './commitment.ts';
import { hex } from './testing/sample-log.ts';

const misused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const salt = new Uint8Array(32).fill(5);

describe('commitments', () => {
  it('are SHA-256 over the label, the salt and the canonical payload', () => {
    const expected = createHash('sha256')
      .update('fl-audit/commit/v1\n')
      .update(salt)
      .update('{"a":[1,"\u00fc"],"b":null}')
      .digest('hex');
    expect(hex(commitmentTo({ b: null, a: [1, '\u00fc'] }, salt))).toBe(expected);
  });

  it('open with their payload and salt, however the payload is written, and with nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 255 }), (payload, bit) => {
        const commitment = commitmentTo(payload, salt);
        expect(opensCommitment(commitment, JSON.parse(JSON.stringify(payload)), salt)).toBe(true);
        const otherSalt = salt.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(opensCommitment(commitment, payload, otherSalt)).toBe(false);
        expect(opensCommitment(commitment, { other: payload }, salt)).toBe(false);
      }),
    );
  });

  it('to the same payload with two salts have nothing in common', () => {
    expect(hex(commitmentTo('payload', salt))).not.toBe(hex(commitmentTo('payload', new Uint8Array(32))));
  });

  it('need a salt of 32 bytes and a payload that JSON can hold', () => {
    for (const length of [0, 31, 33])
      expect(() => commitmentTo('payload', new Uint8Array(length))).toThrow(misused);
    for (const payload of [Number.NaN, '\ud800', undefined, 1n])
      expect(() => commitmentTo(payload, salt)).toThrow(misused);
    expect(opensCommitment(new Uint8Array(31), 'payload', salt)).toBe(false);
  });
});
