import type { MusterError } from '@muster/errors';
import { SKEW_MS_MAX } from '@muster/identity';
import { describe, expect, it } from 'vitest';
import { CertificateWatch } from './certificate-watch.ts';

function session() {
  const reasons: MusterError[] = [];
  return {
    reasons,
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
    watch.add(short, { name: 'north', notAfterMs: 1_000_000 });
    watch.add(long, { name: 'south', notAfterMs: 2_000_000 });
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
    watch.add(gone, { name: 'north', notAfterMs: 1_000_000 });
    watch.look(0);
    expect([watch.size, gone.reasons.length]).toEqual([0, 1]);
  });
});
