/**
 * @module The part of a virtual agent in rounds of secure aggregation: the state machine, keys and masks of a real agent, with nothing on a disk.
 * One round at a time.
 */
import { MusterError } from '@muster/errors';
import {
  type Identity,
  type Manifest,
  type SeenCertificates,
  SiteDirectory,
  SKEW_MS_MAX,
  siteIdOf,
  systemRandom,
  verifySite,
} from '@muster/identity';
import { type Body, type Certificate, hex, type Masked, type Offer } from '@muster/protocol';
import {
  type AttemptRecord,
  applyMasks,
  type ClientContext,
  type ClientEffect,
  type ClientInput,
  type ClientMessage,
  type ClientState,
  type Contribution,
  ENTROPY_BYTES,
  encodeUpdate,
  encodingFor,
  IDLE,
  type Mask,
  MaskedVector,
  stepClient,
  wipeMasks,
} from '@muster/secagg';
import { loadKernels } from '@muster/vector';

/** Bits of statistical security that it asks for. */
const LAMBDA_MIN = 40;

const kernels = await loadKernels();
/** Of all agents of the process: a site knows those of its neighbours from earlier rounds. */
const seen: SeenCertificates = new Map();

export interface VirtualMaskingOf {
  readonly identity: Identity;
  readonly certificate: Certificate;
  readonly manifest: Manifest;
  /** Ed25519 of the coordinator that it is connected to. */
  readonly coordinatorKey: () => Uint8Array;
  /** To the coordinator; what is not heard is said again by `connected`. */
  readonly say: (message: ClientMessage) => void;
  /** Milliseconds since 1970. */
  readonly wallMs?: () => number;
  readonly random?: (bytes: number) => Uint8Array;
  /** Words before they are masked, in place of which others may be put; for hostile agents, and for whoever wants to compare. */
  readonly encoded?: (words: MaskedVector, roundId: Uint8Array) => void;
}

/** An update as it travels, and its announcement. */
export interface VirtualWords {
  readonly bytes: Uint8Array;
  readonly masked: Masked;
}

/** What the coordinator tells of a round. */
export type SecureNotice = Extract<
  Body,
  { readonly kind: 'roster' | 'shareRelay' | 'survivors' | 'consistencySet' }
>;

export function isSecureNotice(body: Body): body is SecureNotice {
  return ['roster', 'shareRelay', 'survivors', 'consistencySet'].includes(body.kind);
}

interface Waiting {
  readonly update: Contribution;
  readonly resolve: (words: VirtualWords) => void;
  readonly reject: (error: MusterError) => void;
}

export class VirtualMasking {
  readonly #of: VirtualMaskingOf;
  readonly #own: Pick<ClientContext, 'siteId' | 'certHash' | 'organisation'>;
  /** By task. */
  readonly #attempts = new Map<string, AttemptRecord>();
  #state: ClientState = IDLE;
  #context: ClientContext | undefined;
  #waiting: Waiting | undefined;
  #words: Uint8Array = new Uint8Array();

