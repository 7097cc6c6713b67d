import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refused } from '../testing/refusal.ts';
import type { Enrolment } from './certificates.ts';
import { type CoordinatorStore, openCoordinatorStore } from './store.ts';

let directory: string;
let store: CoordinatorStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'muster-enrolment-'));
  store = await openCoordinatorStore(directory, 1);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const invite = (tokenHash: string, site: string, expiresMs = 1000): void =>
  store.invitations.add({ tokenHash, site, createdMs: 0, expiresMs });
const enrolment = (tokenHash: string, name: string, serial: string): Enrolment => ({
  tokenHash,
  name,
  serial,
  certificate: Buffer.from(`certificate ${serial}`),
  certificateHash: `hash ${serial}`,
  signingKey: `key ${serial}`,
  organisation: 'North',
  notBeforeMs: Number(serial.slice(1)) || 0,
  notAfterMs: 1_000 + (Number(serial.slice(1)) || 0),
});
const MANY = 100;

describe('invitations', () => {
  test('a token is good once, and before its end', async () => {
    invite('t1', 'north');
    expect(store.invitations.check('t1', 999).site).toBe('north');
    await refused('TOKEN_INVALID', () => store.invitations.claim('t2', 's1', 10));
    await refused('TOKEN_EXPIRED', () => store.invitations.claim('t1', 's1', 1000));
    expect(store.invitations.open(999).map((one) => one.tokenHash)).toEqual(['t1']);
    const claimed = store.invitations.claim('t1', 's1', 999);
    expect(claimed).toEqual({
      tokenHash: 't1',
      site: 'north',
      createdMs: 0,
      expiresMs: 1000,
      usedMs: 999,
      usedBy: 's1',
    });
    await refused('TOKEN_USED', () => store.invitations.claim('t1', 's2', 999));
    await refused('TOKEN_USED', () => store.invitations.check('t1', 5000));
    expect(store.invitations.find('t1')?.usedBy).toBe('s1');
    expect(store.invitations.open(0)).toEqual([]);
    await refused('CONFLICT', () => invite('t1', 'south'));
  });

  test('processes that race for tokens: each token is claimed once in all', async () => {
    const tokens = Array.from({ length: 60 }, (_, n) => `race${n}`);
    for (const token of tokens) invite(token, 'north');
    const racer = `
      const { openSqlite } = await import(process.argv[1]);
      const { Invitations } = await import(process.argv[2]);
      const invitations = new Invitations(openSqlite(process.argv[3]));
      process.stdout.write('ready ');
      await new Promise((go) => process.stdin.once('data', go));
      for (let n = 0; n < 60; n += 1) {
        try { invitations.claim('race' + n, String(process.pid), 5); process.stdout.write('won' + n + ' '); }
        catch (fault) { if (fault.code !== 'TOKEN_USED') process.stdout.write('BAD:' + fault.message); }
      }
      process.stdin.destroy();`;
    const urls = ['../sqlite.ts', './invitations.ts'].map((path) => new URL(path, import.meta.url).href);
    const children = [1, 2].map(() =>
      spawn(
        process.execPath,
        ['--input-type=module', '-e', racer, ...urls, join(directory, 'coordinator.db')],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      ),
    );
    const said = ['', ''];
    await Promise.all(
      children.map(async (child, index) => {
        for await (const chunk of child.stdout) {
          said[index] += String(chunk);
          if (said.every((text) => text.startsWith('ready')))
            for (const one of children) one.stdin.write('go');
        }
      }),
    );
    const wins = said.join('').match(/won\d+/g) ?? [];
    expect(said.join('')).not.toContain('BAD');
    expect(wins.toSorted()).toEqual(tokens.map((token) => token.replace('race', 'won')).toSorted());
  });
});

