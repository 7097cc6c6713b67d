import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FederationClaim, openFederation } from './federation.ts';

let folder: string;
let store: CoordinatorStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-federation-'));
  store = await openCoordinatorStore(folder, 0);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const key = new Uint8Array(32).fill(7);
const refusal = (change: Partial<FederationClaim> = {}): string => {
  const claim = {
    configFile: 'coordinator.yaml',
    name: 'Heart study',
    dataFolder: 'data',
    keyFile: 'keys/organisation.json',
    organisationKey: key,
    ...change,
  };
  try {
    const { id, name } = openFederation(store, claim);
    return `${name} ${Buffer.from(id).toString('hex')}`;
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return `${code} ${message}`;
  }
};

describe('a federation', () => {
  it('is the one of the database, under its name and key', () => {
    expect(refusal()).toMatch(/^STORAGE_CORRUPT the database in data has no federation/);
    store.federation.set('id', '0a0b');
    store.federation.set('name', 'Heart study');
    store.federation.set('organisationKey', Buffer.from(key).toString('hex'));
    store.federation.set('auditHost', 'audit.example.org');
    expect(refusal()).toBe('Heart study 0a0b');
  });

  it('is not taken for another: what does not fit is named, and what to do', () => {
    store.federation.set('id', '0a0b');
    store.federation.set('name', 'Heart study');
    store.federation.set('organisationKey', Buffer.from(key).toString('hex'));
    store.federation.set('auditHost', 'audit.example.org');
    const renamed = refusal({ name: 'Lung study' });
    expect(renamed).toMatch(/^CONFIG_INVALID coordinator.yaml: federation is "Lung study"/);
    expect(renamed).toContain('"Heart study": a federation keeps its name');
    expect(refusal({ organisationKey: new Uint8Array(32) })).toMatch(
      /^CONFIG_INVALID keys\/organisation.json is not the key of "Heart study".*restore the keys/,
    );
  });
});