  constructor(of: VirtualMaskingOf) {
    this.#of = of;
    const { identity, certificate, manifest } = of;
    const { hash, organisation } = verifySite(certificate, manifest, this.#at());
    const certHash = Buffer.from(hash, 'hex');
    this.#own = { siteId: siteIdOf(identity.signing.publicKey), certHash, organisation };
  }

  /** Keys for the round that is offered; of one that is under way what was said last is said again. */
  begin({ secure, modelHash }: Pick<Offer, 'secure' | 'modelHash'>): void {
    if (!secure) throw new MusterError('PLAN_MISMATCH', 'the offer masks nothing');
    const isKnown = 'terms' in this.#state && Buffer.compare(this.#state.terms.nonce, secure.nonce) === 0;
    if (isKnown) {
      this.connected();
      return;
    }
    this.close();
    this.#context = undefined;
    this.#step({
      type: 'offer',
      offer: secure,
      modelHash,
      previous: this.#attempts.get(hex(secure.taskId)) ?? null,
      budgetLeft: true,
      entropy: this.#random(ENTROPY_BYTES),
      nowMs: this.#now(),
    });
  }

  /** Resolves with the words when those who share are known. Rejects with SECAGG_REFUSED, and CANCELLED when the round is over before. */
  mask(update: Contribution): Promise<VirtualWords> {
    const { promise, resolve, reject } = Promise.withResolvers<VirtualWords>();
    this.#waiting = { update, resolve, reject };
    if (this.#state.phase === 'masked') this.#resolve();
    else this.#step({ type: 'updateReady', nowMs: this.#now() });
    return promise;
  }

  heard({ kind, value }: SecureNotice): void {
    const nowMs = this.#now();
    switch (kind) {
      case 'roster':
        this.#step({ type: kind, message: value, nowMs });
        return;
      case 'shareRelay':
        this.#step({ type: kind, message: value, nowMs });
        return;
      case 'survivors':
        this.#step({ type: kind, message: value, nowMs });
        return;
      case 'consistencySet':
        this.#step({ type: kind, message: value, nowMs });
        return;
      default:
        kind satisfies never;
    }
  }

  /** There is a session again. */
  connected(): void {
    this.#step({ type: 'reconnected', nowMs: this.#now() });
  }

  /** The round is over. */
  close(): void {
    this.#step({ type: 'close', nowMs: this.#now() });
    this.#waiting?.reject(new MusterError('CANCELLED', 'the round is over'));
    this.#waiting = undefined;
    this.#words = new Uint8Array();
  }

  #step(input: ClientInput): void {
    const { state, effects } = stepClient(this.#state, input, this.#contextNow());
    this.#state = state;
    for (const effect of effects) this.#act(effect);
    if (state.phase !== 'aborted') return;
    this.#waiting?.reject(new MusterError('SECAGG_REFUSED', `${state.code}: ${state.abort.detail}`));
    this.#waiting = undefined;
  }

  #act(effect: ClientEffect): void {
    switch (effect.type) {
      case 'recordAttempt':
        this.#attempts.set(hex(effect.taskId), effect.record);
        return;
      case 'save':
        return;
      case 'keepSignature':
        this.#step({ type: 'signatureKept', nowMs: this.#now() });
        return;
      case 'send':
        // The announcement of the words leaves with them.
        if (effect.message.kind !== 'masked') this.#of.say(effect.message);
        return;
      case 'mask':
        this.#mask(effect);
        return;
      case 'wipe':
        for (const secret of effect.secrets) secret.fill(0);
        return;
      default:
        effect satisfies never;
    }
  }

  #mask({ roundId, masks }: { readonly roundId: Uint8Array; readonly masks: readonly Mask[] }): void {
    const waiting = this.#waiting;
    if (!waiting || this.#state.phase !== 'rostered') return;
    const { encoding, cohort } = this.#state.terms;
    using vector = new MaskedVector(kernels, encodingFor(encoding, cohort.maxCohort));
    encodeUpdate(kernels, vector, waiting.update, { roundId, roundingKey: this.#random(32) });
    this.#of.encoded?.(vector, roundId);
    applyMasks(vector, masks);
    wipeMasks(masks);
    this.#words = vector.toBytes();
    this.#step({
      type: 'wordsKept',
      sha256: vector.digest(),
      sizeBytes: this.#words.length,
      nowMs: this.#now(),
    });
    this.#resolve();
  }

  #resolve(): void {
    if (this.#state.phase !== 'masked') return;
    this.#waiting?.resolve({ bytes: this.#words, masked: this.#state.masked });
    this.#waiting = undefined;
  }

  #contextNow(): ClientContext {
    if (this.#context) return this.#context;
    const { identity, manifest } = this.#of;
    this.#context = {
      ...this.#own,
      signingKey: identity.signing.privateKey,
      coordinatorKey: this.#of.coordinatorKey(),
      directory: new SiteDirectory(manifest, this.#at(), seen),
      floor: {
        federationId: manifest.federationId,
        manifestHash: manifest.hash,
        profile: 'semi-honest',
        minCohort: manifest.cohortMin,
        corruptMin: manifest.corruptPerMilleMax / 1000,
        dropoutMax: manifest.dropoutPerMilleMax / 1000,
        lambdaMin: LAMBDA_MIN,
        unsafeSmallCohort: true,
      },
    };
    return this.#context;
  }

  #at() {
    return { nowMs: this.#now(), skewMs: SKEW_MS_MAX };
  }

  #now(): number {
    return Math.round(this.#of.wallMs?.() ?? Date.now());
  }

  #random(length: number): Uint8Array {
    return Uint8Array.from((this.#of.random ?? systemRandom)(length));
  }
}
