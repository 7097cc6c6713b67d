/**
 * @module From one epoch of the federation manifest to the next (secure-aggregation.md, section 1.3). The first is signed by every
 * organisation in it; each later one by as many organisations of the epoch before as that one asks for, and by each organisation whose key
 * is new in it. Pure: where the newest epoch is kept, and that none is lost, is the caller's.
 */
import { MusterError } from '@muster/errors';
import type { ManifestSignature, SignedManifest } from '@muster/protocol';
import type { KeyPair } from './keys.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { sign, verify } from './signature.ts';

/** Epochs that are verified at a time; one a day makes this many in eleven years. */
const EPOCHS_MAX = 4096;

/** How far an epoch is signed. Organisations by name. */
export interface SignatureState {
  /** Those whose signature counts towards what the epoch before asks for; of the first epoch, all that have signed. */
  readonly signed: readonly string[];
  /** Their key is new, and they have not signed with it. */
  readonly due: readonly string[];
  /** Of those who could still sign, so many must besides. */
  readonly wanted: number;
  readonly others: readonly string[];
}

/** An organisation's signature, 64 bytes, with the key that it is by. */
export function signManifest({ bytes }: Pick<Manifest, 'bytes'>, organisation: KeyPair): ManifestSignature {
  return { key: organisation.publicKey, signature: sign('manifest', [bytes], organisation) };
}

/**
 * Who has signed an epoch, and who is missing; `before` is the epoch before it, undefined for the first. Throws SIGNATURE_INVALID for a
 * signature that is forged, by a stranger, or there twice.
 */
export function signatureState(
  before: Manifest | undefined,
  manifest: Manifest,
  signatures: readonly ManifestSignature[],
): SignatureState {
  const known = [...manifest.organisations, ...(before?.organisations ?? [])].map(({ key }) => keyText(key));
  const signers = new Set<string>();
  for (const { key, signature } of signatures) {
    const signer = keyText(key);
    if (!known.includes(signer) || signers.has(signer))
      throw new MusterError(
        'SIGNATURE_INVALID',
        'the manifest is signed by a stranger, or by one organisation twice',
      );
    if (!verify('manifest', [manifest.bytes], key, signature))
      throw new MusterError('SIGNATURE_INVALID', 'a signature on the manifest does not verify');
    signers.add(signer);
  }
  const hasSigned = ({ key }: { readonly key: Uint8Array }): boolean => signers.has(keyText(key));
  const keysBefore = new Map(before?.organisations.map(({ name, key }) => [name, keyText(key)]));
  const due = manifest.organisations.filter(
    (each) => keysBefore.get(each.name) !== keyText(each.key) && !hasSigned(each),
  );
  const voters = before?.organisations ?? manifest.organisations;
  const signed = voters.filter(hasSigned);
  const names = (each: readonly { readonly name: string }[]): readonly string[] =>
    each.map(({ name }) => name);
  return {
    signed: names(signed),
    due: names(due),
    wanted: before ? Math.max(0, before.signaturesMin - signed.length) : 0,
    others: names(voters.filter((each) => !hasSigned(each))),
  };
}

/**
 * The manifest that `signed` holds, when it may follow `pinned`, or is the same again; without one it must be the first. Throws MANIFEST_INVALID,
 * FEDERATION_MISMATCH, MANIFEST_OLD (an earlier epoch), MANIFEST_FORK (the same epoch, another manifest), MANIFEST_CHAIN_BROKEN (not the next
 * epoch, or not of this one), SIGNATURE_INVALID and MANIFEST_UNSIGNED (too few have signed).
 */
export function acceptManifest(pinned: Manifest | undefined, signed: SignedManifest): Manifest {
  const manifest = parseManifest(signed.manifest);
  const { epoch } = manifest;
  if (pinned) assertFollows(pinned, manifest);
  else if (epoch !== 1)
    throw new MusterError('MANIFEST_CHAIN_BROKEN', `the first manifest is of epoch 1, and this is ${epoch}`);
  if (pinned?.epoch === epoch) return pinned;
  const { due, wanted, signed: votes } = signatureState(pinned, manifest, signed.signatures);
  if (due.length > 0)
    throw new MusterError('MANIFEST_UNSIGNED', `manifest ${epoch} is not signed by ${due.join(', ')}`);
  if (wanted > 0)
    throw new MusterError(
      'MANIFEST_UNSIGNED',
      `manifest ${epoch} is signed by ${votes.length} organisations of the epoch before, and ${votes.length + wanted} must`,
    );
  return manifest;
}

/** The newest of a chain, verified link by link from `pinned`, or from the first epoch. Throws as `acceptManifest`. */
export function acceptChain(pinned: Manifest | undefined, chain: readonly SignedManifest[]): Manifest {
  if (chain.length > EPOCHS_MAX)
    throw new MusterError('MANIFEST_CHAIN_BROKEN', `${chain.length} manifests at a time`);
  const newest = chain.reduce(acceptManifest, pinned);
  if (!newest) throw new MusterError('MANIFEST_CHAIN_BROKEN', 'no manifest was shown');
  return newest;
}

function assertFollows(pinned: Manifest, { epoch, hash, federationId, previousHash }: Manifest): void {
  const broken = (why: string): MusterError => new MusterError('MANIFEST_CHAIN_BROKEN', why);
  if (!equal(federationId, pinned.federationId))
    throw new MusterError('FEDERATION_MISMATCH', 'the manifest is of another federation');
  if (epoch < pinned.epoch)
    throw new MusterError(
      'MANIFEST_OLD',
      `the manifest is of epoch ${epoch}, and epoch ${pinned.epoch} is known`,
    );
  if (epoch === pinned.epoch && !equal(hash, pinned.hash))
    throw new MusterError('MANIFEST_FORK', `there is another manifest of epoch ${epoch}`);
  if (epoch > pinned.epoch + 1)
    throw broken(`the manifest is of epoch ${epoch}, and ${pinned.epoch} is the newest that is known`);
  if (epoch === pinned.epoch + 1 && !equal(previousHash, pinned.hash))
    throw broken(`the manifest of epoch ${epoch} follows another one than the one that is known`);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function keyText(key: Uint8Array): string {
  return Buffer.from(key).toString('hex');
}
