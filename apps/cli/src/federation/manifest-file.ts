/** @module Files of manifests, as they are handed from one organisation to the next. */
import { resolve } from 'node:path';
import { createPrivateFile, formatManifests, replacePrivateFile } from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';

/** Throws CONFLICT where the file is there already. */
export function writeNew(file: string, chain: readonly SignedManifest[]): Promise<void> {
  return createPrivateFile(resolve(file), formatManifests(chain));
}

export function replace(file: string, chain: readonly SignedManifest[]): Promise<void> {
  return replacePrivateFile(resolve(file), formatManifests(chain));
}
