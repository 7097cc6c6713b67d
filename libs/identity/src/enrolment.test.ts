import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  acceptCertificate,
  anchoredManifest,
  hasFingerprint,
  openEnrolment,
  openRequest,
  requestCertificate,
  requestEnrolment,
} from './enrolment.ts';
import {
  createPrivateFile,
  readIdentityFile,
  readSigningKeyFile,
  replacePrivateFile,
  writeIdentityFile,
  writeSigningKeyFile,
} from './key-file.ts';
import { type Identity, makeKeyPair } from './keys.ts';
import { systemRandom } from './random.ts';
import { sign, verify } from './signature.ts';
import { type TestSite, testFederation } from './testing.ts';
import { formatToken, makeToken, parseToken, tokenHash } from './token.ts';

const organisation = makeKeyPair('ed25519', systemRandom);
const party = (): Identity => ({
  signing: makeKeyPair('ed25519', systemRandom),
  sealing: makeKeyPair('x25519', systemRandom),
});

describe('token', () => {
  it('survives copying, and names a slip of the pen', () => {
    const token = makeToken(organisation.publicKey, systemRandom);
    const text = formatToken(token);
    expect(tokenHash(parseToken(` ${text.toLowerCase()}\n`))).toBe(tokenHash(token));
    fc.assert(
      fc.property(
        fc.integer({ min: 7, max: text.length - 2 }),
        fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
        (at, letter) => {
          fc.pre(text[at] !== letter);
          const wrong = text.slice(0, at) + letter + text.slice(at + 1);
          expect(() => parseToken(wrong)).toThrow(/typing error/);
        },
      ),
    );
    for (const wrong of ['', 'hello', text.slice(0, -4), `${text}A`, `${text}AA`, `${text.slice(0, -1)}!`]) {
      expect(() => parseToken(wrong)).toThrow(MusterError);
    }
  });
});

describe('enrolment', () => {
  const token = makeToken(organisation.publicKey, systemRandom);
  const site = party();
  const auditKeys = {
    producerKey: new Uint8Array(32),
    witnessKey: new Uint8Array(32),
    logKey: new Uint8Array(32),
  };
  const claim = { name: 'north', hostLabel: 'h', ...auditKeys };

  it('names the token by its hash and the claim by its signature', () => {
    const request = requestEnrolment(claim, site, token);
    const opened = openEnrolment(request);
    expect(opened.tokenHash).toBe(tokenHash(token));
    expect(opened.name).toBe('north');
    expect(() => openEnrolment({ ...request, tokenSecret: systemRandom(32) })).toThrow(/signed/);
    expect(() =>
      openEnrolment({ ...request, body: Buffer.concat([request.body, Buffer.from([0x7a, 1, 65])]) }),
    ).toThrow(/signed/);
  });

  it('is asked for by a file too, which is no enrolment by token, and the reverse', () => {
    const request = requestCertificate(claim, site);
    const { name, signingKey } = openRequest(request);
    expect([name, ...signingKey]).toEqual(['north', ...site.signing.publicKey]);
    const byToken = requestEnrolment(claim, site, token);
    expect(() => openRequest(byToken)).toThrow(/signed/);
    expect(() => openEnrolment({ ...request, tokenSecret: token.secret })).toThrow(/signed/);
  });

  it('takes its own certificate only, of the organisation that invited it', () => {
    const federation = testFederation({ nowMs: 1_000 });
    const { manifest } = federation;
    const own = { identity: site, claim: auditKeys };
    const isIssuer = hasFingerprint(makeToken(federation.organisation.publicKey, systemRandom).fingerprint);
    const taken = (how: TestSite) =>
      acceptCertificate(federation.site('north', { identity: site, ...how }).certificate, own, manifest, {
        nowMs: 1_000,
        skewMs: 0,
        isIssuer,
      });
    expect(taken({})).toMatchObject({ name: 'north', organisation: 'test' });
    const other = new Uint8Array(32).fill(1);
    for (const how of [
      { identity: party() },
      { issuer: makeKeyPair('ed25519', systemRandom) },
      { producerKey: other },
      { witnessKey: other },
      { logKey: other },
    ])
      expect(() => taken(how)).toThrow(MusterError);
    const at = { nowMs: 1_000, skewMs: 0, isIssuer: () => false };
    const { certificate } = federation.site('north', { identity: site });
    expect(() => acceptCertificate(certificate, own, manifest, at)).toThrow(/another organisation/);
    expect(() => acceptCertificate(null, own, manifest, at)).toThrow(/no certificate/);
  });

  it('begins with a manifest that the organisation has signed, which still belongs to the newest', () => {
    const { organisation: own, manifest, signed } = testFederation({ nowMs: 1_000 });
    const isOwn = hasFingerprint(makeToken(own.publicKey, systemRandom).fingerprint);
    expect(anchoredManifest([signed], isOwn).hash).toEqual(manifest.hash);
    expect(() => anchoredManifest([signed], hasFingerprint(token.fingerprint))).toThrow(MusterError);
    // The second time nobody looks at the signatures: they could be said to be anybody's.
    const forged = { key: organisation.publicKey, signature: new Uint8Array(64) };
    const twice = [signed, { manifest: signed.manifest, signatures: [forged] }];
    expect(() => anchoredManifest(twice, hasFingerprint(token.fingerprint))).toThrow(/twice/);
    expect(() => anchoredManifest([], isOwn)).toThrow(/no manifest/);
  });
});

