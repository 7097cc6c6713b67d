/** @module What a run's machine asks for, done: sites are asked and told, updates let in and let go, sums and models worked out. */
import { asMusterError, type ErrorCode, isOfDisk, MusterError } from '@muster/errors';
import { type OfferProof, type RoundRef, sameRef } from '@muster/protocol';
import { type ActiveRound, answerFromRecord, type RunEffect, type RunInput } from '@muster/rounds';
import type { Plan } from '@muster/task';
import type { Session } from '@muster/transport';
import type { MadeModel } from '../aggregate.ts';
import { faultPoint } from '../fault-point.ts';
import type { SealedSum } from '../ingest/round-sum.ts';
import { recordedOutcome } from '../record.ts';
import type { OfferReply } from '../site-messages.ts';
import type { RunLedger } from './ledger.ts';
import { MaskedRound, type MaskedRoundOf } from './masked-round.ts';
import { answerToEvaluation, answerToOffer } from './offers.ts';
import type { RunParts } from './parts.ts';
import { RoundWork } from './round-work.ts';

/** While the log cannot be published, offers wait. */
const PUBLISH_RETRY_MS = 1_000;

/** What is made of the word of a site that has not signed it. */
const UNLOGGED: OfferReply = {
  accepted: false,
  code: 'AUDIT_UNLOGGED',
  reason: 'it has not put on record that it agrees',
};

/** How an announced update is to be answered. */
export type AnnouncementAnswer =
  | { readonly kind: 'receive' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string };

interface ActsOf {
  readonly plan: Plan;
  readonly parts: RunParts;
  readonly ledger: RunLedger;
  /** The sum that an earlier process sealed of the attempt that is open. */
  readonly sealed: SealedSum | undefined;
  /** What came of an act. */
  readonly hear: (input: RunInput) => void;
  readonly isOpen: (ref: RoundRef) => boolean;
  /** Whether the open evaluation waits for this site's word about this model. */
  readonly isEvaluating: (ref: RoundRef, site: string, modelHash: string) => boolean;
}

/** Something that a site is asked, once it is shown to be logged. */
interface Logged {
  readonly isOpen: () => boolean;
  readonly prove: () => Promise<OfferProof | null>;
  readonly ask: (session: Session, logged: OfferProof | null) => Promise<OfferReply>;
}

export class RunActs {
  readonly #of: ActsOf;
  /** What the effects of the current step answer to announcements, by site. */
  readonly answers = new Map<string, AnnouncementAnswer>();
  /** Of the attempt that is open. */
  #work: RoundWork | undefined;
  /** Until the open attempt is worked on. */
  #sealed: SealedSum | undefined;
  /** Of the attempt that is open, where updates are masked. */
  #masked: MaskedRound | undefined;

  constructor(of: ActsOf) {
    this.#of = of;
    this.#sealed = of.sealed;
  }

  /** The model in the making, for the step that commits it. */
  get made(): MadeModel | undefined {
    return this.#work?.made;
  }
  /** The sum that was written last, for the step that adopts it. */
  get writtenHash(): string | undefined {
    return this.#work?.written?.hash;
  }

  /** Whether a blob was made for a step that is not recorded yet. */
  holds(hash: string): boolean {
    const { made, writtenHash } = this;
    return (
      hash === writtenHash || hash === made?.hash || Object.values(made?.optimizer.slots ?? {}).includes(hash)
    );
  }

  /** Ends what is being worked out. */
  close(): void {
    this.#dropWork();
    this.#masked?.[Symbol.dispose]();
  }

  /** Secure aggregation of the attempt that is open. */
  get masked(): MaskedRound | undefined {
    return this.#masked;
  }