describe('sites', () => {
  test('enrolment spends the token and puts the certificate in force, both or neither', async () => {
    invite('t1', 'north');
    await refused('CONFLICT', () => store.certificates.enrol(enrolment('t1', 'south', 's1'), MANY, 10));
    expect(store.invitations.find('t1')?.usedMs).toBeNull();
    const site = store.certificates.enrol(enrolment('t1', 'north', 's1'), MANY, 10);
    expect(site).toMatchObject({
      name: 'north',
      serial: 's1',
      enrolledMs: 10,
      revokedMs: null,
      lastSeenMs: null,
    });
    expect(Buffer.from(site.certificate).toString()).toBe('certificate s1');
    await refused('TOKEN_USED', () => store.certificates.enrol(enrolment('t1', 'north', 's2'), MANY, 11));
    expect(store.certificates.authenticate('north', 'hash s1').signingKey).toBe('key s1');
    await refused('CERTIFICATE_INVALID', () => store.certificates.authenticate('east', 'hash s1'));
    invite('t2', 'east');
    await refused('CONFLICT', () => store.certificates.enrol(enrolment('t2', 'east', 's1'), MANY, 12));
    expect(store.invitations.find('t2')?.usedMs).toBeNull();
  });

  test('enrolling spends every token of that name: a second one takes nobody’s place', async () => {
    invite('t1', 'north');
    invite('t2', 'north');
    invite('t3', 'south');
    store.certificates.enrol(enrolment('t2', 'north', 's1'), MANY, 10);
    await refused('TOKEN_EXPIRED', () => store.certificates.enrol(enrolment('t1', 'north', 's2'), MANY, 11));
    expect(store.certificates.authenticate('north', 'hash s1').enrolledMs).toBe(10);
    expect(store.invitations.open(11).map(({ site }) => site)).toEqual(['south']);
  });

  test('enrolling again voids the certificate before', async () => {
    for (const n of [1, 2]) {
      invite(`t${n}`, 'north');
      store.certificates.enrol(enrolment(`t${n}`, 'north', `s${n}`), MANY, n);
    }
    await refused('CERTIFICATE_INVALID', () => store.certificates.authenticate('north', 'hash s1'));
    expect(store.certificates.authenticate('north', 'hash s2').enrolledMs).toBe(2);
    expect(store.sites.list()).toHaveLength(1);
  });

  test('a renewed certificate is good beside the old one until it is shown: then the old one is void', async () => {
    const renewal = (serial: string) => {
      const {
        tokenHash: _,
        name: __,
        signingKey: ___,
        organisation: ____,
        ...rest
      } = enrolment('', '', serial);
      return rest;
    };
    for (const [token, name] of [
      ['t1', 'north'],
      ['t2', 'south'],
    ] as const) {
      invite(token, name);
      store.certificates.enrol(enrolment(token, name, name), MANY, 1);
    }
    store.certificates.renew('north', 'hash north', renewal('n2'));
    store.certificates.renew('north', 'hash north', renewal('n3')); // asked again
    expect(store.certificates.renewals('north').map((bytes) => Buffer.from(bytes).toString())).toEqual([
      'certificate n2',
      'certificate n3',
    ]);
    expect(store.certificates.authenticate('north', 'hash north').serial).toBe('north');
    await refused('CERTIFICATE_INVALID', () => store.certificates.authenticate('south', 'hash n2'));
    expect(store.certificates.authenticate('north', 'hash n2')).toMatchObject({
      serial: 'n2',
      certificateHash: 'hash n2',
      signingKey: 'key north',
      enrolledMs: 1,
    });
    for (const hash of ['hash north', 'hash n3'])
      await refused('CERTIFICATE_INVALID', () => store.certificates.authenticate('north', hash));
    expect(store.certificates.renewals('north')).toEqual([]);
    await refused('CERTIFICATE_INVALID', () =>
      store.certificates.renew('north', 'hash north', renewal('n4')),
    );
    expect(store.sites.get('south').serial).toBe('south');
    store.certificates.renew('north', 'hash n2', renewal('n5'));
    store.sites.revoke('north', 'gone', 2);
    await refused('SITE_REVOKED', () => store.certificates.authenticate('north', 'hash n5'));
    await refused('SITE_REVOKED', () => store.certificates.renew('north', 'hash n2', renewal('n6')));
    invite('t3', 'north');
    store.certificates.enrol(enrolment('t3', 'north', 'n7'), MANY, 3);
    await refused('CERTIFICATE_INVALID', () => store.certificates.authenticate('north', 'hash n5'));
    expect(store.certificates.authenticate('north', 'hash n7').revokedMs).toBeNull();
  });

  test('a revoked site stays out, with older invitations too, until it is invited anew', async () => {
    invite('t1', 'north');
    invite('t2', 'north');
    store.certificates.enrol(enrolment('t1', 'north', 's1'), MANY, 1);
    expect(store.sites.revoke('north', 'left the federation', 5).revokedMs).toBe(5);
    store.sites.revoke('north', 'again', 6);
    const fault = await refused('SITE_REVOKED', () => store.certificates.authenticate('north', 'hash s1'));
    expect(fault.message).toContain('left the federation');
    await refused('TOKEN_EXPIRED', () => store.certificates.enrol(enrolment('t2', 'north', 's2'), MANY, 6));
    invite('t3', 'north');
    store.certificates.enrol(enrolment('t3', 'north', 's3'), MANY, 7);
    expect(store.certificates.authenticate('north', 'hash s3')).toMatchObject({
      revokedMs: null,
      revokeReason: '',
    });
    await refused('NOT_FOUND', () => store.sites.revoke('nobody', '', 8));
  });

  test('a site is taken up by its certificate, and the newest one counts', async () => {
    const certified = (name: string, serial: string, change = {}) => {
      const { tokenHash: _, ...rest } = enrolment('', name, serial);
      return { ...rest, ...change };
    };
    const takeUp = (name: string, serial: string, change = {}, most = MANY) =>
      store.certificates.takeUp(certified(name, serial, change), most, 10);
    expect(takeUp('north', 's2')).toMatchObject({ organisation: 'North', enrolledMs: 10 });
    await refused('CERTIFICATE_INVALID', () => takeUp('north', 's1'));
    expect(takeUp('north', 's3').serial).toBe('s3');
    await refused('CONFLICT', () => takeUp('north', 's4', { organisation: 'South' }));
    await refused('ORGANISATION_FULL', () => takeUp('east', 's5', {}, 1));
    expect(takeUp('north', 's6', {}, 1).serial).toBe('s6'); // it has its place
    expect(store.certificates.unexpired('north', 1_002)).toEqual(['hash s2', 'hash s3', 'hash s6']);
    expect(store.certificates.unexpired('north', 1_004)).toEqual(['hash s6']);
    invite('t1', 'east');
    await refused('ORGANISATION_FULL', () => store.certificates.enrol(enrolment('t1', 'east', 's7'), 1, 11));
    expect(store.invitations.find('t1')?.usedMs).toBeNull();
    store.sites.revoke('north', 'gone', 12);
    expect(store.certificates.enrol(enrolment('t1', 'east', 's7'), 1, 13).name).toBe('east');
  });

  test('what an operator has revoked comes back by no certificate, what a manifest has revoked by a new one', async () => {
    const takeUp = (serial: string) => {
      const { tokenHash: _, ...certified } = enrolment('', 'north', serial);
      return store.certificates.takeUp(certified, MANY, 10);
    };
    takeUp('s1');
    store.sites.revoke('north', 'stolen', 11);
    await refused('SITE_REVOKED', () => takeUp('s2'));
    expect(store.sites.reinstate('north', 12).revokedMs).toBeNull();
    expect(store.certificates.authenticate('north', 'hash s1').serial).toBe('s1');
    store.sites.revoke('north', 'revoked by manifest 2', 13, 'manifest');
    await refused('SITE_REVOKED', () => store.certificates.authenticate('north', 'hash s1'));
    expect(takeUp('s3')).toMatchObject({ serial: 's3', revokedMs: null });
    store.sites.revoke('north', 'revoked by manifest 3', 14, 'manifest');
    store.sites.revoke('north', 'stolen', 15);
    await refused('SITE_REVOKED', () => takeUp('s4'));
  });

  test('a sighting is recorded', async () => {
    invite('t1', 'north');
    store.certificates.enrol(enrolment('t1', 'north', 's1'), MANY, 1);
    const engine = { name: 'wasm', threads: 2 };
    store.sites.saw('north', { atMs: 9, clockSkewMs: -1.6, engine, agentVersion: '0.1.0' });
    expect(store.sites.get('north')).toMatchObject({
      lastSeenMs: 9,
      clockSkewMs: -2,
      engine,
      agentVersion: '0.1.0',
    });
    const sighting = { atMs: 9, clockSkewMs: 0, engine, agentVersion: '' };
    await refused('NOT_FOUND', () => store.sites.saw('nobody', sighting));
  });
});

