/** @module A federation's log as a coordinator shows it to a site, honest or not: for tests. */
import {
  cosign,
  EMPTY_EDGE,
  filesBetween,
  formatAddCheckpoint,
  formatLogPolicy,
  headOf,
  type LogPolicy,
  makeSigningKey,
  quorumPolicy,
  signCheckpoint,
  TreeReader,
  tilePath,
  withCosignatures,
} from '@muster/audit';
import { PartyKeys, pseudonymOf } from '@muster/audit/witness';
import { makeKeyPair, seedOf, systemRandom } from '@muster/identity';
import type { LogHead } from '@muster/protocol';

export const FEDERATION = 'ab'.repeat(16);
const HOST = 'audit.example.org';

export const originOfEpoch = (epoch: number): string => `${HOST}/fed/${FEDERATION}/${epoch}`;

/** The site that is tested, and three others. */
export const sites = [1, 2, 3, 4].map(() => {
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const pseudonym = pseudonymOf(identity.signing.publicKey);
  const party = { federation: FEDERATION, role: 'site', pseudonym } as const;
  return { identity, pseudonym, witness: new PartyKeys(party, seedOf(identity.signing)).witness };
});

export class ShownLog {
  readonly entries: readonly Uint8Array[];
  readonly origin: string;
  readonly #seed: number;

  constructor(size: number, { epoch = 1, seed = 1, words = 'entry' } = {}) {
    this.entries = Array.from({ length: size }, (_, index) => Buffer.from(`${words} ${index}`));
    this.origin = originOfEpoch(epoch);
    this.#seed = seed;
  }

  get #key() {
    return makeSigningKey(this.origin, 'ed25519', new Uint8Array(32).fill(this.#seed));
  }

  policyOf(faulty = 1, known = sites): LogPolicy {
    const witnesses = known.map(({ pseudonym, witness }) => ({
      name: pseudonym,
      key: witness.verifier,
      url: null,
    }));
    return quorumPolicy([{ key: this.#key.verifier, url: null }], witnesses, faulty);
  }

  policyText(faulty = 1, known = sites): Uint8Array {
    return Buffer.from(formatLogPolicy(this.policyOf(faulty, known)));
  }

  /** Signed, and cosigned by so many sites, the last first. */
  note(timeS: number, cosigners = 3): Uint8Array {
    const { edge } = filesBetween(EMPTY_EDGE, this.entries);
    const note = signCheckpoint({ origin: this.origin, ...headOf(edge) }, [this.#key], timeS);
    const text = Buffer.from(note).toString().split('\n\n')[0] ?? '';
    return sites
      .toReversed()
      .slice(0, cosigners)
      .reduce(
        (signed, { witness }) =>
          withCosignatures(signed, cosign(`${text}\n`, [witness], timeS), [witness.verifier]),
        note,
      );
  }

  async proofFrom(size: number): Promise<Uint8Array[]> {
    const { edge, files } = filesBetween(EMPTY_EDGE, this.entries);
    const byPath = new Map(files.map((file) => [file.path, file.bytes]));
    const reader = new TreeReader(
      headOf(edge),
      async (tile) => byPath.get(tilePath(tile)) ?? new Uint8Array(),
    );
    return size === 0 ? [] : [...(await reader.consistencyProof(size))];
  }

  async addCheckpoint(oldSize: number, timeS: number): Promise<Uint8Array> {
    const proof = await this.proofFrom(oldSize);
    return formatAddCheckpoint({ oldSize, proof, checkpoint: this.note(timeS, 0) });
  }

  async headFrom(size: number, timeS: number, cosigners = 3): Promise<LogHead> {
    return {
      note: this.note(timeS, cosigners),
      proof: await this.proofFrom(size),
      policy: this.policyText(),
    };
  }
}
