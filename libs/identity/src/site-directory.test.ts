import { asMusterError } from '@muster/errors';
import { encodeMessage } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { certificateHash } from './certificate.ts';
import { makeKeyPair } from './keys.ts';
import { makeManifest } from './manifest.ts';
import { systemRandom } from './random.ts';
import { SiteDirectory, siteIdOf } from './site-directory.ts';
import { type TestSite, testFederation } from './testing.ts';
import { wordsOf } from './words.ts';

const nowMs = 1_800_000_000_000;
const federation = testFederation({ nowMs });
const directory = new SiteDirectory(federation.manifest, { nowMs, skewMs: 0 });

describe('a neighbour', () => {
  const judged = (how: TestSite = {}, name = 'north') => {
    const { identity, certificate } = federation.site(name, how);
    return directory.judge(siteIdOf(identity.signing.publicKey), encodeMessage('Certificate', certificate));
  };
  const codeOf = (act: () => unknown): string => {
    try {
      act();
      return 'accepted';
    } catch (thrown) {
      return asMusterError(thrown).code;
    }
  };

  it('is known by the certificate of an organisation of the manifest', () => {
    const { identity, certificate } = federation.site('north');
    const id = siteIdOf(identity.signing.publicKey);
    expect(id).toHaveLength(16);
    expect(directory.judge(id, encodeMessage('Certificate', certificate))).toEqual({
      signingKey: identity.signing.publicKey,
      organisation: 'test',
      certificateHash: Buffer.from(certificateHash(certificate), 'hex'),
    });
  });

  it('is refused without one: forged, revoked, out of its time, another’s, or none', () => {
    expect(codeOf(() => judged({ issuer: makeKeyPair('ed25519', systemRandom) }))).toBe(
      'CERTIFICATE_INVALID',
    );
    expect(codeOf(() => judged({ notAfterMs: nowMs - 1 }))).toBe('CERTIFICATE_EXPIRED');
    expect(codeOf(() => judged({ federationId: new Uint8Array(16) }))).toBe('FEDERATION_MISMATCH');
    expect(codeOf(() => judged({ role: 'coordinator' }))).toBe('CERTIFICATE_INVALID');
    const { certificate } = federation.site('south');
    const bytes = encodeMessage('Certificate', certificate);
    expect(codeOf(() => directory.judge(new Uint8Array(16), bytes))).toBe('CERTIFICATE_INVALID');
    expect(codeOf(() => directory.judge(new Uint8Array(16), Buffer.from('junk')))).toBe(
      'CERTIFICATE_INVALID',
    );
    const revoked = [Buffer.from(certificateHash(certificate), 'hex')];
    const newer = new SiteDirectory(makeManifest({ ...federation.manifest, revoked }), { nowMs, skewMs: 0 });
    expect(codeOf(() => newer.judge(new Uint8Array(16), bytes))).toBe('SITE_REVOKED');
  });

  it('has its revocation found among thousands', () => {
    const sites = Array.from({ length: 40 }, (_, index) => federation.site(`s${index}`));
    const hashes = sites.map(({ certificate }) => Buffer.from(certificateHash(certificate), 'hex'));
    const revoked = hashes.filter((_, index) => index % 2 === 0).sort(Buffer.compare);
    const some = new SiteDirectory(makeManifest({ ...federation.manifest, revoked }), { nowMs, skewMs: 0 });
    const codes = sites.map(({ identity, certificate }) =>
      codeOf(() =>
        some.judge(siteIdOf(identity.signing.publicKey), encodeMessage('Certificate', certificate)),
      ),
    );
    expect(codes).toEqual(sites.map((_, index) => (index % 2 === 0 ? 'SITE_REVOKED' : 'accepted')));
  });
});

describe('words', () => {
  it('are those of the proquints paper', () => {
    const hash = Buffer.alloc(32);
    hash.writeUInt32BE(0x7f000001); // 127.0.0.1
    hash.writeUInt32BE(0x3f54dcc1, 4); // 63.84.220.193
    expect(wordsOf(hash)).toBe('lusab babad gutih tugad babab babab babab babab');
  });
});
