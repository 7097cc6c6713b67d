import { describe, expect, it } from 'vitest';
import { release } from './release.ts';

describe('release', () => {
  it('gives memory back that a buffer has for itself, once', () => {
    const own = Buffer.allocUnsafeSlow(1_000_000);
    const view = own.subarray(10, 20);
    release(own);
    expect([own.length, view.length, own.buffer.byteLength]).toEqual([0, 0, 0]);
    expect(() => release(own)).not.toThrow();
  });

  it('leaves a part of something larger alone, such as a buffer of the pool', () => {
    const pooled = Buffer.from('some bytes of the pool');
    release(pooled);
    expect(pooled.toString()).toBe('some bytes of the pool');
    const part = new Uint8Array(new ArrayBuffer(100), 0, 99);
    release(part);
    expect(part.length).toBe(99);
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    release(shared);
    expect(shared.length).toBe(8);
  });
});
