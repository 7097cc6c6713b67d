import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSigningKey, makeSigningKey, parseSigningKey } from './signing-key.ts';
import { ML_DSA_LOG } from './testing/ml-dsa-44.ts';
import { hasMlDsa, SECOND_TYPE } from './testing/sample-log.ts';
import { C2SP_NOTE, GO_NOTE, SIGSUM_LOG, TESSERA_LOG } from './testing/vectors.ts';
import { formatVerifierKey, isKeyName, parseVerifierKey, type SignatureType } from './verifier-key.ts';

const refused = expect.objectContaining({ code: 'AUDIT_KEY_INVALID' });
const TYPES = ['ed25519', 'cosignature/v1', SECOND_TYPE] as const;

const KNOWN: readonly (readonly [SignatureType, string])[] = [
  ['ed25519', C2SP_NOTE.verifierKey],
  ['ed25519', GO_NOTE.verifierKey],
  ['ed25519', TESSERA_LOG.verifierKey],
  ['ed25519', SIGSUM_LOG.verifierKey],
  ...(hasMlDsa ? [['subtree/v1', ML_DSA_LOG.verifierKey] as const] : []),
];

describe('verifier keys', () => {
  it.each(KNOWN)('of other programs are read and written: %s', (type, text) => {
    const key = parseVerifierKey(text);
    expect(key.type).toBe(type);
    expect(formatVerifierKey(key)).toBe(text);
  });

  it('of the wrong length or an unknown type are refused, with the right id', () => {
    for (const text of GO_NOTE.badKeys) expect(() => parseVerifierKey(text), text).toThrow(refused);
  });

  it('are refused with any character changed or left out', () => {
    const text = C2SP_NOTE.verifierKey;
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.string({ unit: 'binary-ascii', maxLength: 2 }),
        (at, put) => {
          fc.pre(text[at] !== put);
          expect(() => parseVerifierKey(text.slice(0, at) + put + text.slice(at + 1))).toThrow(refused);
        },
      ),
    );
    expect(() => parseVerifierKey(text.replace('530d903a', '530D903A'))).toThrow(refused);
    expect(() => parseVerifierKey('')).toThrow(refused);
  });

  it('have names without plus, Unicode spaces and control characters', () => {
    for (const name of ['a', 'audit.example/fed/f1/1', 'f\u00fcr/\u4e2d', '\ufeff', '\u200b'])
      expect(isKeyName(name), name).toBe(true);
    const spaces = [...'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000'];
    for (const bad of ['', '+', ...spaces, '\0', '\u001f', '\ud800'])
      expect(isKeyName(`a${bad}`) && isKeyName(bad), JSON.stringify(bad)).toBe(false);
  });
});

describe('signing keys', () => {
  it('of golang.org/x/mod are read', () => {
    expect(formatVerifierKey(parseSigningKey(GO_NOTE.signingKey).verifier)).toBe(GO_NOTE.verifierKey);
    expect(formatVerifierKey(parseSigningKey(TESSERA_LOG.signingKey).verifier)).toBe(TESSERA_LOG.verifierKey);
  });

  it('are read as they are written, of each type', () => {
    const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), seed, (type, bytes) => {
        const text = formatSigningKey('audit.example/w', type, bytes);
        const { verifier } = parseSigningKey(text);
        expect(verifier).toEqual(makeSigningKey('audit.example/w', type, bytes).verifier);
        expect(parseVerifierKey(formatVerifierKey(verifier))).toEqual(verifier);
      }),
      { numRuns: 30 },
    );
  });

  it('are refused when malformed, and never shown', () => {
    const text = GO_NOTE.signingKey;
    const bad = [
      '',
      text.slice(1),
      text.slice(0, -1),
      `${text}\n`,
      text.replace('c74f20a3', 'c74f20a4'),
      text.replace('PeterNeumann', 'PeterNeuman'),
      text.replace('PeterNeumann', 'Peter Neumann'),
      text.replace('AYEK', 'AoEK'),
      GO_NOTE.verifierKey,
    ];
    for (const each of bad) {
      expect(() => parseSigningKey(each), each).toThrow(refused);
      expect(() => parseSigningKey(each), each).not.toThrow('FALVFGyNhPJEMzD1QIDr');
    }
    for (const length of [0, 31, 33, 64])
      expect(() => makeSigningKey('a', 'ed25519', new Uint8Array(length))).toThrow(refused);
    for (const name of ['', 'a+b', 'a b'])
      expect(() => makeSigningKey(name, 'ed25519', new Uint8Array(32))).toThrow(refused);
  });
});
