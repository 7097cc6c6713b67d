import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { testFederation } from '@muster/identity/testing';
import { encodeMessage, hex } from '@muster/protocol';
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

const { signed, organisation, federationId } = testFederation({ nowMs: 0, name: 'Heart study' });
const opened = (change: Partial<FederationClaim> = {}): string => {
  const claim = {
    configFile: 'coordinator.yaml',
    name: 'Heart study',
    dataFolder: 'data',
    organisationKeyFile: 'keys/organisation.json',
    organisationKey: organisation.publicKey,
    ...change,
  };
  try {
    const { manifests, auditHost } = openFederation(store, claim);
    return `${auditHost} ${manifests.newest.epoch} ${hex(manifests.newest.federationId)}`;
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return `${code} ${message}`;
  }
};
const found = (): void => {
  store.federation.set('auditHost', 'audit.example.org');
  store.manifests.add(1, encodeMessage('SignedManifest', signed), 0);
};

describe('a federation', () => {
  it('is the one of the database, by its manifest', () => {
    expect(opened()).toMatch(/^STORAGE_CORRUPT the database in data has no federation/);
    found();
    const facts = `audit.example.org 1 ${hex(federationId)}`;
    expect(opened()).toBe(facts);
    expect(opened({ organisationKey: undefined })).toBe(facts);
  });

  it('is not taken for another: what does not fit is named, and what to do', () => {
    found();
    const renamed = opened({ name: 'Lung study' });
    expect(renamed).toMatch(/^CONFIG_INVALID coordinator.yaml: federation is "Lung study"/);
    expect(renamed).toContain('is of "Heart study"');
    expect(opened({ organisationKey: new Uint8Array(32) })).toMatch(
      /^CONFIG_INVALID keys\/organisation.json is no organisation's key by manifest 1 of "Heart study".*put the key there/,
    );
  });

  it('is refused with a manifest that was altered on the disk', () => {
    store.federation.set('auditHost', 'audit.example.org');
    const unsigned = { ...signed, signatures: [] };
    store.manifests.add(1, encodeMessage('SignedManifest', unsigned), 0);
    expect(opened()).toMatch(/^MANIFEST_UNSIGNED/);
  });
});
