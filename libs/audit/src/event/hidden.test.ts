import { describe, expect, it } from 'vitest';
import { opensCommitment } from '../commitment.ts';
import type { HiddenParts } from './catalogue.ts';
import { PAYLOAD_BYTES_MAX, sealHidden } from './hidden.ts';

let salts = 0;
const at = { atMs: 5, random: (bytes: number) => new Uint8Array(bytes).fill(++salts) };
const seal = (hidden: HiddenParts) =>
  sealHidden(
    {
      name: 'incident.opened',
      role: 'site.dpo',
      data: { case: `c-${'0a'.repeat(16)}`, severity: 'high', category: 'log' },
      hidden,
    },
    at,
  );

describe('what an event hides', () => {
  it('is committed to with a fresh salt each time, and opens with the payload alone', () => {
    const payload = { story: 'a disk was stolen', pages: [1, 2] };
    const [first, second] = [seal({ conf: payload }), seal({ conf: payload })];
    const [secret] = first.secrets;
    if (!secret || !first.draft.conf) throw new Error('nothing was sealed');
    expect(secret).toMatchObject({ hidden: 'conf', payload, atMs: 5 });
    expect(secret.commitment).toBe(Buffer.from(first.draft.conf).toString('base64'));
    expect(opensCommitment(first.draft.conf, payload, secret.salt)).toBe(true);
    expect(opensCommitment(first.draft.conf, { ...payload, pages: [] }, secret.salt)).toBe(false);
    expect(second.secrets[0]?.salt).not.toEqual(secret.salt);
    expect(second.draft.conf).not.toEqual(first.draft.conf);
    expect('hidden' in first.draft).toBe(false);
  });

  it('is nothing where nothing is handed over', () => {
    expect(seal({}).secrets).toEqual([]);
    expect(seal({ conf: undefined })).toEqual(seal({}));
  });

  it.each([
    ['a class that the catalogue does not let it hide', { pii: 'x' }],
    ['what JSON cannot hold', { conf: Number.NaN }],
    ['more than a vault has room for', { conf: 'x'.repeat(PAYLOAD_BYTES_MAX) }],
  ])('is refused where it is %s', (_, hidden) => {
    expect(() => seal(hidden)).toThrow(expect.objectContaining({ code: 'AUDIT_EVENT_INVALID' }));
  });
});
