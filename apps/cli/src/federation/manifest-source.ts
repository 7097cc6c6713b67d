/** @module Where the manifests of a federation are read from: files, of which some may lack signatures that others have, folders, a running coordinator. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import { acceptChain, type Manifest, parseManifest, parseSigned, readManifests } from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';
import { type ConnectionOptions, connection } from '../connection.ts';

/** A chain from the first epoch on; of the last epoch signatures may be missing. */
export interface FoundManifests {
  readonly chain: readonly SignedManifest[];
  readonly newest: Manifest;
  /** The epoch before the newest, which is signed; undefined of the first. */
  readonly before: Manifest | undefined;
  /** Whether it is kept by somebody for whom it is in force. */
  readonly inForce: boolean;
}

/** Whether nobody has yet to sign. */
export function isWhole({ chain }: Pick<FoundManifests, 'chain'>): boolean {
  try {
    acceptChain(undefined, chain);
    return true;
  } catch {
    return false;
  }
}

/**
 * Of files and folders that hold the same manifests, with the signatures of all; of a running coordinator where none is named, or by the URL
 * that its credential has. Throws INVALID_ARGUMENT, and what is wrong with the manifests.
 */
export async function findManifests(
  sources: readonly string[],
  options: ConnectionOptions,
): Promise<FoundManifests> {
  const [first] = sources;
  if (first === undefined || /^https?:\/\//.test(first))
    return found(await ofCoordinator(first, options), true);
  const chains = await Promise.all(sources.map(chainIn));
  const inForce = sources.length === 1 && isFolder(first);
  return found(chains.reduce(merged), inForce);
}

async function ofCoordinator(
  url: string | undefined,
  options: ConnectionOptions,
): Promise<readonly SignedManifest[]> {
  const { api, origin } = connection(options);
  if (url !== undefined && new URL(url).origin !== origin)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the credential is of ${origin}, and goes nowhere else: name the one of ${url} by --credential`,
    );
  return (await api.manifests()).map((text) => parseSigned(Buffer.from(text, 'base64')));
}

async function chainIn(path: string): Promise<readonly SignedManifest[]> {
  if (!isFolder(path)) return readManifests(path);
  const ofSite = join(path, 'keys', 'manifest.json');
  if (existsSync(ofSite)) return readManifests(ofSite);
  const { readFolderManifests } = await import('@muster/coordinator');
  return readFolderManifests(path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function found(chain: readonly SignedManifest[], inForce: boolean): FoundManifests {
  const last = chain.at(-1);
  if (!last) throw new MusterError('INVALID_ARGUMENT', 'there is no manifest in it');
  const before = chain.length > 1 ? acceptChain(undefined, chain.slice(0, -1)) : undefined;
  return { chain, newest: parseManifest(last.manifest), before, inForce };
}

/** Of copies of one manifest that were signed apart. Throws INVALID_ARGUMENT for copies that are not of one. */
function merged(a: readonly SignedManifest[], b: readonly SignedManifest[]): readonly SignedManifest[] {
  const isSame =
    a.length === b.length &&
    a.every(({ manifest }, index) => Buffer.compare(manifest, b[index]?.manifest ?? Buffer.alloc(0)) === 0);
  if (!isSame) throw new MusterError('INVALID_ARGUMENT', 'the files are not copies of one manifest');
  return a.map((signed, index) => {
    const isKnown = (key: Uint8Array) =>
      signed.signatures.some((each) => Buffer.compare(each.key, key) === 0);
    const others = (b[index]?.signatures ?? []).filter(({ key }) => !isKnown(key));
    return { ...signed, signatures: [...signed.signatures, ...others] };
  });
}
