/**
 * @module The site's part in rounds of secure aggregation: the shell around its state machine. What is decided is on disk before a word of it
 * leaves, and the words of an update leave with the row that names them. One round at a time.
 */
import { asMusterError, MusterError } from '@muster/errors';
import type { RandomBytes, SeenCertificates } from '@muster/identity';
import { type Body, hex, type Offer, type RoundRef, sameRef } from '@muster/protocol';
import {
  type ClientContext,
  type ClientEffect,
  type ClientInput,
  type ClientState,
  type ClientStep,
  clientWakeMs,
  ENTROPY_BYTES,
  encodeClient,
  IDLE,
  readClient,
  stepClient,
} from '@muster/secagg';
import type { SiteStore } from '@muster/store/site';
import type { Clock } from '@muster/transport';
import { faultPoint } from '../fault-point.ts';
import type { EgressGate } from '../gate.ts';
import type { Logger } from '../logger.ts';
import { isOfOwnDisk } from '../own-disk.ts';
import { type ContextParts, clientContext } from './client-context.ts';
import type { MaskedFile, MaskFile } from './masked-file.ts';
import { type KeepMasked, MaskingTurn, type PlainUpdate } from './masking-turn.ts';

const RETRY_MS = 1_000;

export interface MaskedPartParts extends ContextParts {
  readonly gate: Pick<EgressGate, 'connected' | 'request'>;
  readonly store: Pick<SiteStore, 'masked' | 'atomically'>;
  readonly mask: MaskFile;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Logger;
}

type KeptEffect = Extract<ClientEffect, { type: 'recordAttempt' | 'save' | 'keepSignature' }>;

function isKept(effect: ClientEffect): effect is KeptEffect {
  return effect.type === 'recordAttempt' || effect.type === 'save' || effect.type === 'keepSignature';
}

/** What the coordinator tells of a round. */
export type SecureNotice = Extract<
  Body,
  { readonly kind: 'roster' | 'shareRelay' | 'survivors' | 'consistencySet' }
>;

export class MaskedPart {
  readonly #parts: MaskedPartParts;
  readonly #seen: SeenCertificates = new Map();
  readonly #turn: MaskingTurn;
  #ref: RoundRef | undefined;
  #state: ClientState = IDLE;
  #context: ClientContext | undefined;
  /** Fires when the site takes no further part in the round that is under way. */
  #over = new AbortController();
  #cancelWake: () => void = () => {};
  #closed = false;

  /** Takes up what an earlier process has kept. Throws STORAGE_CORRUPT. */
  constructor(parts: MaskedPartParts) {
    this.#parts = parts;
    this.#turn = new MaskingTurn(parts);
    const kept = parts.store.masked.find();
    if (!kept) return;
    this.#ref = kept.ref;
    this.#state = readClient(kept.state);
    this.#scheduleWake();
  }

  /** The attempt in which the site takes part. */
  get ref(): RoundRef | undefined {
    return this.#ref;
  }

