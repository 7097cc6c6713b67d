import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import {
  certificateHash,
  type KeyPair,
  type Manifest,
  makeKeyPair,
  makeManifest,
  signManifest,
  systemRandom,
  verifySite,
} from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { encodeMessage, type FederationManifest, type SignedManifest } from '@muster/protocol';
import { type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Trail } from './audit/trail.ts';
import { admitSite, type Registrar } from './enrolment.ts';
import { installManifests } from './manifest-install.ts';
import { ManifestKeeper } from './manifest-keeper.ts';

const NOW_MS = 1_800_000_000_000;
const federation = testFederation({ nowMs: NOW_MS });
const { manifest: first, organisation } = federation;
const signed = (manifest: Manifest, ...by: readonly KeyPair[]): SignedManifest => ({
  manifest: manifest.bytes,
  signatures: by.map((each) => signManifest(manifest, each)),
});
const after = (before: Manifest, change: Partial<FederationManifest>): Manifest =>
  makeManifest({ ...before, epoch: before.epoch + 1, previousHash: before.hash, ...change });

let folder: string;
let store: CoordinatorStore;
let registrar: Registrar;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-install-'));
  store = await openCoordinatorStore(folder, 0);
  store.manifests.add(1, encodeMessage('SignedManifest', federation.signed), NOW_MS);
  const trail = new Trail({
    log: undefined,
    people: undefined,
    siteLogs: undefined,
    parties: store.parties,
    cohortOfAttempt: () => [],
    wallMs: () => NOW_MS,
  });
  const manifests = new ManifestKeeper(store);
  registrar = { store, manifests, organisationKey: undefined, trail };
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const install = (...chain: readonly SignedManifest[]) => installManifests(registrar, chain, NOW_MS);
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return '';
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
};
function joined(name: string, how: Parameters<typeof federation.site>[1] = {}) {
  const party = federation.site(name, how);
  const verified = verifySite(party.certificate, registrar.manifests.newest, { nowMs: NOW_MS, skewMs: 0 });
  admitSite(registrar, verified, party.certificate, NOW_MS);
  return party;
}

describe('a manifest that is installed', () => {
  it('follows the one in force, and is on record before anybody hears of it', async () => {
    const heard: number[] = [];
    registrar.manifests.watch(({ epoch }) => void heard.push(epoch));
    const second = after(first, { cohortMin: 6 });
    const third = after(second, { cohortMin: 7 });
    expect(codeOf(() => install(signed(second)))).toBe('MANIFEST_UNSIGNED');
    expect(codeOf(() => install(signed(third, organisation)))).toBe('MANIFEST_CHAIN_BROKEN');
    expect([heard, registrar.manifests.newest.epoch]).toEqual([[], 1]);
    // Of a whole chain what is later is taken.
    install(federation.signed, signed(second, organisation), signed(third, organisation));
    expect([heard, registrar.manifests.head.epoch]).toEqual([[3], 3]);
    install(federation.signed, signed(second, organisation), signed(third, organisation));
    expect(heard).toEqual([3]);
    expect(codeOf(() => install(federation.signed))).toBe('MANIFEST_OLD');
    expect(codeOf(() => install(signed(after(second, { cohortMin: 9 }), organisation)))).toBe(
      'MANIFEST_FORK',
    );
    store.close();
    store = await openCoordinatorStore(folder, 0);
    expect(new ManifestKeeper(store).newest.hash).toEqual(third.hash);
  });

  it('puts sites out for which it does not vouch any more, and lets them back by a later certificate', () => {
    const [north] = [joined('north'), joined('south')];
    const revoked = [Buffer.from(certificateHash(north.certificate), 'hex')];
    expect(install(signed(after(first, { revoked }), organisation))).toEqual(['north']);
    expect(store.sites.get('north')).toMatchObject({
      revokedMs: NOW_MS,
      revokeReason: expect.stringContaining('revoked by manifest 2'),
    });
    expect(store.parties.of('north')).toBeUndefined();
    expect(store.sites.get('south').revokedMs).toBeNull();
    joined('north', { identity: north.identity, notBeforeMs: NOW_MS });
    expect(store.sites.get('north').revokedMs).toBeNull();
    expect(store.parties.of('north')).toBeDefined();
  });

  it('puts out all sites of an organisation that has left, or whose former key is cut off', () => {
    joined('north');
    const other = makeKeyPair('ed25519', systemRandom);
    const [was] = first.organisations;
    if (!was) throw new Error('no organisation');
    const kept = { ...was, key: other.publicKey, formerKey: was.key };
    const second = after(first, { organisations: [kept] });
    expect(install(signed(second, organisation, other))).toEqual([]);
    const third = after(second, { organisations: [{ ...kept, formerKey: new Uint8Array() }] });
    expect(install(signed(third, other))).toEqual(['north']);
  });
});