  /** Takes up what an earlier process has kept of the attempt that is open. Where it had offered it to nobody yet, it begins. */
  resume(round: ActiveRound): void {
    if (!this.#isMasked) return;
    this.#masked = MaskedRound.resume(this.#maskedOf(round.ref), cohortOf(round));
    if (!this.#masked && round.phase === 'select') this.#open(round);
  }

  /** After the transaction: what others are told, and what is to be worked out. */
  act(effect: RunEffect): void {
    const { ledger, hear, isOpen } = this.#of;
    const { uploads, fleet, log } = this.#of.parts;
    switch (effect.type) {
      case 'roundOpened':
        ledger.traffic.clear();
        ledger.weighed.clear();
        ledger.commitments.clear();
        this.#dropWork();
        this.#open(effect.round);
        return;
      case 'sendOffer': {
        if (fleet.get(effect.site)) void this.#offer(effect, this.#send(effect));
        return;
      }
      case 'receiveUpdate':
        this.answers.set(effect.site, { kind: 'receive' });
        return;
      case 'confirmReceived': {
        this.answers.set(effect.site, { kind: 'confirmed' });
        const upload = uploads.find(effect.ref, effect.site);
        if (upload?.isAdmitted && !this.#isMasked) this.#workOn(effect.ref).add(upload);
        return;
      }
      case 'refuseUpdate':
        this.answers.set(effect.site, { kind: 'refused', code: effect.code, reason: effect.reason });
        return;
      case 'discardUpdate':
        uploads.discard(effect.ref, effect.site);
        return;
      case 'prepareMasks':
        this.#withMasked(effect.ref, (masked) => masked.prepare(effect.sites));
        return;
      case 'unmaskSum':
        this.#withMasked(effect.ref, (masked) => masked.unmask(effect.members));
        return;
      case 'writeSeal':
        void this.#workOn(effect.ref).seal(effect.members);
        return;
      case 'recordSeal':
        this.#workOn(effect.ref).sealed();
        uploads.discardRound(effect.ref, new Set(effect.members.map(({ site }) => site)));
        return;
      case 'publishOutcome':
        this.#tell(effect);
        if (effect.outcome.outcome !== 'counted' && isOpen(effect.ref)) this.#masked?.gone(effect.site);
        return;
      case 'repeatOutcome':
        this.#tell(effect);
        return;
      case 'lookUpOutcome':
        this.#lookUp(effect);
        return;
      case 'requestAggregation':
        void this.#workOn(effect.ref).aggregate(effect.members);
        return;
      case 'applyAggregate':
        void this.#workOn(effect.ref).apply(effect.baseModelHash);
        return;
      case 'evaluateModel':
        void this.#workOn(effect.ref).evaluate(effect.modelHash);
        return;
      case 'commitRound':
        hear({ type: 'committed', nowMs: this.#now(), ref: effect.ref });
        return;
      case 'recordRound': {
        const { ref, result, reason } = effect.record;
        ledger.traffic.clear();
        this.#dropWork();
        this.#masked?.[Symbol.dispose]();
        this.#masked = undefined;
        uploads.discardRound(ref);
        faultPoint('round-emptied');
        log.info({ ...ref, result, reason }, 'round ended');
        return;
      }
      case 'startEvaluation': {
        if (fleet.get(effect.site)) void this.#evaluation(effect, this.#sendEvaluation(effect));
        return;
      }
      case 'recordEvaluation':
      case 'runWaiting':
      case 'runPaused':
      case 'runCompleted':
      case 'runCancelled':
      case 'runFailed':
        log.info({ run: ledger.run, effect: effect.type }, 'run');
        return;
      default:
        effect satisfies never;
    }
  }

  #send(effect: Extract<RunEffect, { type: 'sendOffer' }>): Promise<OfferReply> {
    const { plan, parts, isOpen } = this.#of;
    const { trail, messages } = parts;
    return this.#whenLogged(effect.site, {
      isOpen: () => isOpen(effect.ref),
      prove: () => trail.proofOfOffer(effect.ref, effect.site),
      ask: async (session, logged) => {
        const reply = await messages.offer(session, plan, effect, {
          logged,
          secure: this.#masked?.offer ?? null,
        });
        return reply.accepted && !trail.hasAccepted(effect.ref, effect.site) ? UNLOGGED : reply;
      },
    });
  }

  #sendEvaluation(effect: Extract<RunEffect, { type: 'startEvaluation' }>): Promise<OfferReply> {
    const { plan, parts, isEvaluating } = this.#of;
    const { trail, messages } = parts;
    return this.#whenLogged(effect.site, {
      isOpen: () => isEvaluating(effect.ref, effect.site, effect.modelHash),
      prove: () => trail.proofOfModel(effect.ref),
      ask: (session, logged) => messages.evaluationOffer(session, plan, effect, logged),
    });
  }

  /** An offer goes out when it can be shown that what it is about is in the log, and that a quorum has seen it there. */
  async #whenLogged(site: string, { isOpen, prove, ask }: Logged): Promise<OfferReply> {
    const { fleet, clock, log } = this.#of.parts;
    let said = '';
    for (;;) {
      let isShown = false;
      try {
        const logged = await prove();
        isShown = true;
        const connected = fleet.get(site);
        if (!connected || !isOpen()) throw new MusterError('UNAVAILABLE', 'the site has gone');
        return await ask(connected.session, logged);
      } catch (thrown) {
        const error = asMusterError(thrown);
        const waits =
          isOfDisk(error) ||
          error.code === 'AUDIT_QUORUM_NOT_REACHED' ||
          // What is wrong with our own log is no site's refusal; the process ends over it.
          (!isShown && (error.code === 'AUDIT_ROLLED_BACK' || error.code === 'AUDIT_FORK'));
        if (!waits || !isOpen()) throw error;
        if (error.message !== said)
          log.warn({ site, code: error.code }, `an offer waits for the audit log: ${error.message}`);
        said = error.message;
        await new Promise<void>((resolve) => clock.after(PUBLISH_RETRY_MS, resolve));
      }
    }
  }

  async #offer(
    { site, ref }: Extract<RunEffect, { type: 'sendOffer' }>,
    offered: Parameters<typeof answerToOffer>[1],
  ): Promise<void> {
    const answer = await answerToOffer({ site, ref, now: () => this.#now() }, offered);
    if (!answer) return;
    const { parts, isOpen, hear } = this.#of;
    const connected = parts.fleet.get(site);
    if (answer.type === 'offerAccepted' && connected && isOpen(ref)) connected.busyWith = ref;
    hear(answer);
  }

  async #evaluation(
    { site, ref }: Extract<RunEffect, { type: 'startEvaluation' }>,
    offered: Parameters<typeof answerToEvaluation>[1],
  ): Promise<void> {
    const answer = await answerToEvaluation({ site, ref, now: () => this.#now() }, offered);
    if (answer) this.#of.hear(answer);
  }

  #tell(effect: Extract<RunEffect, { type: 'publishOutcome' | 'repeatOutcome' }>): void {
    const { fleet, messages } = this.#of.parts;
    const site = fleet.get(effect.site);
    if (!site) return;
    if (site.busyWith?.run === effect.ref.run) {
      site.busyWith = undefined;
      site.progress = undefined;
    }
    faultPoint('outcome-untold');
    messages.outcome(site.session, effect);
    faultPoint('outcome-told');
  }

  #lookUp(question: Extract<RunEffect, { type: 'lookUpOutcome' }>): void {
    const { store } = this.#of.parts;
    const { ref, site } = question;
    for (const effect of answerFromRecord(question, recordedOutcome(store, ref, site))) this.act(effect);
  }

  get #isMasked(): boolean {
    return this.#of.plan.body.secureAggregation.profile !== 'off';
  }

  #open(round: ActiveRound): void {
    this.#masked?.[Symbol.dispose]();
    this.#masked = undefined;
    if (!this.#isMasked || !('seats' in round)) return;
    this.#masked = MaskedRound.open(this.#maskedOf(round.ref), round.seats.sites, round.modelHash);
  }

  #maskedOf(ref: RoundRef): MaskedRoundOf {
    const { plan, parts, hear, ledger } = this.#of;
    return {
      ref,
      plan,
      parts,
      hear,
      count: (site, direction, bytes) => ledger.traffic.count(site, direction, bytes),
      written: (sum) => this.#workOn(ref).wrote(sum),
    };
  }

  #withMasked(ref: RoundRef, act: (masked: MaskedRound) => void): void {
    if (this.#masked && sameRef(this.#masked.ref, ref)) {
      act(this.#masked);
      return;
    }
    const reason = 'what was decided in the round of secure aggregation did not outlast the restart';
    this.#of.hear({ type: 'workFailed', nowMs: this.#now(), ref, code: 'STORAGE_CORRUPT', reason });
  }

  #workOn(ref: RoundRef): RoundWork {
    if (this.#work && sameRef(this.#work.ref, ref)) return this.#work;
    this.#work?.[Symbol.dispose]();
    const { plan, parts, hear } = this.#of;
    this.#work = new RoundWork(ref, plan, parts, { sealed: this.#sealed, hear });
    this.#sealed = undefined;
    return this.#work;
  }

  #dropWork(): void {
    this.#work?.[Symbol.dispose]();
    this.#work = undefined;
    this.#sealed = undefined;
  }

  #now(): number {
    return this.#of.parts.clock.monotonicMs();
  }
}

/** Everybody who was asked. */
function cohortOf(round: ActiveRound): readonly string[] {
  if ('seats' in round) return round.seats.sites;
  return [...round.members.map(({ site }) => site), ...Object.keys(round.outcomes)];
}
