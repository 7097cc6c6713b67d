import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { issueCertificate } from './certificate.ts';
import { acceptEnrolment, openEnrolment, requestEnrolment } from './enrolment.ts';
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
  const federationId = new Uint8Array(16).fill(3);
  const site = party();
  const coordinator = party();
  const certify = (role: 'site' | 'coordinator', identity: Identity, issuer = organisation) =>
    issueCertificate(
      {
        role,
        name: role,
        serial: new Uint8Array(16),
        federationId,
        signingKey: identity.signing.publicKey,
        sealingKey: identity.sealing.publicKey,
        notBeforeMs: 0,
        notAfterMs: 1e12,
      },
      issuer,
    );
  const reply = (change = {}) => ({
    certificate: certify('site', site),
    federationId,
    federationName: 'f',
    coordinator: certify('coordinator', coordinator),
    ...change,
  });

  it('names the token by its hash and the claim by its signature', () => {
    const request = requestEnrolment(
      {
        name: 'north',
        hostLabel: 'h',
        producerKey: new Uint8Array(32),
        witnessKey: new Uint8Array(32),
        logKey: new Uint8Array(32),
      },
      site,
      token,
    );
    const claim = openEnrolment(request);
    expect(claim.tokenHash).toBe(tokenHash(token));
    expect(claim.name).toBe('north');
    expect(() => openEnrolment({ ...request, tokenSecret: systemRandom(32) })).toThrow(/signed/);
    expect(() =>
      openEnrolment({ ...request, body: Buffer.concat([request.body, Buffer.from([0x7a, 1, 65])]) }),
    ).toThrow(/signed/);
  });

  it('accepts its own certificate only, from the organisation that the token names', () => {
    expect(acceptEnrolment(reply(), site, token, 1000, 0).site.name).toBe('site');
    const other = makeKeyPair('ed25519', systemRandom);
    for (const wrong of [
      reply({ certificate: certify('site', party()) }),
      reply({ certificate: certify('site', site, other) }),
      reply({ coordinator: certify('coordinator', coordinator, other) }),
      reply({ certificate: null }),
    ]) {
      expect(() => acceptEnrolment(wrong, site, token, 1000, 0)).toThrow(MusterError);
    }
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
