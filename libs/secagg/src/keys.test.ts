import { createHash, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { agree, agreementKey, isUnusable } from './agreement.ts';
import { boxKey, maskKey, selfKey } from './key-schedule.ts';
import { openShares, sealShares } from './share-box.ts';
import { isSigned, sign } from './signature.ts';
import { fromHex, KNOWN } from './testing/known-answers.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const roundId = fromHex(KNOWN.roundId);
const a = agreementKey(new Uint8Array(32).fill(0x11));
const b = agreementKey(new Uint8Array(32).fill(0x22));
const refused = expect.objectContaining({ code: 'SECAGG_REFUSED' });

describe('the keys of a round', () => {
  it('are those of the vectors', () => {
    expect(hex(a.publicKey)).toBe(KNOWN.publicKeyA);
    expect(hex(b.publicKey)).toBe(KNOWN.publicKeyB);
    const secret = agree(a.privateKey, b.publicKey);
    expect(hex(secret.export())).toBe(KNOWN.sharedSecret);
    expect(hex(agree(b.privateKey, a.publicKey).export())).toBe(KNOWN.sharedSecret);
    const words = { segment: 0, bits: 32 };
    expect(hex(maskKey(secret, roundId, [3, 8], words))).toBe(KNOWN.maskKey_min3_max8_segment0_w32);
    expect(hex(maskKey(secret, roundId, [8, 3], words))).toBe(KNOWN.maskKey_min3_max8_segment0_w32);
    expect(hex(selfKey(new Uint8Array(32).fill(0x33), roundId, 3, words))).toBe(
      KNOWN.selfKey_i3_segment0_w32,
    );
    expect(hex(boxKey(secret, roundId, 3, 8))).toBe(KNOWN.encKey_3to8);
  });

  it('differ with the round, the places, the segment, the width and the direction', () => {
    const secret = agree(a.privateKey, b.publicKey);
    const keys = [
      maskKey(secret, roundId, [3, 8], { segment: 0, bits: 32 }),
      maskKey(secret, roundId, [3, 8], { segment: 1, bits: 32 }),
      maskKey(secret, roundId, [3, 8], { segment: 0, bits: 16 }),
      maskKey(secret, roundId, [3, 9], { segment: 0, bits: 32 }),
      maskKey(secret, roundId.toReversed(), [3, 8], { segment: 0, bits: 32 }),
      selfKey(secret.export(), roundId, 3, { segment: 0, bits: 32 }),
      boxKey(secret, roundId, 3, 8),
      boxKey(secret, roundId, 8, 3),
    ];
    expect(new Set(keys.map(hex)).size).toBe(keys.length);
  });
});

describe('points of low order', () => {
  const points = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(30)}7f`,
    `ee${'ff'.repeat(30)}7f`,
  ];

  it('are known as such, with either top bit, and no secret is agreed on with them', () => {
    for (const point of points) {
      const low = fromHex(point);
      const high = low.map((byte, i) => (i === 31 ? byte | 0x80 : byte));
      for (const key of [low, high]) {
        expect(isUnusable(key), point).toBe(true);
        expect(() => agree(a.privateKey, key), point).toThrow(refused);
      }
    }
  });

  it('are not other points, and a key has 32 bytes', () => {
    for (const key of [
      a.publicKey,
      b.publicKey,
      fromHex(`02${'00'.repeat(31)}`),
      fromHex(`eb${'ff'.repeat(30)}7f`),
    ]) {
      expect(isUnusable(key)).toBe(false);
      expect(agree(a.privateKey, key).export()).toHaveLength(32);
    }
    expect(isUnusable(new Uint8Array(31).fill(9))).toBe(true);
    expect(() => agree(a.privateKey, new Uint8Array(31).fill(9))).toThrow(refused);
  });
});

describe.each([8, 16] as const)('a box of shares over %d bits', (bits) => {
  const key = new Uint8Array(32).fill(5);
  const address = { roundId, from: 3, to: 8 };
  const shares = { x: 200, maskSeed: new Uint8Array(32).fill(1), selfSeed: new Uint8Array(32).fill(2) };
  const box = sealShares(key, address, bits, shares);

  it('gives them back to its addressee', () => {
    expect(box).toHaveLength(bits === 8 ? 81 : 82);
    expect(openShares(key, address, bits, box)).toEqual(shares);
  });

  it('opens for nobody else, and not with a bit changed', () => {
    for (let i = 0; i < box.length; i++)
      expect(
        openShares(
          key,
          address,
          bits,
          box.map((byte, at) => (at === i ? byte ^ 4 : byte)),
        ),
      ).toBeUndefined();
    expect(
      openShares(
        key.map((byte) => byte ^ 1),
        address,
        bits,
        box,
      ),
    ).toBeUndefined();
    expect(openShares(key, { ...address, from: 4 }, bits, box)).toBeUndefined();
    expect(openShares(key, { ...address, to: 4 }, bits, box)).toBeUndefined();
    expect(openShares(key, { ...address, roundId: roundId.toReversed() }, bits, box)).toBeUndefined();
    expect(openShares(key, address, bits, box.subarray(1))).toBeUndefined();
    expect(openShares(key, address, bits, new Uint8Array())).toBeUndefined();
  });
});

describe('signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = (key: KeyObject): Uint8Array => key.export({ format: 'der', type: 'spki' }).subarray(12);
  const own = raw(publicKey);
  const fields = [roundId, Uint8Array.of(1, 2)];
  const signature = sign('adv', fields, privateKey);

  it('hold under their label and for their fields alone', () => {
    expect(isSigned('adv', fields, own, signature)).toBe(true);
    expect(isSigned('cons', fields, own, signature)).toBe(false);
    expect(isSigned('adv', [roundId, Uint8Array.of(1, 3)], own, signature)).toBe(false);
    expect(isSigned('adv', fields, raw(generateKeyPairSync('ed25519').publicKey), signature)).toBe(false);
    expect(isSigned('adv', fields, own, signature.subarray(1))).toBe(false);
    expect(isSigned('adv', fields, own, new Uint8Array(64))).toBe(false);
  });

  it('are those of 1.11: the label in clear, the fields hashed', () => {
    const payload = Buffer.concat([
      Buffer.from('fl/sig/v1\0adv\0'),
      createHash('sha256').update(roundId).update(Uint8Array.of(1, 2)).digest(),
    ]);
    expect(verify(null, payload, publicKey, signature)).toBe(true);
  });

  it('are not looked at with a key that is none', () => {
    expect(() => isSigned('adv', fields, new Uint8Array(31), signature)).toThrow(refused);
  });
});
