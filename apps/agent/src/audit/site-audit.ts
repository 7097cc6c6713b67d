/**
 * @module The gates that hang on the federation's manifest and on its log, as the agent has them: nothing goes on under a coordinator whose manifest is
 * not in order, an offer counts when it is proven to be in the log, and something leaves while a quorum of witnesses sees the log. What they need is loaded when somebody first asks: an agent that only waits
 * stays small.
 */
import type { LogPolicy, PartyKeys, ProvenOffer } from '@muster/audit/witness';
import { asMusterError, MusterError } from '@muster/errors';
import { type Identity, seedOf } from '@muster/identity';
import type {
  Body,
  Certificate,
  EvaluationOffer,
  LogHead,
  Offer,
  Registered,
  RoundRef,
  WitnessAnswer,
} from '@muster/protocol';
import type { ManifestPin } from '../manifest-pin.ts';
import type { SiteWitness, SiteWitnessParts } from '../witness.ts';
import type { FederationHead } from './federation-head.ts';

export interface SiteAuditParts extends Omit<SiteWitnessParts, 'keys' | 'pseudonym' | 'manifest'> {
  /** Hex. */
  readonly federationId: string;
  readonly identity: Identity;
  readonly pin: Pick<ManifestPin, 'current' | 'trouble' | 'assertSound'>;
  /** Whether the policy of the site asks for a log; else nothing hangs on it. */
  readonly isRequired: boolean;
  /** Asks the coordinator. Throws UNAVAILABLE without a connection. */
  readonly ask: (body: Body) => Promise<Body>;
  /** Puts on record in the site's own log that no quorum has seen the federation's for so long. */
  readonly staleSeen: (stale: { origin: string; size: number; ageS: number }) => Promise<void>;
}

type Proving = (
  proofs: typeof import('./logged-offer.ts'),
  policy: LogPolicy,
  pseudonym: string,
) => ProvenOffer;

interface Loaded {
  readonly keys: PartyKeys;
  readonly pseudonym: string;
  readonly witness: SiteWitness;
  readonly head: FederationHead;
}

export class SiteAudit {
  readonly #parts: SiteAuditParts;
  /** C2SP tlog-policy as the coordinator told it; empty where it keeps no log, or has not said. */
  #policyText: Uint8Array = new Uint8Array();
  /** Of the sites that it names. */
  #certificates: readonly Certificate[] = [];
  /** It was said before the manifest that counts now. */
  #isPolicyDue = false;
  #renewing: Promise<void> | undefined;
  #loading: Promise<Loaded> | undefined;
  #witness: SiteWitness | undefined;
  /** It was told that nobody sees the log. */
  #isStale = false;

  constructor(parts: SiteAuditParts) {
    this.#parts = parts;
  }

  registered({ logPolicy, logWitnesses }: Pick<Registered, 'logPolicy' | 'logWitnesses'>): void {
    this.#policyText = Uint8Array.from(logPolicy);
    this.#certificates = logWitnesses.map(ownCopy);
    this.#isPolicyDue = false;
    this.#witness?.registered(this.#policyText, this.#certificates);
  }