  /**
   * Keys for the round that is offered, or what was begun of it before a restart. The signal fires with SECAGG_REFUSED as its reason when the
   * site takes no further part. Throws SECAGG_REFUSED, PLAN_MISMATCH, STORAGE_*.
   */
  begin(ref: RoundRef, { secure, modelHash }: Pick<Offer, 'secure' | 'modelHash'>): AbortSignal {
    const { store, random } = this.#parts;
    if (!secure) throw new MusterError('PLAN_MISMATCH', 'the plan masks updates, and the offer does not');
    if (this.#ref && sameRef(this.#ref, ref) && this.#state.phase !== 'idle') {
      this.#step({ type: 'reconnected', nowMs: this.#now() });
      return this.#over.signal;
    }
    this.close();
    this.#over = new AbortController();
    this.#ref = ref;
    this.#context = undefined;
    const entropy = Uint8Array.from(random(ENTROPY_BYTES));
    this.#step({
      type: 'offer',
      offer: secure,
      modelHash,
      previous: store.masked.taken(secure.taskId) ?? null,
      budgetLeft: true,
      entropy,
      nowMs: this.#now(),
    });
    entropy.fill(0);
    this.#over.signal.throwIfAborted();
    return this.#over.signal;
  }

  /** Resolves when the words are kept. Rejects with SECAGG_REFUSED, CANCELLED, STORAGE_*, and what `keep` throws. */
  async mask(update: PlainUpdate, keep: KeepMasked, signal: AbortSignal): Promise<void> {
    const ready = (): void => this.#step({ type: 'updateReady', nowMs: this.#now() });
    await this.#turn.wait({ update, keep }, { signal, over: this.#over.signal, ready });
  }

  heard({ kind, value }: SecureNotice): void {
    const nowMs = this.#now();
    switch (kind) {
      case 'roster':
        this.#insist({ type: kind, message: value, nowMs });
        return;
      case 'shareRelay':
        this.#insist({ type: kind, message: value, nowMs });
        return;
      case 'survivors':
        this.#insist({ type: kind, message: value, nowMs });
        return;
      case 'consistencySet':
        this.#insist({ type: kind, message: value, nowMs });
        return;
      default:
        kind satisfies never;
    }
  }

  /** There is a session again: what was said last is said again. */
  connected(): void {
    this.#insist({ type: 'reconnected', nowMs: this.#now() });
  }

  /** No round is under way any more, and nothing is kept of one. Throws STORAGE_*. */
  close(): void {
    this.#step({ type: 'close', nowMs: this.#now() });
  }

  /** This round is over, whatever came of it: nothing of it is kept, as soon as the disk allows. */
  over(ref: RoundRef): void {
    if (!this.#ref || !sameRef(this.#ref, ref) || this.#closed) return;
    try {
      this.close();
    } catch (thrown) {
      this.#later(thrown, () => this.over(ref));
    }
  }

  /** The site's work for it has ended. Why it takes no further part is said again until the coordinator has no such round any more. */
  settled(ref: RoundRef): void {
    if (this.#state.phase !== 'aborted') this.over(ref);
  }

  /** The agent stops; what is kept stays for the next process. */
  stop(): void {
    this.#closed = true;
    this.#cancelWake();
  }

  /** What the disk refuses is heard again. */
  #insist(input: ClientInput): void {
    try {
      this.#step(input);
    } catch (thrown) {
      this.#later(thrown, () => this.#insist({ ...input, nowMs: this.#now() }));
    }
  }

  /** Throws what is no fault of the disk. */
  #later(thrown: unknown, act: () => void): void {
    const error = asMusterError(thrown);
    if (!isOfOwnDisk(error)) throw thrown;
    const { clock, log } = this.#parts;
    log.error(
      { ...this.#ref, code: error.code },
      'the disk refuses: a round of secure aggregation waits for it',
    );
    clock.after(RETRY_MS, act);
  }

  #step(input: ClientInput): void {
    if (this.#closed) return;
    this.#take(stepClient(this.#state, input, this.#contextNow()));
  }

  /** What is to be kept is on disk, all of it at once, before anything else is done. */
  #take({ state, effects }: ClientStep): void {
    const { store } = this.#parts;
    const before = this.#state;
    this.#state = state;
    try {
      if (effects.some(isKept))
        store.atomically(() => {
          for (const effect of effects.filter(isKept)) this.#keep(effect);
        });
    } catch (thrown) {
      // Nothing of the step stands.
      this.#state = before;
      throw thrown;
    }
    faultPoint('masked-part-saved');
    for (const effect of effects) this.#act(effect);
    this.#scheduleWake();
    if (state.phase === 'aborted' && before.phase !== 'aborted') this.#tellAborted(state);
  }

  #keep(effect: KeptEffect): void {
    const { store } = this.#parts;
    if (effect.type === 'recordAttempt') store.masked.take(effect.taskId, effect.record);
    else if (this.#state.phase === 'idle' || !this.#ref) store.masked.remove();
    else store.masked.keep(this.#ref, encodeClient(this.#state));
  }

  #act(effect: ClientEffect): void {
    switch (effect.type) {
      case 'recordAttempt':
      case 'save':
        return;
      case 'keepSignature':
        this.#step({ type: 'signatureKept', nowMs: this.#now() });
        return;
      case 'send':
        // The announcement of the words leaves with them.
        if (effect.message.kind !== 'masked') void this.#send(effect.message);
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

  #tellAborted({ code, abort }: Extract<ClientState, { phase: 'aborted' }>): void {
    this.#parts.log.warn(
      { ...this.#ref, abort: code },
      `the site takes no further part in the round: ${abort.detail}`,
    );
    this.#over.abort(
      new MusterError('SECAGG_REFUSED', `${code}: ${abort.detail}`, { detail: { abort: code } }),
    );
  }

  /** What is not heard now is said again when there is a session, or the coordinator has no use for it. */
  async #send(body: Extract<ClientEffect, { type: 'send' }>['message']): Promise<void> {
    const { gate, clock, log } = this.#parts;
    if (body.kind === 'masked' || !gate.connected) return;
    const ref = this.#ref;
    try {
      await gate.request({ body });
      faultPoint('secure-word-said');
    } catch (thrown) {
      const error = asMusterError(thrown);
      if (this.#closed) return;
      log.info({ ...ref, word: body.kind, code: error.code }, error.message);
      if (ref && error.code === 'ROUND_CLOSED') this.over(ref);
      if (gate.connected && (error.retryable || isOfOwnDisk(error)))
        clock.after(Math.max(RETRY_MS, error.retryAfterMs), () => this.connected());
    }
  }

  #mask(effect: Extract<ClientEffect, { type: 'mask' }>): void {
    const state = this.#state;
    if (state.phase !== 'rostered') return;
    void this.#turn.run(state.terms, effect, (made, keep) => this.#handOver(made, keep));
  }

  /** The state that stands for the words goes to disk with them; until then this is a site that has none. */
  async #handOver({ sha256, sizeBytes }: MaskedFile, keep: KeepMasked): Promise<void> {
    const input = { type: 'wordsKept', sha256, sizeBytes, nowMs: this.#now() } as const;
    const step = stepClient(this.#state, input, this.#contextNow());
    const { state } = step;
    if (state.phase !== 'masked') {
      this.#take(step);
      throw new MusterError('CANCELLED', 'the site takes no further part in the round');
    }
    await keep({ hash: hex(sha256), sizeBytes, masked: state.masked }, () => {
      // The round may have ended meanwhile; then nothing is kept of it.
      if (this.#state.phase !== 'rostered' || !this.#ref)
        throw new MusterError('CANCELLED', 'the round is over');
      const { masked } = this.#parts.store;
      for (const effect of step.effects)
        if (effect.type === 'recordAttempt') masked.take(effect.taskId, effect.record);
      masked.keep(this.#ref, encodeClient(state));
    });
    this.#take({ state, effects: step.effects.filter(({ type }) => type === 'wipe') });
  }

  #scheduleWake(): void {
    this.#cancelWake();
    const atMs = clientWakeMs(this.#state);
    if (this.#closed || atMs === null) return;
    const { clock } = this.#parts;
    this.#cancelWake = clock.after(Math.max(1, atMs - this.#now()), () =>
      this.#insist({ type: 'wake', nowMs: this.#now() }),
    );
  }

  /** Of one round: by the manifest that is pinned when it begins, or when its process starts anew. */
  #contextNow(): ClientContext {
    this.#context ??= clientContext(this.#parts, this.#seen, this.#now());
    return this.#context;
  }

  /** Wall clock: it is compared over restarts. */
  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}
