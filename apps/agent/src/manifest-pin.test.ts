import { MusterError } from '@muster/errors';
import {
  type KeyPair,
  type Manifest,
  makeKeyPair,
  makeManifest,
  signManifest,
  systemRandom,
} from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import type { Body, SignedManifest } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { ManifestPin } from './manifest-pin.ts';

const { manifest: first, organisation } = testFederation({ nowMs: 1_000 });
const signed = (manifest: Manifest, by: KeyPair = organisation): SignedManifest => ({
  manifest: manifest.bytes,
  signatures: [signManifest(manifest, by)],
});
const after = (before: Manifest, cohortMin: number): Manifest =>
  makeManifest({ ...before, epoch: before.epoch + 1, previousHash: before.hash, cohortMin });
const second = after(first, 6);
const third = after(second, 7);
const stranger = makeKeyPair('ed25519', systemRandom);

/** A site that knows `known`, and a coordinator that gives `chain`, every epoch from the first. */
function site(known: Manifest, chain: readonly SignedManifest[]) {
  const said: string[] = [];
  const how = { connected: true, disk: true, asked: 0 };
  const pin = new ManifestPin({
    manifest: known,
    ask: async (body: Body) => {
      how.asked += 1;
      if (!how.connected) throw new MusterError('UNAVAILABLE', 'no connection');
      const epoch = body.kind === 'manifestsRequest' ? body.value.after : 0;
      return { kind: 'manifests', value: { manifests: chain.slice(epoch, epoch + 1) } };
    },
    keep: async (later) => {
      if (!how.disk) throw new MusterError('STORAGE_FULL', 'no room');
      said.push(`keeps ${later.length}`);
    },
    changed: ({ epoch }) => void said.push(`goes by ${epoch}`),
    told: (trouble) => void said.push(trouble?.code ?? 'all is well'),
    log: { error: () => {}, info: () => {} } as ConstructorParameters<typeof ManifestPin>[0]['log'],
  });
  return { pin, how, said };
}

describe('the manifest that a site goes by', () => {
  const chain = [signed(first), signed(second), signed(third)];

  it('is the newest that the coordinator has, kept before it counts', async () => {
    const { pin, said } = site(first, chain);
    await pin.shown(third);
    await pin.assertSound();
    expect(pin.current.epoch).toBe(3);
    expect(said).toEqual(['keeps 2', 'goes by 3', 'all is well']);
    await pin.shown(third);
    expect(said).toHaveLength(3);
  });

  it('is never an earlier one, nor another of its epoch: nothing is worked on until the coordinator shows it', async () => {
    const { pin, said } = site(second, chain);
    await pin.shown(first);
    await expect(pin.assertSound()).rejects.toMatchObject({ code: 'MANIFEST_OLD' });
    await pin.shown(after(first, 9));
    await expect(pin.assertSound()).rejects.toMatchObject({ code: 'MANIFEST_FORK' });
    expect(pin.current.hash).toEqual(second.hash);
    await pin.shown(second);
    await pin.assertSound();
    expect(said).toEqual(['MANIFEST_OLD', 'MANIFEST_FORK', 'all is well']);
  });

  it.each<[string, readonly SignedManifest[]]>([
    ['MANIFEST_UNSIGNED', [signed(first), { manifest: second.bytes, signatures: [] }]],
    ['SIGNATURE_INVALID', [signed(first), signed(second, stranger)]],
    ['MANIFEST_CHAIN_BROKEN', [signed(first)]],
    ['MANIFEST_CHAIN_BROKEN', [signed(first), signed(third)]],
    ['MANIFEST_FORK', [signed(first), signed(after(first, 9))]],
  ])('is not led on: %s', async (code, given) => {
    const { pin, how } = site(first, given);
    await pin.shown(second);
    await expect(pin.assertSound()).rejects.toMatchObject({ code });
    const { asked } = how;
    await expect(pin.assertSound()).rejects.toMatchObject({ code });
    expect(how.asked).toBe(asked); // asking again would not mend it
  });

  it('is asked for again where a connection or a disk stood in the way', async () => {
    const { pin, how } = site(first, chain);
    how.connected = false;
    await pin.shown(second);
    await expect(pin.assertSound()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    how.connected = true;
    how.disk = false;
    await expect(pin.assertSound()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(pin.current.epoch).toBe(1);
    how.disk = true;
    await pin.assertSound();
    expect(pin.current.epoch).toBe(3);
  });
});
