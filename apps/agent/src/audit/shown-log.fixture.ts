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
import { PartyKeys, pseudonymOf, publicKeysOf } from '@muster/audit/witness';
import { seedOf } from '@muster/identity';
import { testFederation } from '@muster/identity/testing';
import { hex, type LogHead } from '@muster/protocol';

const federation = testFederation({ nowMs: 1_800_000_000_000, auditKeys: publicKeysOf });
export const { manifest } = federation;
export const FEDERATION = hex(federation.federationId);
const HOST = 'audit.example.org';

export const originOfEpoch = (epoch: number): string => `${HOST}/fed/${FEDERATION}/${epoch}`;

/** The site that is tested, and three others. */
export const sites = ['north', 'south', 'east', 'west'].map((name) => {
  const { identity, certificate } = federation.site(name);
  const pseudonym = pseudonymOf(identity.signing.publicKey);
  const party = { federation: FEDERATION, role: 'site', pseudonym } as const;
  const { witness } = new PartyKeys(party, seedOf(identity.signing));
  return { identity, certificate, pseudonym, witness };
});

/** What the coordinator sends along with the policy. */
export const certificates = sites.map(({ certificate }) => certificate);

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
      witnesses: certificates,
    };
  }
}
