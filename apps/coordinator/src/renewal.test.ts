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
  verifySite,
} from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { type Certificate, encodeMessage } from '@muster/protocol';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Trail } from './audit/trail.ts';
import { admitSite, enrolSite, invite, type Registrar } from './enrolment.ts';
import { ManifestKeeper } from './manifest-keeper.ts';
import { renewCertificate } from './renewal.ts';

const START_MS = 1_800_000_000_000;
const DUE_MS = START_MS + (2 / 3) * CERTIFICATE_LIFE_MS;
const federation = testFederation({ nowMs: START_MS });
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
  store.manifests.add(1, encodeMessage('SignedManifest', federation.signed), START_MS);
  registrar = {
    store,
    manifests: new ManifestKeeper(store),
    organisationKey: federation.organisation,
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
  return verifySite(certificate, federation.manifest, { nowMs, skewMs: SKEW_MS_MAX });
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
  codeOf(() => store.certificates.authenticate('north', certificate.hash)) === '';

describe('renewal at the coordinator', () => {
  it('gives a certificate of another life for the same name and keys, from two thirds on', () => {
    const first = enrolled('north', START_MS);
    const at = (ms: number) => codeOf(() => renewCertificate(registrar, first, ms));
    expect(at(DUE_MS - SKEW_MS_MAX - 1)).toBe('CONFLICT');
    expect(at(START_MS + CERTIFICATE_LIFE_MS + SKEW_MS_MAX + 1)).toBe('CERTIFICATE_EXPIRED');
    const renewed = renewCertificate(registrar, first, DUE_MS);
    expect(acceptRenewal(renewed, first, federation.manifest, { nowMs: DUE_MS, skewMs: 0 })).toMatchObject({
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
    const second = acceptRenewal(again, first, federation.manifest, {
      nowMs: DUE_MS,
      skewMs: SKEW_MS_MAX,
    });
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
    expect(store.certificates.renewals('north')).toEqual([]);
  });
});

describe('where no organisation’s key lies here', () => {
  it('nobody is invited, and nobody’s certificate renewed', () => {
    const first = enrolled('north', START_MS);
    registrar = { ...registrar, organisationKey: undefined };
    expect(codeOf(() => invite(registrar, 'south', 1_000, START_MS))).toBe('ORGANISATION_KEY_MISSING');
    expect(codeOf(() => renewCertificate(registrar, first, DUE_MS))).toBe('ORGANISATION_KEY_MISSING');
    registrar = { ...registrar, organisationKey: makeKeyPair('ed25519', systemRandom) };
    expect(codeOf(() => invite(registrar, 'south', 1_000, START_MS))).toBe('ORGANISATION_KEY_MISSING');
  });

  it('a site is taken up by the certificate that it shows, once, and by a later one in its place', () => {
    const { identity, certificate } = federation.site('north');
    const admit = (shown: Certificate) => admitSite(registrar, verified(shown, START_MS), shown, START_MS);
    expect([admit(certificate), admit(certificate)]).toEqual([true, false]);
    expect(store.sites.get('north')).toMatchObject({ organisation: 'test', revokedMs: null });
    const later = federation.site('north', { identity, notBeforeMs: START_MS }).certificate;
    expect(admit(later)).toBe(true);
    expect(codeOf(() => admit(certificate))).toBe('CERTIFICATE_INVALID');
    store.sites.revoke('north', 'stolen', START_MS);
    expect(codeOf(() => admit(later))).toBe('SITE_REVOKED');
    const newest = federation.site('north', { identity, notBeforeMs: START_MS + 1 }).certificate;
    expect(codeOf(() => admit(newest))).toBe('SITE_REVOKED');
    expect(store.parties.of('north')?.producerKey).toEqual(new Uint8Array(32));
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
