/**
 * @module An agent without a training process: it enrols, connects, answers offers and sends updates by the real protocol, with the
 * real cryptography. Benchmarks and load tests run many of them in one process; the coordinator sees no difference.
 */
import { createHash } from 'node:crypto';
import { publicKeysOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import {
  acceptCertificate,
  anchoredManifest,
  assertCoordinator,
  hasFingerprint,
  type Identity,
  type Manifest,
  makeKeyPair,
  parseToken,
  requestEnrolment,
  SKEW_MS_MAX,
  seedOf,
  sign,
  systemRandom,
  type VerifiedCertificate,
} from '@muster/identity';
import {
  type Body,
  type Certificate,
  type Evaluation,
  type EvaluationOffer,
  encodeMessage,
  evaluationReportFields,
  hex,
  type Offer,
  type Outcome,
  type PublishedPolicy,
  type RoundRef,
  updateFields,
} from '@muster/protocol';
import {
  AgentConnection,
  connectOnce,
  memorySource,
  type ObjectSource,
  SESSION_SETTINGS,
  type Session,
  type SessionHandlers,
  systemClock,
} from '@muster/transport';
import { type SealedUpdate, sealedFor } from './sealed-update.ts';
import { VirtualLog } from './virtual-log.ts';
import { isSecureNotice, VirtualMasking } from './virtual-masking.ts';
import { VirtualWitness, type VirtualWitnessParts } from './virtual-witness.ts';

export interface VirtualIdentity {
  readonly url: string;
  readonly site: string;
  readonly identity: Identity;
  readonly certificate: Certificate;
  readonly manifest: Manifest;
  /** What it has signed, connection after connection. */
  readonly log: VirtualLog;
}

const NO_HANDLERS = {
  onRequest: async (): Promise<Body> => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is handled');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

/** Enrols as `muster agent enrol` does. */
export async function enrolVirtual(url: string, token: string): Promise<VirtualIdentity> {
  const parsed = parseToken(token);
  const identity = {
    signing: makeKeyPair('ed25519', systemRandom),
    sealing: makeKeyPair('x25519', systemRandom),
  };
  const { session, handshake } = await connectOnce({
    url,
    bindToTls: true,
    identity: { purpose: 'enrolment', random: systemRandom },
    clock: systemClock,
    settings: SESSION_SETTINGS,
    handshakeMs: 10_000,
    handlers: NO_HANDLERS,
  });
  try {
    const isIssuer = hasFingerprint(parsed.fingerprint);
    const shown = await session.request({ kind: 'manifestsRequest', value: { after: 0 } });
    if (shown.kind !== 'manifests') throw new MusterError('UNEXPECTED_MESSAGE', 'no manifests came back');
    const manifest = anchoredManifest(shown.value.manifests, isIssuer);
    assertCoordinator(handshake.coordinator, manifest);
    const claim = { name: '', hostLabel: 'virtual', ...publicKeysOf(seedOf(identity.signing)) };
    const reply = await session.request({
      kind: 'enrolmentRequest',
      value: requestEnrolment(claim, identity, parsed),
    });
    if (reply.kind !== 'enrolmentReply' || !reply.value.certificate)
      throw new MusterError('UNEXPECTED_MESSAGE', 'no certificate came back');
    const { certificate } = reply.value;
    const at = { nowMs: Date.now(), skewMs: SKEW_MS_MAX, isIssuer };
    const site = acceptCertificate(certificate, { identity, claim }, manifest, at);
    const log = new VirtualLog(identity, manifest.federationId);
    return { url, site: site.name, identity, certificate, manifest, log };
  } finally {
    session.close(new MusterError('UNAVAILABLE', 'enrolment is done'));
  }
}

/** What a virtual agent makes of an offer. */
export interface VirtualBehaviour {
  readonly dataset: string;
  readonly kind: 'image' | 'table';
  /** As it is published; none without it. */
  readonly policy?: PublishedPolicy;
  /** Whether the global model is pulled and verified before the update is sent, as a real agent does. */
  readonly fetchModel: boolean;
  /** The update for an offer on a model of so many bytes (0 when it was not fetched): f32 little-endian, and its weight. Undefined to say nothing more. */
  makeUpdate(offer: Offer, modelBytes: number): VirtualUpdate | undefined;
  /** A last look at the report before it is signed and sent; for hostile agents. */
  changeReport?(report: ReportDraft): ReportDraft;
  /** Before an offer is accepted. */
  beforeAnswer?(): Promise<void>;
  /** Asked for an evaluation, which it has accepted. */
  onEvaluation?(offer: EvaluationOffer, agent: VirtualAgent): Promise<void>;
  onOutcome?(outcome: Outcome): void;
  onError?(error: unknown): void;
  /** The connection is over, for what the coordinator said if it said why. */
  onClose?(reason: MusterError): void;
}

export interface VirtualUpdate {
  readonly bytes: Uint8Array;
  readonly weight: number;
}

export interface ReportDraft {
  readonly ref: RoundRef;
  readonly planHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly layoutHash: Uint8Array;
  readonly updateHash: Uint8Array;
  readonly size: number;
  readonly weight: number;
  readonly codec: string;
}

export class VirtualAgent {
  readonly identity: VirtualIdentity;
  readonly #behaviour: VirtualBehaviour;
  readonly #witness: VirtualWitness;
  #session: Session | undefined;
  #connection: AgentConnection | undefined;
  #aggregator: Uint8Array = new Uint8Array(32);
  #coordinatorKey: Uint8Array = new Uint8Array(32);
  /** From the first round of secure aggregation on. */
  #masking: VirtualMasking | undefined;

  /** `witness`: where it keeps what it has cosigned; forgotten with the agent by default. */
  constructor(identity: VirtualIdentity, behaviour: VirtualBehaviour, witness?: VirtualWitnessParts) {
    this.identity = identity;
    this.#behaviour = behaviour;
    this.#witness = new VirtualWitness(identity.identity, identity.manifest, witness);
  }

  get session(): Session {
    if (!this.#session) throw new MusterError('UNAVAILABLE', 'the virtual agent is not connected');
    return this.#session;
  }

  /** What the coordinator said of its log when this agent registered last. */
  get logPolicy(): Uint8Array {
    return this.#witness.policyText;
  }

  /** Connects and introduces itself. Throws what the coordinator refuses with. */
  async connect(): Promise<void> {
    const { session, handshake } = await connectOnce({
      ...this.#how(),
      identity: this.#proof(),
      handlers: this.#handlers(),
    });
    await this.#introduce(session, handshake.coordinator);
  }

  /** Connects, and comes back by full jitter whenever the connection breaks, as the daemon does. Resolves when it is there first. */
  async stay(backoff: { readonly baseMs: number; readonly capMs: number }): Promise<void> {
    const { promise: there, resolve, reject } = Promise.withResolvers<void>();
    const proof = this.#proof();
    this.#connection = new AgentConnection({
      ...this.#how(),
      identity: () => proof,
      handlers: this.#handlers(),
      backoff,
      onSession: (session, { coordinator }) => {
        this.#introduce(session, coordinator).then(resolve, (thrown) => this.#behaviour.onError?.(thrown));
      },
      onDown: (error) => this.#behaviour.onError?.(error),
      onFatal: reject,
    });
    await there;
  }

  #how() {
    return {
      url: this.identity.url,
      bindToTls: true,
      clock: systemClock,
      settings: SESSION_SETTINGS,
      handshakeMs: 10_000,
    };
  }

  #proof() {
    const { identity, certificate, manifest } = this.identity;
    return {
      purpose: 'session',
      manifest,
      identity,
      certificate,
      random: systemRandom,
    } as const;
  }

  #handlers(): SessionHandlers {
    return {
      ...NO_HANDLERS,
      onRequest: async (body) => {
        if (body.kind === 'addCheckpoint')
          return { kind: 'witnessAnswer', value: await this.#witness.answer(body.value.body) };
        if (body.kind === 'evaluationOffer' && this.#behaviour.onEvaluation) {
          const asked = body.value;
          setImmediate(() =>
            this.#behaviour.onEvaluation?.(asked, this).catch((thrown) => this.#behaviour.onError?.(thrown)),
          );
          return { kind: 'offerAnswer', value: { accepted: true, code: '', reason: '' } };
        }
        if (body.kind !== 'offer') throw new MusterError('UNEXPECTED_MESSAGE', `${body.kind} is not handled`);
        await this.#behaviour.beforeAnswer?.();
        const offer = body.value;
        this.identity.log.accepted(offer);
        await this.#bringEvents();
        setImmediate(() => this.#work(offer).catch((thrown: unknown) => this.#behaviour.onError?.(thrown)));
        return { kind: 'offerAnswer', value: { accepted: true, code: '', reason: '' } };
      },
      onNotice: (body) => {
        if (isSecureNotice(body)) this.#masking?.heard(body);
        if (body.kind !== 'outcome') return;
        this.#masking?.close();
        this.#behaviour.onOutcome?.(body.value);
      },
      onClose: (reason, _session, said) => this.#behaviour.onClose?.(said ?? reason),
    };
  }

  async #introduce(
    session: Session,
    { sealingKey, signingKey }: Pick<VerifiedCertificate, 'sealingKey' | 'signingKey'>,
  ): Promise<void> {
    this.#session = session;
    this.#aggregator = sealingKey;
    this.#coordinatorKey = signingKey;
    const { dataset, kind } = this.#behaviour;
    const registered = await session.request({
      kind: 'register',
      value: {
        agentVersion: '0.1.0',
        nodeVersion: process.version,
        platform: 'virtual',
        engine: null,
        datasets: [{ name: dataset, kind }],
        policyVersion: 1,
        policyHash: new Uint8Array(32),
        policy: this.#behaviour.policy ?? null,
      },
    });
    if (registered.kind !== 'registered') return;
    const { logPolicy, logWitnesses, nextEvent } = registered.value;
    this.#witness.registered(logPolicy, logWitnesses);
    this.identity.log.registered(logPolicy.length > 0, nextEvent);
    this.#masking?.connected();
  }

  #bringEvents(): Promise<void> {
    return this.identity.log.deliver((body) => this.session.request(body));
  }

  #openMasking(): VirtualMasking {
    const { identity, certificate, manifest } = this.identity;
    this.#masking ??= new VirtualMasking({
      identity,
      certificate,
      manifest,
      coordinatorKey: () => this.#coordinatorKey,
      // What is not heard is said again on the next connection.
      say: (message) => void this.#session?.request(message).catch(() => {}),
    });
    return this.#masking;
  }

  /** An update as it travels: sealed for the coordinator of this session. */
  sealed({ bytes }: VirtualUpdate): SealedUpdate {
    return sealedFor(this.#aggregator, bytes);
  }

  /** Announces and sends an update; resolves with the coordinator's last answer. `source` gives the bytes as they travel, or what else is to be sent. */
  async report(offer: Offer, update: VirtualUpdate, source?: ObjectSource): Promise<Body> {
    const { bytes, hash, masked, weight } = offer.secure
      ? await this.#masked(update)
      : { ...this.sealed(update), masked: null, weight: update.weight };
    const { ref, planHash, modelHash, layoutHash, codec } = offer;
    if (!ref) throw new MusterError('MALFORMED', 'an offer without its round');
    const draft: ReportDraft = {
      ref,
      planHash,
      modelHash,
      layoutHash,
      codec,
      updateHash: hash,
      size: bytes.length,
      weight,
    };
    const report = this.#behaviour.changeReport?.(draft) ?? draft;
    const signature = sign('update', updateFields(report), this.identity.identity.signing);
    this.identity.log.released({ ...report, signature });
    await this.#bringEvents();
    const body: Body = {
      kind: 'report',
      value: { ...report, figures: null, engine: null, masked, signature },
    };
    return this.session.push(body, source ?? memorySource(bytes), 120_000);
  }

  /** An update as words under masks, once those who share are known; its weight stands in them. */
  async #masked({ bytes: raw, weight }: VirtualUpdate) {
    const update = new Float32Array(raw.buffer, raw.byteOffset, raw.length / 4);
    const contribution = { update, examples: weight, lossSum: 0, metrics: [] };
    const { bytes, masked } = await this.#openMasking().mask(contribution);
    return { bytes, masked, hash: masked.sha256, weight: 1 };
  }

  /** Signs what it found of a model, and sends it; resolves with the coordinator's answer. */
  async evaluated(ref: RoundRef, modelHash: Uint8Array, evaluation: Evaluation): Promise<Body> {
    const bytes = encodeMessage('Evaluation', evaluation);
    const hash = createHash('sha256').update(bytes).digest();
    const fields = evaluationReportFields({ ref, modelHash }, hash);
    const signature = sign('evaluation-report', fields, this.identity.identity.signing);
    const { log } = this.identity;
    log.released({ ref, kind: 'evaluation', updateHash: hash, signature, size: bytes.length });
    await this.#bringEvents();
    return this.session.request({
      kind: 'evaluationReport',
      value: { ref, modelHash, evaluation, signature },
    });
  }

  close(): void {
    this.#connection?.close();
    this.#session?.close(new MusterError('UNAVAILABLE', 'the virtual agent stops'));
  }

  async #work(offer: Offer): Promise<void> {
    if (offer.secure) this.#openMasking().begin(offer);
    const modelBytes = this.#behaviour.fetchModel ? await this.#fetch(offer) : 0;
    const update = this.#behaviour.makeUpdate(offer, modelBytes);
    if (update) await this.report(offer, update);
  }

  /** Receives and verifies every byte of the global model, and forgets it: nothing is trained here. */
  #fetch(offer: Offer): Promise<number> {
    return this.session.pull(
      hex(offer.modelHash),
      { write: () => {}, abort: () => {} },
      { sizeBytesMax: 2 ** 31 },
    );
  }
}
