import { createHash } from 'node:crypto';
import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeKeyPair } from './keys.ts';
import { systemRandom } from './random.ts';
import {
  loadSeals,
  SEAL_BOX_BYTES,
  SEAL_RECORD_BYTES,
  SealedRecords,
  sealedBytes,
  sealedOffset,
  sealUpdate,
  unsealedBytes,
} from './sealed-update.ts';

const seals = await loadSeals();
const aggregator = makeKeyPair('x25519', systemRandom);

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return '';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
}

/** As the aggregator reads it: from the box, record by record. */
function opened(sealed: Uint8Array, plainBytes: number): Uint8Array {
  const records = new SealedRecords(seals.open(sealed.subarray(0, SEAL_BOX_BYTES), aggregator));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < plainBytes; at += SEAL_RECORD_BYTES) {
    const isLast = at + SEAL_RECORD_BYTES >= plainBytes;
    const end = isLast ? sealed.length : sealedOffset(at + SEAL_RECORD_BYTES);
    parts.push(records.open(at / SEAL_RECORD_BYTES, isLast, sealed.subarray(sealedOffset(at), end)));
  }
  return Buffer.concat(parts);
}

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
}

describe('a sealed update', () => {
  it.each([1, 4, 65_535, 65_536, 65_537, 3 * 65_536, 200_001])(
    'of %d bytes is opened as it was',
    async (length) => {
      const plain = bytesOf(length);
      const sealed = sealUpdate(plain, seals, aggregator.publicKey, systemRandom);
      expect(sealed.length).toBe(sealedBytes(length));
      expect(unsealedBytes(sealed.length)).toBe(length);
      expect(Buffer.from(opened(sealed, length)).equals(plain)).toBe(true);
    },
  );

  it('is another each time, and shows nothing of what is in it', async () => {
    const plain = bytesOf(1000);
    const [first, second] = [
      sealUpdate(plain, seals, aggregator.publicKey, systemRandom),
      sealUpdate(plain, seals, aggregator.publicKey, systemRandom),
    ];
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(first)).not.toBe(hash(second));
    expect(Buffer.from(first).includes(Buffer.from(plain.subarray(0, 16)))).toBe(false);
  });

  it('is in the sealed box of libsodium, and the same when its randomness is', async () => {
    const { default: sodium } = await import('libsodium-wrappers-sumo');
    const key = systemRandom(32);
    const box = sodium.crypto_box_seal(key, aggregator.publicKey);
    expect(Buffer.from(seals.open(box, aggregator)).equals(key)).toBe(true);
    const replayed = () => sealUpdate(bytesOf(9), seals, aggregator.publicKey, (length) => bytesOf(length));
    expect(Buffer.from(replayed()).equals(replayed())).toBe(true);
  });

  it('is opened by nobody else', async () => {
    const sealed = sealUpdate(bytesOf(10), seals, aggregator.publicKey, systemRandom);
    const other = makeKeyPair('x25519', systemRandom);
    expect(await codeOf(() => seals.open(sealed.subarray(0, SEAL_BOX_BYTES), other))).toBe('SEAL_BROKEN');
    expect(await codeOf(() => seals.open(sealed.subarray(0, 20), aggregator))).toBe('SEAL_BROKEN');
  });

  it('with any bit changed is not opened', async () => {
    const length = 65_536 + 100;
    const sealed = sealUpdate(bytesOf(length), seals, aggregator.publicKey, systemRandom);
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Uint8Array.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(await codeOf(() => opened(changed, length))).toBe('SEAL_BROKEN');
      }),
      { numRuns: 60 },
    );
  });

  it('whose records are cut off, added or moved is not opened', async () => {
    const length = 3 * 65_536;
    const sealed = sealUpdate(bytesOf(length), seals, aggregator.publicKey, systemRandom);
    const second = sealedOffset(65_536);
    const third = sealedOffset(2 * 65_536);
    const moved = Buffer.concat([
      sealed.subarray(0, second),
      sealed.subarray(third),
      sealed.subarray(second, third),
    ]);
    expect(await codeOf(() => opened(moved, length))).toBe('SEAL_BROKEN');
    expect(await codeOf(() => opened(sealed.subarray(0, third), 2 * 65_536))).toBe('SEAL_BROKEN');
    const longer = Buffer.concat([sealed, sealed.subarray(third)]);
    expect(await codeOf(() => opened(longer, 4 * 65_536))).toBe('SEAL_BROKEN');
  });
});
