/** @module The manifests in a coordinator's folder, beside the coordinator or without one: read, and a later one put there for its next start. */
import { resolve } from 'node:path';
import { parseSigned } from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';
import { openCoordinatorStore, readStoredManifests } from '@muster/store';
import { systemClock } from '@muster/transport';
import { readConfig } from './config-file.ts';
import { coordinatorFolder, resolveInFolder } from './folder.ts';
import { ManifestKeeper } from './manifest-keeper.ts';

/** Every one, as it is on record. Throws CONFIG_INVALID, STORAGE_*, MANIFEST_INVALID. */
export async function readFolderManifests(directory: string): Promise<readonly SignedManifest[]> {
  return readStoredManifests(await dataFolderOf(directory)).map(parseSigned);
}

/**
 * Puts what is later of a chain on record; the next start has it in force, and in the log. Throws STORAGE_BUSY while a coordinator runs there,
 * and as `acceptManifest`.
 */
export async function installInFolder(directory: string, chain: readonly SignedManifest[]): Promise<void> {
  const nowMs = Math.round(systemClock.wallMs());
  using store = await openCoordinatorStore(await dataFolderOf(directory), nowMs);
  new ManifestKeeper(store).install(chain, { db: store.db, nowMs }, () => {});
}

async function dataFolderOf(directory: string): Promise<string> {
  const folder = coordinatorFolder(resolve(directory));
  return resolveInFolder(folder, (await readConfig(folder)).data);
}