describe('signature', () => {
  it('binds label, fields, their order and their borders', () => {
    const key = makeKeyPair('ed25519', systemRandom);
    const signature = sign('update', ['run', 1, new Uint8Array([1, 2])], key);
    const holds = (label: 'update' | 'offer', fields: (string | number | Uint8Array)[]) =>
      verify(label, fields, key.publicKey, signature);
    expect(holds('update', ['run', 1, new Uint8Array([1, 2])])).toBe(true);
    expect(holds('offer', ['run', 1, new Uint8Array([1, 2])])).toBe(false);
    expect(holds('update', ['run', 2, new Uint8Array([1, 2])])).toBe(false);
    expect(holds('update', [1, 'run', new Uint8Array([1, 2])])).toBe(false);
    expect(holds('update', ['ru', 1, 'n', new Uint8Array([1, 2])])).toBe(false);
    expect(holds('update', ['run', Number.NaN, new Uint8Array([1, 2])])).toBe(false);
  });
});

describe('key file', () => {
  const all = mkdtempSync(join(tmpdir(), 'muster-keys-'));
  const folder = () => mkdtempSync(join(all, 'test-'));
  afterAll(() => rmSync(all, { recursive: true }));

  it('keeps both keys for its owner alone and is never overwritten', async () => {
    const path = join(folder(), 'keys.json');
    const identity = party();
    await writeIdentityFile(path, identity, systemRandom);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const back = await readIdentityFile(path);
    expect(back.signing.publicKey).toEqual(identity.signing.publicKey);
    expect(back.sealing.publicKey).toEqual(identity.sealing.publicKey);
    await expect(writeIdentityFile(path, party(), systemRandom)).rejects.toMatchObject({ code: 'CONFLICT' });
    chmodSync(path, 0o644);
    await expect(readIdentityFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_INVALID' });
  });

  it('is replaced as a whole, private whatever it was before, and over what a crash left behind', async () => {
    const path = join(folder(), 'site.cert');
    await createPrivateFile(path, 'old');
    chmodSync(path, 0o644);
    writeFileSync(`${path}.new`, 'half of a new one that is longer', { mode: 0o644 });
    await replacePrivateFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(['site.cert']);
    await expect(createPrivateFile(path, 'newer')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('opens under its passphrase only, and holds nothing readable', async () => {
    const path = join(folder(), 'keys.json');
    const key = makeKeyPair('ed25519', systemRandom);
    await writeSigningKeyFile(path, key, systemRandom, 'correct horse');
    expect((await readSigningKeyFile(path, 'correct horse')).publicKey).toEqual(key.publicKey);
    await expect(readSigningKeyFile(path)).rejects.toMatchObject({ code: 'PASSPHRASE_REQUIRED' });
    await expect(readSigningKeyFile(path, 'wrong')).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    const seed = key.privateKey.export({ format: 'jwk' }).d ?? '';
    expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(seed, 'base64url').toString('base64'));
  });

  it('names a damaged file', async () => {
    const path = join(folder(), 'keys.json');
    for (const text of [
      '',
      '{',
      '[]',
      '{"format":"other"}',
      '{"format":"muster-keys-v1","keys":{},"passphrase":null}',
      '{"format":"muster-keys-v1","keys":{"signing":"AAAA"},"passphrase":null}',
    ]) {
      writeFileSync(path, text, { mode: 0o600 });
      await expect(readSigningKeyFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_INVALID' });
    }
  });

  it('names one whose passphrase part is damaged, before anything is worked out from it', async () => {
    const path = join(folder(), 'keys.json');
    const sound = {
      salt: Buffer.alloc(16).toString('base64'),
      nonce: Buffer.alloc(24).toString('base64'),
      passes: 1,
      memoryBytes: 8192,
    };
    const keys = { signing: Buffer.alloc(48).toString('base64') };
    for (const [change, code] of [
      [{}, 'PASSPHRASE_WRONG'],
      [{ salt: Buffer.alloc(15).toString('base64') }, 'KEY_FILE_INVALID'],
      [{ salt: '' }, 'KEY_FILE_INVALID'],
      [{ nonce: Buffer.alloc(23).toString('base64') }, 'KEY_FILE_INVALID'],
      [{ nonce: undefined }, 'KEY_FILE_INVALID'],
      [{ passes: 0 }, 'KEY_FILE_INVALID'],
      [{ passes: -1 }, 'KEY_FILE_INVALID'],
      [{ memoryBytes: 8191 }, 'KEY_FILE_INVALID'],
      [{ memoryBytes: 2 ** 31 }, 'KEY_FILE_INVALID'],
    ] as const) {
      const file = { format: 'muster-keys-v1', keys, passphrase: { ...sound, ...change } };
      writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
      await expect(readSigningKeyFile(path, 'any')).rejects.toMatchObject({ code });
    }
  });
});