test('operators are known by the hash of their credential until revoked', async () => {
  store.operators.add({ id: 'o1', name: 'ada', credentialHash: 'c1', createdMs: 1 });
  await refused('CONFLICT', () =>
    store.operators.add({ id: 'o2', name: 'bob', credentialHash: 'c1', createdMs: 1 }),
  );
  expect(store.operators.authenticate('c1').name).toBe('ada');
  await refused('UNAUTHENTICATED', () => store.operators.authenticate('c2'));
  await refused('LAST_OPERATOR', () => store.operators.revoke('ada', 6));
  store.operators.add({ id: 'o2', name: 'bob', credentialHash: 'c2', createdMs: 2 });
  expect(store.operators.revoke('ada', 7).revokedMs).toBe(7);
  expect(store.operators.revoke('ada', 8).revokedMs).toBe(7);
  await refused('UNAUTHENTICATED', () => store.operators.authenticate('c1'));
  await refused('LAST_OPERATOR', () => store.operators.revoke('bob', 9));
  expect(store.operators.authenticate('c2').name).toBe('bob');
  expect(store.operators.list().map(({ name, revokedMs }) => [name, revokedMs])).toEqual([
    ['ada', 7],
    ['bob', null],
  ]);
  await refused('NOT_FOUND', () => store.operators.revoke('nobody', 8));
  const again = await refused('CONFLICT', () =>
    store.operators.add({ id: 'o3', name: 'ada', credentialHash: 'c3', createdMs: 9 }),
  );
  expect(again.message).toContain('was revoked');
});

test('facts about the federation are set once', async () => {
  expect(store.federation.get('auditHost')).toBeUndefined();
  store.federation.set('auditHost', 'audit.example.org');
  store.federation.set('auditHost', 'audit.example.org');
  await refused('CONFLICT', () => store.federation.set('auditHost', 'elsewhere'));
  expect(store.federation.get('auditHost')).toBe('audit.example.org');
});

test('manifests are kept one epoch after the other', async () => {
  const bytes = (text: string) => Buffer.from(text);
  await refused('CONFLICT', () => store.manifests.add(2, bytes('two'), 1));
  store.manifests.add(1, bytes('one'), 1);
  store.manifests.add(2, bytes('two'), 2);
  await refused('CONFLICT', () => store.manifests.add(2, bytes('another'), 3));
  const after = (epoch: number, limit?: number) =>
    store.manifests.after(epoch, limit).map((each) => Buffer.from(each).toString());
  expect([after(0), after(1), after(2), after(0, 1)]).toEqual([['one', 'two'], ['two'], [], ['one']]);
});
