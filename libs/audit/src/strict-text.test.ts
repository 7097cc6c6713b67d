import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeUtf8, encodeBase64, parseDecimal } from './strict-text.ts';

describe('strict readers', () => {
  it('take base64 only as it is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        expect([...(decodeBase64(encodeBase64(data)) ?? [])]).toEqual([...data]);
      }),
    );
    for (const text of [
      'Zg',
      'Zg=',
      'Zh==',
      'Z g==',
      'Zg==\n',
      '\nZg==',
      'Zg==Zg==',
      'Zm9_',
      'Zm9-',
      '=',
      '====',
      'Zg==!',
      '\u00e9',
    ])
      expect(decodeBase64(text), JSON.stringify(text)).toBeNull();
  });

  it('write base64 of a view of a larger buffer', () => {
    expect(encodeBase64(Buffer.from('xxfoxx').subarray(2, 4))).toBe('Zm8=');
  });

  it('keep a byte order mark and take no broken UTF-8', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    for (const broken of [
      [0xff],
      [0xc3],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x61, 0x80],
    ])
      expect(decodeUtf8(Uint8Array.from(broken)), String(broken)).toBeNull();
  });

  it('take decimals only as they are written, up to 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger().map(Math.abs), (value) => {
        expect(parseDecimal(String(value))).toBe(value);
      }),
    );
    const wrong = [
      '',
      '01',
      '00',
      '+5',
      '-0',
      '-1',
      ' 1',
      '1 ',
      '1\n',
      '1.0',
      '1e3',
      '0x1',
      '1_0',
      '\u0661',
      '\uff11',
      'NaN',
    ];
    for (const text of [...wrong, '9007199254740992', '18446744073709551615', '9'.repeat(400)])
      expect(parseDecimal(text), JSON.stringify(text)).toBeNull();
  });
});
