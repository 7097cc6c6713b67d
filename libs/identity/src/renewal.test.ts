import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { isExpired, renewalDueMs, verifySite } from './certificate.ts';
import { makeKeyPair } from './keys.ts';
import { systemRandom } from './random.ts';
import { acceptRenewal } from './renewal.ts';
import { type TestSite, testFederation } from './testing.ts';

const federation = testFederation({ nowMs: 1_000 });
const { manifest } = federation;
const life = { notBeforeMs: 1_000, notAfterMs: 91_000 };
const { identity, certificate } = federation.site('north', life);
const nowMs = 70_000;
const current = verifySite(certificate, manifest, { nowMs, skewMs: 0 });

const renewed = (how: TestSite, name = 'north') =>
  federation.site(name, { identity, notBeforeMs: nowMs, notAfterMs: 160_000, ...how }).certificate;
/** The code with which a renewal is refused; empty when it is taken. */
function refusal(how: TestSite, name?: string): string {
  try {
    acceptRenewal(renewed(how, name), current, manifest, { nowMs, skewMs: 0 });
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
    expect(acceptRenewal(renewed({}), current, manifest, { nowMs, skewMs: 0 })).toMatchObject({
      name: 'north',
      organisation: 'test',
      notAfterMs: 160_000,
    });
  });

  it('is taken for nothing else', () => {
    expect(refusal({}, 'south')).toBe('CERTIFICATE_INVALID');
    for (const how of [{ role: 'coordinator' as const }, { notAfterMs: 91_000 }])
      expect(refusal(how)).toBe('CERTIFICATE_INVALID');
    for (const key of ['signingKey', 'sealingKey'])
      expect(refusal({ [key]: new Uint8Array(32).fill(9) })).toBe('CERTIFICATE_INVALID');
    expect(refusal({ issuer: makeKeyPair('ed25519', systemRandom) })).toBe('CERTIFICATE_INVALID');
    expect(refusal({ federationId: new Uint8Array(16) })).toBe('FEDERATION_MISMATCH');
    expect(refusal({ notBeforeMs: nowMs + 1 })).toBe('CERTIFICATE_EXPIRED');
    expect(() => acceptRenewal(null, current, manifest, { nowMs, skewMs: 0 })).toThrow(/no certificate/);
  });
});
