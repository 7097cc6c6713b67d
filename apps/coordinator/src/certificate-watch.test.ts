import type { MusterError } from '@muster/errors';
import { makeManifest, SKEW_MS_MAX, verifySite } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { Body } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { CertificateWatch } from './certificate-watch.ts';

const key = { issuerKey: new Uint8Array(32), hash: '' };

function session() {
  const reasons: MusterError[] = [];
  const told: string[] = [];
  return {
    reasons,
    told,
    notify: ({ kind }: Body) => void told.push(kind),
    get closed() {
      return reasons.length > 0;
    },
    close: (reason: MusterError) => void reasons.push(reason),
  };
}

describe('sessions', () => {
  it('end with the certificate that opened them, when a handshake would be refused, and no sooner', () => {
    const watch = new CertificateWatch();
    const [short, long] = [session(), session()];
    watch.add(short, { ...key, name: 'north', notAfterMs: 1_000_000 });
    watch.add(long, { ...key, name: 'south', notAfterMs: 2_000_000 });
    watch.look(1_000_000 + SKEW_MS_MAX);
    expect(short.closed).toBe(false);
    watch.look(1_000_001 + SKEW_MS_MAX);
    expect(short.reasons.map(({ code }) => code)).toEqual(['CERTIFICATE_EXPIRED']);
    expect(short.reasons[0]?.message).toContain('"north"');
    expect(long.closed).toBe(false);
    watch.look(9_000_000);
    expect([short.reasons.length, long.reasons.length]).toEqual([1, 1]);
  });

  it('that are over are not held', () => {
    const watch = new CertificateWatch();
    const gone = session();
    gone.close({} as MusterError);
    watch.add(gone, { ...key, name: 'north', notAfterMs: 1_000_000 });
    watch.look(0);
    expect([watch.size, gone.reasons.length]).toEqual([0, 1]);
  });

  it('end when another manifest does not vouch for them any more; the others hear of it', () => {
    const federation = testFederation({ nowMs: 5_000 });
    const { manifest } = federation;
    const verified = (name: string) =>
      verifySite(federation.site(name).certificate, manifest, { nowMs: 5_000, skewMs: 0 });
    const watch = new CertificateWatch();
    const [revoked, good] = [session(), session()];
    const north = verified('north');
    watch.add(revoked, north);
    watch.add(good, verified('south'));
    watch.announce(manifest);
    expect([revoked.told, good.told]).toEqual([['manifestHead'], ['manifestHead']]);
    watch.announce(makeManifest({ ...manifest, revoked: [Buffer.from(north.hash, 'hex')] }));
    expect(revoked.reasons.map(({ code }) => code)).toEqual(['SITE_REVOKED']);
    expect([revoked.told.length, good.told.length, good.closed, watch.size]).toEqual([1, 2, false, 1]);
    watch.announce(testFederation({ nowMs: 5_000 }).manifest);
    expect(good.reasons.map(({ code }) => code)).toEqual(['CERTIFICATE_INVALID']);
  });
});
