import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { selfSigned } from './testing.ts';
import { readAuthority, readTlsPair } from './tls-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-pem-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = selfSigned();
const other = selfSigned();
function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
const certificate = file('tls.pem', `${own.cert}${other.cert}`);
const key = file('tls.key', own.key);
const locked = createPrivateKey(own.key).export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
});

describe('PEM files of TLS', () => {
  it('are read when they are what they should be', () => {
    expect(readAuthority(certificate)).toContain(own.cert);
    expect(readTlsPair({ certificate, key })).toEqual({ certificate: own.cert + other.cert, key: own.key });
  });

  it.each([
    ['there is no such file', join(folder, 'none.pem')],
    ['EISDIR', folder],
    ['holds no certificate in PEM', file('text', 'no certificate')],
    ['holds no certificate in PEM', key],
  ])('are refused, by name, for authorities: %s', (why, path) => {
    expect(() => readAuthority(path)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => readAuthority(path)).toThrow(path);
    expect(() => readAuthority(path)).toThrow(why);
  });

  it.each([
    ['there is no such file', join(folder, 'none.key')],
    ['holds no private key in PEM', file('no.key', 'no key')],
    ['holds a key under a passphrase', file('locked.key', locked)],
    ['is not the one of the certificate', file('other.key', other.key)],
  ])('are refused, by name, for keys: %s', (why, path) => {
    expect(() => readTlsPair({ certificate, key: path })).toThrow(path);
    expect(() => readTlsPair({ certificate, key: path })).toThrow(why);
  });
});
