import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { bytes, fromHex, hex, sampleEntries } from './testing/sample-log.ts';

const refused = expect.objectContaining({ code: 'AUDIT_TILE_INVALID' });

describe('entry bundles', () => {
  it('are lengths in two bytes, high byte first, and entries', () => {
    expect(hex(encodeBundle([bytes('ab'), new Uint8Array(), new Uint8Array(258).fill(1)]))).toBe(
      `000261620000${'0102'}${'01'.repeat(258)}`,
    );
  });

  it('are read back, whatever the entries', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        expect(decodeBundle(encodeBundle(entries), entries.length).map(hex)).toEqual(entries.map(hex));
      }),
    );
  });

  it('hold entries of 65,535 bytes and none larger', () => {
    const large = new Uint8Array(65_535).fill(9);
    expect(decodeBundle(encodeBundle([large]), 1)[0]).toHaveLength(65_535);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(refused);
  });

  it('are read out of the middle of a larger buffer', () => {
    const padded = Buffer.concat([bytes('before'), encodeBundle([bytes('x')]), bytes('after')]);
    expect(decodeBundle(padded.subarray(6, 9), 1).map(hex)).toEqual(['78']);
  });

  it.each([
    ['bytes after the last entry', '000161ff', 1],
    ['an entry more than is due', '000161000162', 1],
    ['an entry fewer than is due', '000161', 2],
    ['no entry where one is due', '', 1],
    ['an entry cut short', '000261', 1],
    ['a length cut short', '00016100', 2],
  ])('are refused with %s', (_, data, width) => {
    expect(() => decodeBundle(fromHex(data), width)).toThrow(refused);
  });

  it('are refused at every length but their own', () => {
    const bundle = encodeBundle(sampleEntries(5));
    for (let length = 0; length < bundle.length; length++)
      expect(() => decodeBundle(bundle.subarray(0, length), 5), String(length)).toThrow(refused);
  });
});
