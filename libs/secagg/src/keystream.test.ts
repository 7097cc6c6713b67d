import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, Keystream, keystreamBytes } from './keystream.ts';
import { fromHex, KNOWN } from './testing/known-answers.ts';

const key = fromHex(KNOWN.maskKey_min3_max8_segment0_w32);

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
    const parts = [1, 15, 0, 4096, 33, 60_000].map((size) => {
      const part = new Uint8Array(size).fill(7);
      stream.fill(part);
      return part;
    });
    const all = Buffer.concat(parts);
    expect(Buffer.compare(all, keystreamBytes(key, all.length))).toBe(0);
  });

  it('is given in blocks', () => {
    const stream = new Keystream(key);
    expect(() => stream.fill(new Uint8Array(BLOCK_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  it('leaves no memory behind: a gigabyte of it in blocks', () => {
    const stream = new Keystream(key);
    const block = new Uint8Array(BLOCK_BYTES);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 16_384; i++) stream.fill(block);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});
