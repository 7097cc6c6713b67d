/**
 * @module The federation's log and the site's own, as the agent has them. What they need is loaded when somebody first asks: an agent that
 * only waits stays small.
 */
import type { LogPolicy, PartyKeys } from '@muster/audit/witness';
import { type Identity, seedOf } from '@muster/identity';
import type { Offer, Registered, RoundRef, WitnessAnswer } from '@muster/protocol';
import type { ForkEvidence, SiteWitness, SiteWitnessParts } from '../witness.ts';

export interface SiteAuditParts extends Omit<SiteWitnessParts, 'keys'> {
  /** Hex. */
  readonly federationId: string;
  readonly identity: Identity;
  keep(name: string, evidence: ForkEvidence): Promise<void>;
}

interface Loaded {
  readonly keys: PartyKeys;
  readonly pseudonym: string;
  readonly witness: SiteWitness;
}

export class SiteAudit {
  readonly #parts: SiteAuditParts;
  /** C2SP tlog-policy as the coordinator told it; empty where it keeps no log, or has not said. */
  #policyText: Uint8Array = new Uint8Array();
  #loading: Promise<Loaded> | undefined;
  #witness: SiteWitness | undefined;

  constructor(parts: SiteAuditParts) {
    this.#parts = parts;
  }

  registered({ logPolicy }: Pick<Registered, 'logPolicy'>): void {
    this.#policyText = Uint8Array.from(logPolicy);
    this.#witness?.registered(this.#policyText);
  }

  /** Answers a request of add-checkpoint. */
  async answer(body: Uint8Array): Promise<WitnessAnswer> {
    const { witness } = await this.#load();
    return await witness.answer(body);
  }

  /** Whose log it is, and whose cosignatures count; undefined where the federation keeps none. */
  async policy(): Promise<LogPolicy | undefined> {
    if (this.#policyText.length === 0) return undefined;
    const { witness } = await this.#load();
    return witness.policy;
  }

  async keys(): Promise<PartyKeys> {
    const { keys } = await this.#load();
    return keys;
  }

  /** Where an offer is in the federation's log; undefined where it keeps none. Rejects with what is wrong with the proof. */
  async placeOf(offer: Offer, ref: RoundRef): Promise<string | undefined> {
    const policy = await this.policy();
    if (!policy) return undefined;
    const { pseudonym } = await this.#load();
    const { placeOfOffer } = await import('./logged-offer.ts');
    return placeOfOffer(offer, ref, { policy, pseudonym });
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#make();
    return this.#loading;
  }

  async #make(): Promise<Loaded> {
    const { federationId: federation, identity, ...parts } = this.#parts;
    const { PartyKeys: Keys, pseudonymOf } = await import('@muster/audit/witness');
    const { SiteWitness: Witness } = await import('../witness.ts');
    const pseudonym = pseudonymOf(identity.signing.publicKey);
    const keys = new Keys({ federation, role: 'site', pseudonym }, seedOf(identity.signing));
    const witness = new Witness({ ...parts, keys });
    witness.registered(this.#policyText);
    this.#witness = witness;
    return { keys, pseudonym, witness };
  }
}
