import { asMusterError } from '@muster/errors';
import { encodeMessage, type FederationManifest, type SignedManifest } from '@muster/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyPair, makeKeyPair } from './keys.ts';
import { FIRST_EPOCH, type Manifest, makeManifest, parseManifest } from './manifest.ts';
import { acceptChain, acceptManifest, signatureState, signManifest } from './manifest-chain.ts';
import { systemRandom } from './random.ts';

const key = (): KeyPair => makeKeyPair('ed25519', systemRandom);
const [north, south, east, west] = [key(), key(), key(), key()] as const;
const member = (name: string, { publicKey }: KeyPair, formerKey: Uint8Array = new Uint8Array()) => ({
  name,
  key: publicKey,
  sitesMax: 10,
  formerKey,
});
const three = [member('North', north), member('South', south), member('East', east)];
const fields: FederationManifest = {
  ...FIRST_EPOCH,
  federationId: new Uint8Array(16).fill(7),
  federationName: 'Heart study',
  timeMs: 1_800_000_000_000,
  organisations: three,
  signaturesMin: 2,
  coordinatorKeys: [key().publicKey],
};
const first = makeManifest(fields);
const after = (before: Manifest, change: Partial<FederationManifest> = {}): Manifest =>
  makeManifest({ ...before, epoch: before.epoch + 1, previousHash: before.hash, ...change });
