import { makeSigningKey } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { expect, it } from 'vitest';
import { SiteWitnesses, type SiteWitnessesParts } from './site-witnesses.ts';

const federationId = '00112233445566778899aabbccddeeff';
const changed = new MusterError('AUDIT_LOG_CHANGED', 'a person must agree');

/** Of the log of an epoch, whose sites `a`, `b` and `c` are connected unless they are named. */
function witnessesOf(epoch: number, away: readonly string[] = []) {
  const origin = `audit.example.org/fed/${federationId}/${epoch}`;
  const present = ['a', 'b', 'c'].map((site, n) => ({
    ...{ site, pseudonym: pseudonymOf(site), enrolledMs: 0, leftMs: null },
    producerKey: new Uint8Array(32).fill(n + 1),
    witnessKey: makeSigningKey(site, 'ed25519', new Uint8Array(32).fill(n + 1)).verifier.publicKey,
    logKey: new Uint8Array(32).fill(n + 1),
  }));
  // Of a session only this is looked at.
  const connected = { session: { suspect: false } } as ReturnType<SiteWitnessesParts['fleet']['get']>;
  const told: string[] = [];
  const say = (_about: unknown, text?: string): void => void told.push(text ?? '');
  const witnesses = new SiteWitnesses({
    parties: { present: () => present },
    sites: { find: () => undefined },
    fleet: { get: (site) => (away.includes(site) ? undefined : connected) },
    federationId,
    logKeys: [makeSigningKey(origin, 'ed25519', new Uint8Array(32)).verifier],
    faulty: 0,
    external: [],
    log: { warn: say, info: say },
  });
  return { origin, witnesses, told };
}

const pseudonymOf = (site: string): string => `s-000000000000000${site}`;

it('the first log of a federation is cosigned by whoever is there', () => {
  expect(witnessesOf(1).witnesses.shortage).toBe('');
  expect(witnessesOf(1, ['a', 'b']).witnesses.shortage).toBe(
    '1 of the 3 witnesses of the audit log are there, and 2 are needed; revoke those that are gone for good',
  );
});

it('a later log is cosigned by those who have done so, and the others are named', () => {
  const { origin, witnesses } = witnessesOf(1_900_000_000, ['c']);
  expect(witnesses.shortage).toBe(
    '0 of the 3 witnesses cosign the audit log, and 2 are needed. being asked: a, b; not there: c (revoke those that are gone for good)',
  );
  witnesses.cosigned(pseudonymOf('a'));
  witnesses.refused(pseudonymOf('b'), changed);
  expect(witnesses.shortage).toBe(
    `1 of the 3 witnesses cosign the audit log, and 2 are needed. the audit log ${origin} waits to be accepted at b; a person there runs: muster agent log accept ${origin} --by NAME --why TEXT; not there: c (revoke those that are gone for good)`,
  );
  witnesses.cosigned(pseudonymOf('b'));
  expect(witnesses.shortage).toBe('');
});

it('that a site refuses, and that it does so no more, is news once', () => {
  const { origin, witnesses, told } = witnessesOf(1_900_000_000);
  const b = pseudonymOf('b');
  for (let times = 0; times < 3; times += 1) witnesses.refused(b, changed);
  expect(witnesses.refusalOf('b')?.code).toBe('AUDIT_LOG_CHANGED');
  for (const each of [b, b, pseudonymOf('a')]) witnesses.cosigned(each);
  expect(witnesses.refusalOf('b')).toBe(undefined);
  expect(told).toEqual([
    expect.stringContaining(`the audit log ${origin} waits to be accepted at b;`),
    'the site cosigns the audit log now',
  ]);
});
