import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import {
  type CertificateRequest,
  isExpired,
  issueCertificate,
  renewalDueMs,
  type VerifiedCertificate,
  verifyCertificate,
} from './certificate.ts';
import { makeKeyPair } from './keys.ts';
import { systemRandom } from './random.ts';
import { acceptRenewal } from './renewal.ts';

const organisation = makeKeyPair('ed25519', systemRandom);
const first: CertificateRequest = {
  role: 'site',
  name: 'north',
  serial: new Uint8Array(16),
  federationId: new Uint8Array(16).fill(3),
  signingKey: new Uint8Array(32).fill(1),
  sealingKey: new Uint8Array(32).fill(2),
  notBeforeMs: 1_000,
  notAfterMs: 91_000,
};
const nowMs = 70_000;
const current: VerifiedCertificate = verifyCertificate(issueCertificate(first, organisation), {
  role: 'site',
  issuer: { key: organisation.publicKey },
  nowMs,
  skewMs: 0,
});

/** The code with which a renewal is refused; empty when it is taken. */
function refusal(change: Partial<CertificateRequest>, issuer = organisation): string {
  const renewed = { ...first, notBeforeMs: nowMs, notAfterMs: 160_000, ...change };
  try {
    acceptRenewal(issueCertificate(renewed, issuer), current, nowMs, 0);
    return '';
  } catch (thrown) {
    return thrown instanceof MusterError ? thrown.code : String(thrown);
  }
}

describe('a renewed certificate', () => {
  it('is due when two thirds of the life are over, and a life ends after the slowest clock', () => {
    expect(renewalDueMs(current)).toBe(61_000);
    expect([91_000, 91_005, 91_006, Number.NaN].map((ms) => isExpired(current, ms, 5))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('is taken for the same name and keys, with a later end', () => {
    expect(refusal({})).toBe('');
    const renewed = issueCertificate({ ...first, notAfterMs: 160_000 }, organisation);
    expect(acceptRenewal(renewed, current, nowMs, 0)).toMatchObject({ name: 'north', notAfterMs: 160_000 });
  });

  it('is taken for nothing else', () => {
    const invalid = [{ name: 'south' }, { role: 'coordinator' as const }, { notAfterMs: 91_000 }];
    for (const change of invalid) expect(refusal(change)).toBe('CERTIFICATE_INVALID');
    for (const key of ['signingKey', 'sealingKey'])
      expect(refusal({ [key]: new Uint8Array(32).fill(9) })).toBe('CERTIFICATE_INVALID');
    expect(refusal({}, makeKeyPair('ed25519', systemRandom))).toBe('CERTIFICATE_INVALID');
    expect(refusal({ federationId: new Uint8Array(16) })).toBe('FEDERATION_MISMATCH');
    expect(refusal({ notBeforeMs: nowMs + 1 })).toBe('CERTIFICATE_EXPIRED');
    expect(() => acceptRenewal(null, current, nowMs, 0)).toThrow(/no certificate/);
  });
});