const signed = (manifest: Manifest, ...by: readonly KeyPair[]): SignedManifest => ({
  manifest: manifest.bytes,
  signatures: by.map((each) => signManifest(manifest, each)),
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
};
const follow = (before: Manifest | undefined, next: SignedManifest): string =>
  codeOf(() => acceptManifest(before, next));

describe('the first epoch', () => {
  const whole = signed(first, north, south, east);

  it('is signed by every organisation in it', () => {
    expect(acceptManifest(undefined, whole).hash).toEqual(first.hash);
    expect(follow(undefined, signed(first, north, south))).toBe('MANIFEST_UNSIGNED');
    expect(follow(undefined, signed(first))).toBe('MANIFEST_UNSIGNED');
    expect(follow(undefined, signed(first, north, south, west))).toBe('SIGNATURE_INVALID');
    expect(follow(undefined, signed(first, north, south, east, east))).toBe('SIGNATURE_INVALID');
    expect(follow(undefined, signed(after(first), north, south, east))).toBe('MANIFEST_CHAIN_BROKEN');
  });

  it('is refused with any one of its bits flipped', () => {
    const bytes = encodeMessage('SignedManifest', whole);
    const start = Buffer.from(bytes).indexOf(Buffer.from(first.bytes));
    for (let bit = 0; bit < first.bytes.length * 8; bit += 1) {
      const manifest = Uint8Array.from(first.bytes);
      manifest[bit >> 3] = (manifest[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(['SIGNATURE_INVALID', 'MANIFEST_INVALID', 'MANIFEST_CHAIN_BROKEN']).toContain(
        follow(undefined, { ...whole, manifest }),
      );
    }
    expect(start).toBeGreaterThan(0);
    for (const [index, { key: by, signature }] of whole.signatures.entries())
      for (let bit = 0; bit < 512; bit += 1) {
        const bent = Uint8Array.from(signature);
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const signatures = whole.signatures.with(index, { key: by, signature: bent });
        expect(follow(undefined, { ...whole, signatures })).toBe('SIGNATURE_INVALID');
      }
  });
});

describe('what no federation can have', () => {
  const refusal = (change: Partial<FederationManifest>) =>
    codeOf(() => makeManifest({ ...fields, ...change }));
  const hashes = (...firstBytes: readonly number[]) => firstBytes.map((byte) => Buffer.alloc(32, byte));

  it.each<[string, Partial<FederationManifest>]>([
    ['no organisation', { organisations: [] }],
    [
      'more organisations than there may be',
      { organisations: Array.from({ length: 65 }, (_, n) => member(`o${n}`, key())) },
    ],
    ['an organisation twice', { organisations: [member('North', north), member('north', south)] }],
    ['a name that looks the same', { organisations: [member('North', north), member('Ｎorth', south)] }],
    ['an organisation without a name', { organisations: [member(' ', north)], signaturesMin: 1 }],
    ['a key twice', { organisations: [member('North', north), member('South', north)] }],
    [
      'a former key of another',
      { organisations: [member('North', north), member('South', south, north.publicKey)] },
    ],
    [
      'half a former key',
      { organisations: [member('North', north, new Uint8Array(16)), member('South', south)] },
    ],
    ['a coordinator that is an organisation', { coordinatorKeys: [north.publicKey] }],
    ['no coordinator', { coordinatorKeys: [] }],
    ['more signatures than there are organisations', { signaturesMin: 4 }],
    ['no signature at all', { signaturesMin: 0 }],
    ['no name', { federationName: '' }],
    ['a name with control characters', { federationName: 'Heart\u001b[2J' }],
    ['epoch 0', { epoch: 0 }],
    ['a first epoch that follows another', { previousHash: new Uint8Array(32).fill(1) }],
    ['a later epoch that follows none', { epoch: 2 }],
    ['revoked certificates out of order', { revoked: hashes(2, 1) }],
    ['a certificate revoked twice', { revoked: hashes(1, 1) }],
    [
      'more revoked certificates than there may be',
      { revoked: Array.from({ length: 4097 }, (_, n) => Buffer.from(`${n}`.padStart(32, '0'))) },
    ],
    ['models out of order', { modelHashes: hashes(2, 1) }],
    [
      'an organisation without sites',
      { organisations: [{ ...member('North', north), sitesMax: 0 }], signaturesMin: 1 },
    ],
    ['a share above one', { dropoutPerMilleMax: 1001 }],
  ])('%s', (_what, change) => {
    expect(refusal(change)).toBe('MANIFEST_INVALID');
  });

  it('bytes beyond the largest manifest, and bytes that say the same in another way', () => {
    expect(codeOf(() => parseManifest(new Uint8Array(300_000)))).toBe('MANIFEST_INVALID');
    const more = [
      Buffer.alloc(0), // nothing: the same
      Buffer.from([0x18, 1]), // the epoch again
      Buffer.from([0xa2, 0x06, 1, 65]), // a field that nobody knows
      Buffer.from([0x60, 0]), // a default that is written out
    ];
    expect(more.map((tail) => codeOf(() => parseManifest(Buffer.concat([first.bytes, tail]))))).toEqual([
      'accepted',
      'MANIFEST_INVALID',
      'MANIFEST_INVALID',
      'MANIFEST_INVALID',
    ]);
  });

  it('but the largest that there may be, within the bytes that are allowed', () => {
    const organisations = Array.from({ length: 64 }, (_, n) => ({
      ...member('\u5fc3'.repeat(60) + String(n).padStart(4, '0'), key(), key().publicKey),
      sitesMax: 100_000,
    }));
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => Buffer.from(String(n).padStart(32, '0')));
    const largest = makeManifest({
      ...fields,
      organisations,
      revoked: many(4096),
      modelHashes: many(256),
      witnesses: Array.from({ length: 16 }, (_, n) => `${n}`.padStart(2048, 'w')),
    });
    expect(parseManifest(largest.bytes).hash).toEqual(largest.hash);
  });
});

describe('a later epoch', () => {
  const second = after(first, { cohortMin: 6 });

  it('is signed by as many organisations of the epoch before as that asks for', () => {
    expect(acceptManifest(first, signed(second, north, east)).epoch).toBe(2);
    expect(follow(first, signed(second, north))).toBe('MANIFEST_UNSIGNED');
    // What the new epoch asks for counts from then on.
    const weaker = after(first, { signaturesMin: 1 });
    expect(follow(first, signed(weaker, north))).toBe('MANIFEST_UNSIGNED');
    const next = after(acceptManifest(first, signed(weaker, north, south)));
    expect(follow(weaker, signed(next, east))).toBe('accepted');
  });

  it('is signed by whoever is new in it, as well', () => {
    const joined = after(first, { organisations: [...three, member('West', west)] });
    expect(follow(first, signed(joined, north, south))).toBe('MANIFEST_UNSIGNED');
    expect(follow(first, signed(joined, north, west))).toBe('MANIFEST_UNSIGNED');
    expect(follow(first, signed(joined, north, south, west))).toBe('accepted');
  });

  it('is signed with the new key by whoever has another one, and counted by the old', () => {
    const rotated = after(first, {
      organisations: three.with(0, member('North', west, north.publicKey)),
    });
    expect(follow(first, signed(rotated, north, south))).toBe('MANIFEST_UNSIGNED');
    expect(follow(first, signed(rotated, south, west))).toBe('MANIFEST_UNSIGNED');
    expect(follow(first, signed(rotated, south, east))).toBe('MANIFEST_UNSIGNED');
    expect(follow(first, signed(rotated, south, east, west))).toBe('accepted');
    expect(follow(first, signed(rotated, north, south, west))).toBe('accepted');
    const next = after(rotated);
    expect(follow(rotated, signed(next, north, south))).toBe('SIGNATURE_INVALID');
    expect(follow(rotated, signed(next, west, south))).toBe('accepted');
  });

  it('gives no organisation the key of another unless that signs it for itself', () => {
    const swapped = after(first, {
      organisations: [member('North', south), member('South', north), member('East', east)],
    });
    expect(follow(first, signed(swapped, north, east))).toBe('MANIFEST_UNSIGNED');
  });

  it('may leave an organisation out, which then signs nothing more', () => {
    const left = after(first, { organisations: three.slice(0, 2) });
    expect(follow(first, signed(left, north, south))).toBe('accepted');
    expect(follow(left, signed(after(left), north, east))).toBe('SIGNATURE_INVALID');
  });

  it('is refused where it does not follow, each with its own code', () => {
    const third = after(second);
    const other = makeManifest({ ...second, cohortMin: 7 });
    const elsewhere = makeManifest({ ...second, federationId: new Uint8Array(16) });
    const all = [north, south, east] as const;
    expect(follow(second, signed(first, ...all))).toBe('MANIFEST_OLD');
    expect(follow(second, signed(other, ...all))).toBe('MANIFEST_FORK');
    expect(follow(second, signed(second))).toBe('accepted');
    expect(follow(first, signed(third, ...all))).toBe('MANIFEST_CHAIN_BROKEN');
    expect(follow(other, signed(third, ...all))).toBe('MANIFEST_CHAIN_BROKEN');
    expect(follow(first, signed(elsewhere, ...all))).toBe('FEDERATION_MISMATCH');
    expect(follow(first, { manifest: Buffer.from('junk'), signatures: [] })).toBe('MANIFEST_INVALID');
  });

  it('tells who has signed it and who is missing', () => {
    const joined = after(first, { organisations: [...three, member('West', west)] });
    expect(signatureState(first, joined, signed(joined, north).signatures)).toEqual({
      signed: ['North'],
      due: ['West'],
      wanted: 1,
      others: ['South', 'East'],
    });
    expect(signatureState(undefined, first, signed(first, south).signatures)).toEqual({
      signed: ['South'],
      due: ['North', 'East'],
      wanted: 0,
      others: ['North', 'East'],
    });
  });

  it('bears no more signatures than it can have, without looking at them', () => {
    const [one] = signed(second, north).signatures;
    if (!one) throw new Error('not signed');
    const many = Array.from({ length: 10_000 }, () => one);
    expect(follow(first, { manifest: second.bytes, signatures: many })).toBe('SIGNATURE_INVALID');
  });
});

describe('a chain', () => {
  const second = after(first, { cohortMin: 6 });
  const third = after(second, { cohortMin: 7 });
  const chain = [signed(first, north, south, east), signed(second, north, south), signed(third, south, east)];

  it('is verified link by link, from the first epoch or from a later one', () => {
    expect(acceptChain(undefined, chain).epoch).toBe(3);
    expect(acceptChain(first, chain.slice(1)).epoch).toBe(3);
    expect(acceptChain(third, []).epoch).toBe(3);
    expect(codeOf(() => acceptChain(undefined, []))).toBe('MANIFEST_CHAIN_BROKEN');
    expect(codeOf(() => acceptChain(undefined, chain.slice(1)))).toBe('MANIFEST_CHAIN_BROKEN');
    expect(
      codeOf(() =>
        acceptChain(
          undefined,
          [chain[0], chain[2]].flatMap((link) => link ?? []),
        ),
      ),
    ).toBe('MANIFEST_CHAIN_BROKEN');
    expect(codeOf(() => acceptChain(undefined, new Array(5_000).fill(chain[0])))).toBe(
      'MANIFEST_CHAIN_BROKEN',
    );
  });

  it('reaches the newest epoch exactly when each link has enough signatures', () => {
    const organisations = [north, south, east];
    const some = fc.subarray([0, 1, 2]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(some, { maxLength: 4 }), (quorum, votes) => {
        const begin = makeManifest({ ...fields, signaturesMin: quorum });
        let newest = begin;
        const links = [signed(begin, ...organisations)];
        for (const by of votes) {
          newest = after(newest, { timeMs: newest.timeMs + 1 });
          links.push(signed(newest, ...by.flatMap((index) => organisations[index] ?? [])));
        }
        const isEnough = votes.every((by) => by.length >= quorum);
        expect(codeOf(() => acceptChain(undefined, links))).toBe(isEnough ? 'accepted' : 'MANIFEST_UNSIGNED');
      }),
      { numRuns: 50 },
    );
  });
});
