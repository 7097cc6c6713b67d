import { formatVerifierKey, type LogPolicy, makeSigningKey, quorumPolicy } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { certificateHash, makeKeyPair, makeManifest, systemRandom } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { describe, expect, it } from 'vitest';
import { certificates, manifest, ShownLog, sites } from './shown-log.fixture.ts';
import { assertVouchedFor, type Vouching } from './told-witnesses.ts';

const log = new ShownLog(5);
const outside = makeSigningKey('witness.example.org', 'cosignature/v1', new Uint8Array(32).fill(9)).verifier;
const told = (policy: LogPolicy, change: Partial<Vouching> = {}): string => {
  try {
    assertVouchedFor(policy, { manifest, certificates, trusted: [], ...change });
    return 'taken';
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return `${code} ${message}`;
  }
};
const withOutside = (): LogPolicy => {
  const { logs, witnesses } = log.policyOf();
  return quorumPolicy(logs, [...witnesses, { name: 'regulator', key: outside, url: null }], 1);
};

describe('the witnesses that a coordinator tells', () => {
  it('are sites that an organisation of the manifest has certified', () => {
    expect(told(log.policyOf())).toBe('taken');
    expect(told(log.policyOf(), { certificates: certificates.slice(1) })).toMatch(
      /^AUDIT_POLICY_INVALID .*nobody vouches for the witness/,
    );
  });

  it('are none that it has invented, with a certificate of its own making or without', () => {
    const invented = testFederation({ nowMs: 1_800_000_000_000 });
    const [first] = sites;
    if (!first) throw new Error('no site');
    const made = { identity: first.identity, federationId: manifest.federationId };
    const issuer = makeKeyPair('ed25519', systemRandom);
    const forged = invented.site('invented', { ...made, issuer }).certificate;
    expect(told(log.policyOf(), { certificates: [forged, ...certificates.slice(1)] })).toMatch(
      /nobody vouches .*issued by no organisation of this federation/,
    );
    // Certified, and for another key than the one that would cosign.
    const [, second] = certificates;
    expect(told(log.policyOf(), { certificates: [second ?? forged, ...certificates.slice(1)] })).toMatch(
      /nobody vouches/,
    );
  });

  it('are none whose certificate is revoked, and not more than an organisation may have sites', () => {
    const [first] = certificates;
    if (!first) throw new Error('no certificate');
    const revoked = [Buffer.from(certificateHash(first), 'hex')];
    expect(told(log.policyOf(), { manifest: makeManifest({ ...manifest, revoked }) })).toMatch(
      /nobody vouches .*revoked by manifest 1/,
    );
    const organisations = manifest.organisations.map((each) => ({ ...each, sitesMax: 3 }));
    expect(told(log.policyOf(), { manifest: makeManifest({ ...manifest, organisations }) })).toMatch(
      /test has 4 witnesses, and may have 3 sites/,
    );
  });

  it('are others where the manifest names them, or a person of the site does', () => {
    expect(told(withOutside())).toMatch(/nobody vouches for the witness regulator/);
    const key = formatVerifierKey(outside);
    expect(told(withOutside(), { trusted: [key] })).toBe('taken');
    expect(told(withOutside(), { manifest: makeManifest({ ...manifest, witnesses: [key] }) })).toBe('taken');
  });
});
