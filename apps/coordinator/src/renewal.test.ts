import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import {
  acceptRenewal,
  CERTIFICATE_LIFE_MS,
  type Identity,
  makeKeyPair,
  parseToken,
  requestEnrolment,
  SKEW_MS_MAX,
  systemRandom,
  type VerifiedCertificate,
  verifyCertificate,
} from '@muster/identity';
import { type Certificate, encodeMessage } from '@muster/protocol';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Trail } from './audit/trail.ts';
import { enrolSite, invite, type Registrar } from './enrolment.ts';
import { renewCertificate } from './renewal.ts';

const START_MS = 1_800_000_000_000;
const DUE_MS = START_MS + (2 / 3) * CERTIFICATE_LIFE_MS;
const federationId = new Uint8Array(16).fill(3);
const pair = (): Identity => ({
  signing: makeKeyPair('ed25519', systemRandom),
  sealing: makeKeyPair('x25519', systemRandom),
});

/** For the audit log, which nobody keeps here. */
const keys = {
  producerKey: new Uint8Array(32),
  witnessKey: new Uint8Array(32),
  logKey: new Uint8Array(32),
};

let folder: string;
let store: CoordinatorStore;
let registrar: Registrar;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-renewal-'));
  store = await openCoordinatorStore(folder, 0);
  registrar = {
    store,
    organisation: makeKeyPair('ed25519', systemRandom),
    federationId,
    federationName: 'test',
    coordinatorCertificate: { body: new Uint8Array(), signature: new Uint8Array(64) },
    trail: new Trail({
      log: undefined,
      people: undefined,
      siteLogs: undefined,
      parties: store.parties,
      cohortOfAttempt: () => [],
      wallMs: () => START_MS,
    }),
  };
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function verified(certificate: Certificate | null, nowMs: number): VerifiedCertificate {
  const issuer = { key: registrar.organisation.publicKey };
  return verifyCertificate(certificate, { role: 'site', issuer, federationId, nowMs, skewMs: SKEW_MS_MAX });
}
function enrolled(name: string, nowMs: number, says = ''): VerifiedCertificate {
  const token = parseToken(invite(registrar, name, 1_000, nowMs).token);
  const request = requestEnrolment({ name: says, hostLabel: '', ...keys }, pair(), token);
  return verified(enrolSite(registrar, request, nowMs).certificate, nowMs);
}
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return '';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
};
const good = (certificate: VerifiedCertificate): boolean =>
  codeOf(() => store.sites.authenticate('north', certificate.hash)) === '';

describe('renewal at the coordinator', () => {
  it('gives a certificate of another life for the same name and keys, from two thirds on', () => {
    const first = enrolled('north', START_MS);
    const at = (ms: number) => codeOf(() => renewCertificate(registrar, first, ms));
    expect(at(DUE_MS - SKEW_MS_MAX - 1)).toBe('CONFLICT');
    expect(at(START_MS + CERTIFICATE_LIFE_MS + SKEW_MS_MAX + 1)).toBe('CERTIFICATE_EXPIRED');
    const renewed = renewCertificate(registrar, first, DUE_MS);
    expect(acceptRenewal(renewed, first, DUE_MS, 0)).toMatchObject({
      name: 'north',
      notBeforeMs: DUE_MS,
      notAfterMs: DUE_MS + CERTIFICATE_LIFE_MS,
    });
  });

  it('shuts no site out, at whatever instant one of both dies', async () => {
    const first = enrolled('north', START_MS);
    // Died before the answer came, or before the site had written it: it asks again, and nothing new is made.
    const lost = renewCertificate(registrar, first, DUE_MS);
    expect(good(first)).toBe(true);
    store.close();
    store = await openCoordinatorStore(folder, 0);
    registrar = { ...registrar, store };
    const again = renewCertificate(registrar, first, DUE_MS + 3_600_000);
    expect(encodeMessage('Certificate', again)).toEqual(encodeMessage('Certificate', lost));
    // Died after it had written it: it comes with the new one, also when that is all that it ever shows.
    const second = acceptRenewal(again, first, DUE_MS, SKEW_MS_MAX);
    expect(good(first)).toBe(true);
    expect(good(second)).toBe(true);
    store.close();
    store = await openCoordinatorStore(folder, 0);
    expect(good(second)).toBe(true);
    expect(good(first)).toBe(false);
  });

  it('gives another one where the waiting one is of no use, and takes neither back', () => {
    const first = enrolled('north', START_MS);
    const wrongClockMs = DUE_MS + CERTIFICATE_LIFE_MS / 4;
    const early = verified(renewCertificate(registrar, first, wrongClockMs), wrongClockMs);
    const usable = verified(renewCertificate(registrar, first, DUE_MS), DUE_MS);
    expect(usable.hash).not.toBe(early.hash);
    expect(verified(renewCertificate(registrar, first, DUE_MS + 1), DUE_MS).hash).toBe(usable.hash);
    expect(good(early)).toBe(true);
  });

  it('is refused to a site that is revoked, or that has enrolled again', () => {
    const first = enrolled('north', START_MS);
    const second = enrolled('north', START_MS + 1);
    expect(codeOf(() => renewCertificate(registrar, first, DUE_MS + 1))).toBe('CERTIFICATE_INVALID');
    store.sites.revoke('north', 'gone', DUE_MS);
    expect(codeOf(() => renewCertificate(registrar, second, DUE_MS + 1))).toBe('SITE_REVOKED');
    expect(store.sites.renewals('north')).toEqual([]);
  });
});

describe('enrolment of a site that has a name', () => {
  it('is that of this name: a token for another is not spent on it', () => {
    expect(enrolled('north', START_MS, 'north').name).toBe('north');
    const token = parseToken(invite(registrar, 'south', 1_000, START_MS).token);
    const as = (name: string) => () =>
      enrolSite(registrar, requestEnrolment({ name, hostLabel: '', ...keys }, pair(), token), START_MS);
    expect(codeOf(as('north'))).toBe('CONFLICT');
    expect(codeOf(as('south'))).toBe('');
  });
});
