/** @module An agent in memory: its shell, its disk and its update, around the real state machine. */
import type { Kernels } from '@muster/vector';
import { IDLE, stepClient } from '../client/client.ts';
import type {
  AttemptRecord,
  ClientContext,
  ClientEffect,
  ClientInput,
  ClientMessage,
  ClientState,
  SecureFloor,
} from '../client/client-state.ts';
import { encodingFor } from '../encoding.ts';
import { applyMasks, type Mask, wipeMasks } from '../mask.ts';
import { MaskedVector } from '../masked-vector.ts';
import { encodeClient, readClient } from '../saved-state.ts';
import type { RoundTerms } from '../terms.ts';
import { type Contribution, encodeUpdate } from '../update-encoder.ts';
import { type CertifiedSite, digest, type TestFederation } from './federation.ts';

export type Say = (site: VirtualSite, message: ClientMessage) => void;

/** What outlives a process. */
interface SiteDisk {
  state: Uint8Array | null;
  words: Uint8Array | null;
  attempt: AttemptRecord | null;
}

export class VirtualSite {
  readonly certified: CertifiedSite;
  readonly context: ClientContext;
  readonly contribution: Contribution;
  state: ClientState = IDLE;
  readonly disk: SiteDisk = { state: null, words: null, attempt: null };
  /** The words before they were masked, what the site adds to the sum: for whoever wants to compare. */
  encoded: Uint8Array | null = null;
  keepsEncoded = true;
  /** The words as they are written to disk. */
  store = (vector: MaskedVector): Uint8Array => vector.toBytes();
  /** Takes no step and says nothing. */
  dead = false;
  /** Every message that left, in order. */
  readonly said: ClientMessage[] = [];
  readonly #kernels: Kernels;
  readonly #say: Say;
  #maskings = 0;

  constructor(
    kernels: Kernels,
    federation: TestFederation,
    certified: CertifiedSite,
    contribution: Contribution,
    floor: SecureFloor,
    say: Say,
  ) {
    this.#kernels = kernels;
    this.#say = say;
    this.certified = certified;
    this.contribution = contribution;
    this.context = {
      siteId: certified.siteId,
      certHash: certified.certHash,
      signingKey: certified.keys.privateKey,
      organisation: certified.organisation,
      coordinatorKey: federation.coordinator.publicKey,
      directory: federation.directory(),
      floor,
    };
  }

  get name(): string {
    return Buffer.from(this.certified.siteId).toString('hex');
  }

  /** One step, and what it asks for; `effectsMax` of that, where the process is killed in between. */
  step(input: ClientInput, effectsMax = Number.POSITIVE_INFINITY): void {
    if (this.dead) return;
    const { state, effects } = stepClient(this.state, input, this.context);
    this.state = state;
    for (const effect of effects.slice(0, effectsMax)) this.#act(effect, input.nowMs);
  }

  /** The process is killed, and another one goes on from the disk. */
  restart(nowMs: number): void {
    if (this.dead) return;
    this.state = this.disk.state === null ? IDLE : readClient(this.disk.state);
    this.step({ type: 'reconnected', nowMs });
    this.step({ type: 'updateReady', nowMs });
  }

  #act(effect: ClientEffect, nowMs: number): void {
    switch (effect.type) {
      case 'recordAttempt':
        this.disk.attempt = effect.record;
        break;
      case 'save':
        this.disk.state = encodeClient(this.state);
        break;
      case 'keepSignature':
        this.disk.state = encodeClient(this.state);
        this.step({ type: 'signatureKept', nowMs });
        break;
      case 'send':
        this.said.push(effect.message);
        this.#say(this, effect.message);
        break;
      case 'mask':
        this.#mask(effect, nowMs);
        break;
      case 'wipe':
        for (const secret of effect.secrets) secret.fill(0);
        break;
      default:
        effect satisfies never;
    }
  }

  #mask({ roundId, masks }: { roundId: Uint8Array; masks: readonly Mask[] }, nowMs: number): void {
    if (!('terms' in this.state)) return;
    using vector = vectorFor(this.#kernels, this.state.terms);
    const roundingKey = digest('rounding', this.name, String(this.#maskings++));
    encodeUpdate(this.#kernels, vector, this.contribution, { roundId, roundingKey });
    if (this.keepsEncoded) this.encoded = vector.toBytes();
    applyMasks(vector, masks);
    wipeMasks(masks);
    this.disk.words = this.store(vector);
    this.step({ type: 'wordsKept', sha256: vector.digest(), sizeBytes: this.disk.words.length, nowMs });
  }
}

export function vectorFor(kernels: Kernels, { encoding, cohort }: RoundTerms): MaskedVector {
  return new MaskedVector(kernels, encodingFor(encoding, cohort.maxCohort));
}
