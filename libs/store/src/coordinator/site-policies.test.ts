import { beforeEach, expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { memorySqlite } from '../sqlite.ts';
import { refused } from '../testing/refusal.ts';
import { Certificates } from './certificates.ts';
import { coordinatorMigrations } from './schema.ts';
import { SitePolicies } from './site-policies.ts';
import { Sites } from './sites.ts';

let policies: SitePolicies;
let sites: Sites;
beforeEach(() => {
  const db = memorySqlite();
  migrate(db, coordinatorMigrations, 0);
  policies = new SitePolicies(db);
  sites = new Sites(db);
  for (const name of ['north', 'south']) {
    const certificate = { certificate: new Uint8Array([1]), serial: name, certificateHash: name };
    const of = { name, signingKey: 'k', organisation: 'o', notBeforeMs: 1, notAfterMs: 2 };
    new Certificates(db).takeUp({ ...of, ...certificate }, 9, 1);
  }
});

const policy = (site: string, hash: string, sinceMs: number, signature = [1]) => ({
  site,
  hash,
  document: `{"of":"${hash}"}`,
  signature: new Uint8Array(signature),
  sinceMs,
});

test('the newest of each site counts, from the time when it said so first', () => {
  expect([policies.find('north'), policies.list()]).toEqual([undefined, []]);
  expect(policies.publish(policy('north', 'a', 5))).toBe(true);
  expect(policies.publish(policy('north', 'a', 6))).toBe(false);
  expect(policies.find('north')).toEqual(policy('north', 'a', 5));
  expect(policies.publish(policy('north', 'a', 7, [2]))).toBe(false); // by new keys
  expect(policies.find('north')).toEqual(policy('north', 'a', 5, [2]));
  expect(policies.publish(policy('north', 'b', 8))).toBe(true);
  policies.publish(policy('south', 'c', 9));
  expect(policies.list()).toEqual([policy('north', 'b', 8), policy('south', 'c', 9)]);
});

test('a revoked site is not listed, and one that nobody knows publishes nothing', async () => {
  policies.publish(policy('north', 'a', 5));
  sites.revoke('north', 'left', 6);
  expect(policies.list()).toEqual([]);
  await refused('INVALID_ARGUMENT', () => policies.publish(policy('nobody', 'a', 5)));
});
