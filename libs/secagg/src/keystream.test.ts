import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, Keystream, keystreamBytes, quickestCipher } from './keystream.ts';
import { fromHex, KNOWN } from './testing/known-answers.ts';

const key = fromHex(KNOWN.maskKey_min3_max8_segment0_w32);
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

describe('the keystream', () => {
  it('has the words of the vector', () => {
    const words = new Uint32Array(keystreamBytes(key, 16).slice().buffer);
    expect([...words]).toEqual(KNOWN.maskFirstWordsU32);
  });

  it('is AES-256-CTR with a counter from 2', () => {
    const counter = Buffer.alloc(16);
    counter.writeUInt32BE(2, 12);
    const size = 3 * BLOCK_BYTES + 1000;
    const expected = createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(size));
    expect(Buffer.compare(keystreamBytes(key, size), expected)).toBe(0);
  });

  it('is one stream, however it is taken', () => {
    const stream = new Keystream(key);
    const parts = [1, 15, 4096, 33, 60_000].map((size) => stream.next(size));
    const all = Buffer.concat(parts);
    expect(Buffer.compare(all, keystreamBytes(key, all.length))).toBe(0);
  });

  it('is the same from either cipher', () => {
    const [gcm, ctr] = (['aes-256-gcm', 'aes-256-ctr'] as const).map((cipher) => new Keystream(key, cipher));
    for (const size of [1000, BLOCK_BYTES, 16, BLOCK_BYTES])
      expect(Buffer.compare(gcm?.next(size) ?? key, ctr?.next(size) ?? key)).toBe(0);
  });

  it('is made by whichever cipher takes less time', () => {
    let now = 0;
    let call = 0;
    // Each trial reads the clock twice, of the two ciphers in turns.
    const clock = (gcm: number, ctr: number) => () => {
      call += 1;
      now += call % 2 === 0 ? (call % 4 === 2 ? gcm : ctr) : 0;
      return now;
    };
    expect(quickestCipher(clock(1, 2))).toBe('aes-256-gcm');
    call = 0;
    expect(quickestCipher(clock(2, 1))).toBe('aes-256-ctr');
  });

  it('is given in blocks', () => {
    const stream = new Keystream(key);
    for (const size of [0, -1, BLOCK_BYTES + 1, Number.NaN]) expect(() => stream.next(size)).toThrow(refused);
  });
});
