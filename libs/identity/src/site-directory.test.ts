import { describe, expect, it } from 'vitest';
import { certificateHash } from './certificate.ts';
import { makeKeyPair } from './keys.ts';
import { makeManifest } from './manifest.ts';
import { systemRandom } from './random.ts';
import { type SeenCertificates, SiteDirectory, siteIdOf } from './site-directory.ts';
import { type TestSite, testFederation } from './testing.ts';
import { wordsOf } from './words.ts';

const nowMs = 1_800_000_000_000;
const federation = testFederation({ nowMs });
const directory = new SiteDirectory(federation.manifest, { nowMs, skewMs: 0 });

describe('a neighbour', () => {
  const at = { nowMs, skewMs: 0 };
  const party = (how: TestSite = {}, name = 'north') => {
    const { identity, certificate } = federation.site(name, how);
    const hash = Buffer.from(certificateHash(certificate), 'hex');
    return { id: siteIdOf(identity.signing.publicKey), key: identity.signing.publicKey, certificate, hash };
  };
  const asked = (by: SiteDirectory, { id, hash, certificate }: ReturnType<typeof party>) => {
    const standing = by.find(id, hash, certificate);
    return standing.ok ? 'found' : standing.code;
  };
  const judged = (how: TestSite): string => asked(directory, party(how));

  it('is known by the certificate of an organisation of the manifest', () => {
    const { id, key, certificate, hash } = party();
    expect(id).toHaveLength(16);
    expect(directory.find(id, hash, certificate)).toEqual({
      ok: true,
      signingKey: key,
      organisation: 'test',
      sitesMax: federation.manifest.organisations[0]?.sitesMax,
    });
  });

  it('is refused without one: forged, revoked, out of its time, another’s, or none', () => {
    expect(judged({ issuer: makeKeyPair('ed25519', systemRandom) })).toBe('CERTIFICATE_INVALID');
    expect(judged({ notAfterMs: nowMs - 1 })).toBe('CERTIFICATE_EXPIRED');
    expect(judged({ federationId: new Uint8Array(16) })).toBe('FEDERATION_MISMATCH');
    expect(judged({ role: 'coordinator' })).toBe('CERTIFICATE_INVALID');
    const south = party({}, 'south');
    const { id, hash } = party();
    const junk = { body: Buffer.from('junk'), signature: new Uint8Array(64) };
    for (const wrong of [{ id }, { id: new Uint8Array(16) }, { hash }, { certificate: junk }])
      expect(asked(directory, { ...south, ...wrong })).toBe('CERTIFICATE_INVALID');
    const revoked = [Buffer.from(south.hash)];
    const newer = new SiteDirectory(makeManifest({ ...federation.manifest, revoked }), at);
    expect(asked(newer, south)).toBe('SITE_REVOKED');
  });

  it('need not bring again a certificate that was good, and is judged anew by it', () => {
    const seen: SeenCertificates = new Map();
    const { id, hash, certificate } = party();
    const first = new SiteDirectory(federation.manifest, at, seen);
    expect(first.find(id, hash, null)).toMatchObject({ ok: false, code: 'CERTIFICATE_INVALID' });
    expect(asked(first, party({ notAfterMs: nowMs - 1 }, 'late'))).toBe('CERTIFICATE_EXPIRED');
    expect(seen.size).toBe(0);
    expect(first.find(id, hash, certificate).ok).toBe(true);
    expect(first.find(id, hash, null).ok).toBe(true);
    expect(first.find(new Uint8Array(16), hash, null).ok).toBe(false);
    const revoked = [Buffer.from(hash)];
    const next = new SiteDirectory(makeManifest({ ...federation.manifest, revoked }), at, seen);
    expect(next.find(id, hash, null)).toMatchObject({ ok: false, code: 'SITE_REVOKED' });
  });

  it('has its revocation found among thousands', () => {
    const sites = Array.from({ length: 40 }, (_, index) => party({}, `s${index}`));
    const hashes = sites.map(({ hash }) => hash);
    const revoked = hashes.filter((_, index) => index % 2 === 0).sort(Buffer.compare);
    const some = new SiteDirectory(makeManifest({ ...federation.manifest, revoked }), at);
    const codes = sites.map((site) => asked(some, site));
    expect(codes).toEqual(sites.map((_, index) => (index % 2 === 0 ? 'SITE_REVOKED' : 'found')));
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