  /** Another manifest counts, here or there: it may vouch for others, and others may witness the log by now. */
  manifestChanged(): void {
    this.#isPolicyDue = this.#policyText.length > 0;
    this.#freshPolicy().catch((thrown: unknown) => {
      const { code, message } = asMusterError(thrown);
      this.#parts.log.warn({ code }, `the witnesses under the new manifest are not known yet: ${message}`);
    });
  }

  /** Has the coordinator say again whose cosignatures count, where a manifest came since it said so. */
  async #freshPolicy(): Promise<void> {
    if (!this.#isPolicyDue) return;
    this.#renewing ??= this.#renewPolicy().finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  async #renewPolicy(): Promise<void> {
    const answer = await this.#parts.ask({ kind: 'logTrustRequest', value: {} });
    if (answer.kind !== 'logTrust')
      throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} does not say whose cosignatures count`);
    this.registered({ logPolicy: answer.value.policy, logWitnesses: answer.value.witnesses });
  }

  /** Answers a request of add-checkpoint. */
  async answer(body: Uint8Array): Promise<WitnessAnswer> {
    const { trouble } = this.#parts.pin;
    if (trouble) return { status: 403, contentType: 'text/plain', body: Buffer.from(`${trouble.code}\n`) };
    await this.#freshPolicy();
    const { witness } = await this.#load();
    return await witness.answer(body);
  }

  /** The checkpoint that was cosigned last, for a coordinator that shows less, or another one. Rejects with NOT_FOUND. */
  async shown(): Promise<LogHead> {
    const { witness } = await this.#load();
    return { note: witness.cosigned(), proof: [], policy: new Uint8Array(), witnesses: [] };
  }

  /** Whose log it is, and whose cosignatures count; undefined where the federation keeps none. */
  async policy(): Promise<LogPolicy | undefined> {
    if (this.#policyText.length === 0) return undefined;
    const { witness } = await this.#load();
    return witness.policy;
  }

  /** As `policy`, of a log with which this site goes along. Rejects with what is wrong with it. */
  trustedPolicy(): Promise<LogPolicy> {
    return this.#trustedPolicy();
  }

  async keys(): Promise<PartyKeys> {
    const { keys } = await this.#load();
    return keys;
  }

  /**
   * Where an offer is in the federation's log; undefined where there is none, and the site does without. Rejects with what is wrong with the
   * manifest, with the log or with the proof: then the site has no part in it. One that does without a log takes the coordinator's word for
   * the place.
   */
  async placeOf(offer: Offer, ref: RoundRef): Promise<string | undefined> {
    await this.#parts.pin.assertSound();
    if (!this.#parts.isRequired) {
      const { claimedPlace } = await import('@muster/audit/witness');
      return offer.logged ? claimedPlace(offer.logged) : undefined;
    }
    return await this.#placeOf(({ provenOffer }, policy, pseudonym) =>
      provenOffer(offer, ref, { policy, pseudonym }),
    );
  }

  /** As `placeOf`, of the model that is to be evaluated. */
  async placeOfModel(offer: EvaluationOffer, ref: RoundRef): Promise<string | undefined> {
    await this.#parts.pin.assertSound();
    return await this.#placeOf(({ provenModel }, policy) => provenModel(offer, ref, policy));
  }

  /** Rejects with what keeps everything here from leaving: MANIFEST_*, AUDIT_STALE, AUDIT_FORK, AUDIT_LOG_CHANGED, AUDIT_UNLOGGED, UNAVAILABLE. */
  async assertOpen(): Promise<void> {
    const { isRequired, clock, pin } = this.#parts;
    await pin.assertSound();
    if (!isRequired) return;
    await this.#trustedPolicy();
    const { head } = await this.#load();
    try {
      if (head.staleness(clock.wallMs())) await this.#renew();
      const stale = head.staleness(clock.wallMs());
      if (stale) throw stale;
      this.#isStale = false;
    } catch (thrown) {
      await this.#tellStale();
      throw thrown;
    }
  }

  /** Once each time: the log of the site tells for how long the federation's was seen by nobody. */
  async #tellStale(): Promise<void> {
    const { witness, head } = await this.#load();
    const { clock, staleSeen, log } = this.#parts;
    const { ageS } = head.staleness(clock.wallMs())?.detail ?? {};
    if (this.#isStale || typeof ageS !== 'number') return;
    this.#isStale = true;
    const { origin, size } = { origin: head.origin, ...witness.latest };
    await staleSeen({ origin, size, ageS }).catch((thrown: unknown) =>
      log.warn({ err: thrown }, 'the log of the site could not tell that the federation’s is stale'),
    );
  }

  async #placeOf(prove: Proving): Promise<string | undefined> {
    if (!this.#parts.isRequired) return undefined;
    const policy = await this.#trustedPolicy();
    try {
      return await this.#verify(prove, policy);
    } catch (thrown) {
      // Sites have enrolled or left since this one was told whose cosignatures count.
      if (asMusterError(thrown).code !== 'AUDIT_QUORUM_NOT_REACHED') throw thrown;
      return await this.#verify(prove, await this.#renew());
    }
  }

  async #verify(prove: Proving, policy: LogPolicy): Promise<string> {
    const { pseudonym, head } = await this.#load();
    const { origin, index, quorumTimeS } = prove(await import('./logged-offer.ts'), policy, pseudonym);
    if (quorumTimeS !== null) head.saw(origin, quorumTimeS);
    return `${origin}#${index}`;
  }

  /** Whose cosignatures count, of a log with which this site goes along. */
  async #trustedPolicy(): Promise<LogPolicy> {
    if (this.#policyText.length === 0)
      throw new MusterError(
        'AUDIT_UNLOGGED',
        'the coordinator keeps no audit log, and policy.log is required',
      );
    await this.#freshPolicy();
    const { witness } = await this.#load();
    return witness.trusted();
  }

  /** Has the coordinator show how the log stands, and who witnesses it now. */
  async #renew(): Promise<LogPolicy> {
    const { ask } = this.#parts;
    const { witness, head } = await this.#load();
    const { size } = witness.latest;
    const answer = await ask({ kind: 'logHeadRequest', value: { size } });
    if (answer.kind !== 'logHead')
      throw new MusterError('UNEXPECTED_MESSAGE', `${answer.kind} is no head of a log`);
    const { note, proof, policy, witnesses } = answer.value;
    this.registered({ logPolicy: policy, logWitnesses: witnesses });
    const trusted = witness.trusted();
    const { origin, timeS } = await witness.look(note, proof);
    head.saw(origin, timeS);
    return trusted;
  }

  #load(): Promise<Loaded> {
    // A disk at fault is asked again.
    this.#loading ??= this.#make().catch((thrown: unknown) => {
      this.#loading = undefined;
      throw thrown;
    });
    return this.#loading;
  }

  async #make(): Promise<Loaded> {
    const { federationId: federation, identity, pin, ...parts } = this.#parts;
    const { PartyKeys: Keys, pseudonymOf } = await import('@muster/audit/witness');
    const { SiteWitness: Witness } = await import('../witness.ts');
    const { FederationHead: Head } = await import('./federation-head.ts');
    const pseudonym = pseudonymOf(identity.signing.publicKey);
    const keys = new Keys({ federation, role: 'site', pseudonym }, seedOf(identity.signing));
    const witness = new Witness({ ...parts, keys, pseudonym, manifest: () => pin.current });
    witness.registered(this.#policyText, this.#certificates);
    this.#witness = witness;
    return { keys, pseudonym, witness, head: new Head() };
  }
}

/** Views of a message would keep the whole of it. */
function ownCopy({ body, signature }: Certificate): Certificate {
  return { body: Uint8Array.from(body), signature: Uint8Array.from(signature) };
}
