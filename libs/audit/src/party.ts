/** @module Who is who in the logs of a federation: pseudonyms, sources, origins, and the keys that each party signs with. */
import { createHmac, hash, hkdfSync } from 'node:crypto';
import { makeSigningKey, type SigningKey } from './signing-key.ts';
import { makeVerifierKey, type VerifierKey } from './verifier-key.ts';

/** Raw Ed25519 public keys of a party, 32 bytes each; a key serves one purpose. */
export interface PartyPublicKeys {
  /** Signs events. */
  readonly producerKey: Uint8Array;
  /** Cosigns the checkpoints of others. */
  readonly witnessKey: Uint8Array;
  /** Signs the checkpoints of its own log. */
  readonly logKey: Uint8Array;
}

/** A party of a federation. `federation` is its id in hex. */
export type Party =
  | { readonly federation: string; readonly role: 'coordinator' }
  | { readonly federation: string; readonly role: 'site'; readonly pseudonym: string };

/** A site's name in the logs: it says nothing, and stays as long as the site keeps its identity. */
export function pseudonymOf(signingKey: Uint8Array): string {
  return `s-${hash('sha256', Buffer.concat([Buffer.from('fl-site/v1\n'), signingKey])).slice(0, 16)}`;
}

/** A data set's name in the logs, out of a secret of the site. */
export function datasetPseudonym(name: string, secret: Uint8Array): string {
  const mac = createHmac('sha256', secret).update('fl-dataset/v1\n').update(name).digest('hex');
  return `d-${mac.slice(0, 16)}`;
}

/** A person's name in the logs, out of the key of an epoch: whoever destroys that key makes it nobody's. */
export function personPseudonym(issuer: string, subject: string, epochKey: Uint8Array): string {
  const mac = createHmac('sha256', epochKey)
    .update(`fl-person/v1\n${issuer.length}:${issuer}${subject}`)
    .digest();
  return `p:${mac.subarray(0, 16).toString('base64url')}`;
}

/** Source of the events of a party, and of those that a site sends to the coordinator as well. */
export function sourceOf(party: Party): string {
  return `//${nameOf(party)}`;
}
export function outSourceOf(party: Extract<Party, { role: 'site' }>): string {
  return `${sourceOf(party)}/out`;
}

/** Origin of the log of a party: `host` is a name of the federation's; of two epochs the later has the greater number, from 1. */
export function originOf(party: Party, host: string, epoch: number): string {
  const own = party.role === 'site' ? `/site/${party.pseudonym}` : '';
  return `${host}/fed/${party.federation}${own}/${epoch}`;
}

/** The keys of a party from the seed of its identity, 32 bytes (RFC 5869, HKDF-SHA-256): each is of no use for anything else. */
export class PartyKeys {
  readonly party: Party;
  readonly #seed: Uint8Array;
  readonly producer: SigningKey;
  readonly witness: SigningKey;

  constructor(party: Party, seed: Uint8Array) {
    this.party = party;
    this.#seed = seed;
    this.producer = makeSigningKey(nameOf(party), 'ed25519', derived(seed, 'producer'));
    this.witness = makeSigningKey(`${nameOf(party)}/witness`, 'cosignature/v1', derived(seed, 'witness'));
  }

  /** Checkpoints are signed under the origin of their log. */
  logKey(origin: string): SigningKey {
    return makeSigningKey(origin, 'ed25519', derived(this.#seed, 'log'));
  }

  /** The second signature on checkpoints. Throws AUDIT_KEY_INVALID where this runtime lacks ML-DSA-44. */
  secondLogKey(origin: string): SigningKey {
    return makeSigningKey(origin, 'subtree/v1', derived(this.#seed, 'log-ml-dsa-44'));
  }

  /** For pseudonyms that the party alone can make. */
  get secret(): Uint8Array {
    return derived(this.#seed, 'pseudonyms');
  }
}

/** What a party tells of its keys before it has a name. */
export function publicKeysOf(seed: Uint8Array): PartyPublicKeys {
  const rawOf = (use: string): Uint8Array =>
    makeSigningKey('unnamed', 'ed25519', derived(seed, use)).verifier.publicKey;
  return { producerKey: rawOf('producer'), witnessKey: rawOf('witness'), logKey: rawOf('log') };
}

/** The verifier keys of a party from what it has told. Throws AUDIT_KEY_INVALID. */
export function producerKeyOf(party: Party, publicKey: Uint8Array): VerifierKey {
  return makeVerifierKey(nameOf(party), 'ed25519', publicKey);
}
export function witnessKeyOf(party: Party, publicKey: Uint8Array): VerifierKey {
  return makeVerifierKey(`${nameOf(party)}/witness`, 'cosignature/v1', publicKey);
}
export function logKeyOf(origin: string, publicKey: Uint8Array): VerifierKey {
  return makeVerifierKey(origin, 'ed25519', publicKey);
}

function nameOf(party: Party): string {
  return party.role === 'site'
    ? `${party.federation}/site/${party.pseudonym}`
    : `${party.federation}/coordinator`;
}

function derived(seed: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seed, '', `fl-audit/${use}/v1`, 32));
}
