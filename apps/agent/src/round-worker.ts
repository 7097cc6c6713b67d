/**
 * @module What the agent does for rounds: takes or refuses offers that the coordinator signed, works for one of them at a time, and hears
 * how rounds ended. Invariant: `#job` is the one piece of work whose result still matters; whatever replaces it cancels it.
 */
import { asMusterError, MusterError } from '@muster/errors';
import { type VerifiedCertificate, verify } from '@muster/identity';
import { EVALUATION_METRICS, mayLeave } from '@muster/policy/decision';
import {
  type EvaluationOffer,
  evaluationFields,
  hex,
  type Offer,
  type Outcome,
  offerFields,
  outcomeFields,
  type RoundRef,
  refOf,
  sameRef,
} from '@muster/protocol';
import { ACCEPTED, type Answer, refused } from './answer.ts';
import { placed } from './audit/placed-offer.ts';
import { faultPoint } from './fault-point.ts';
import { InterruptedWork } from './interrupted-work.ts';
import type { Job, OwnJob } from './job.ts';
import { type Assignment, agreed, OfferJudge } from './offer-judge.ts';
import { RoundNotices } from './round-notices.ts';
import { RoundTraining } from './round-training.ts';
import type { MaskedPart, SecureNotice } from './secure/masked-part.ts';
import { evaluateHere } from './site-evaluation.ts';
import { settledStatus, UpdateQueue } from './update-queue.ts';
import type { WorkerParts } from './worker-parts.ts';
import { WorkingFiles } from './working-files.ts';

/** After a restart the coordinator offers again what is still open, within this time after we are registered. */
const REOFFER_MS = 5_000;

export class RoundWorker {
  readonly #parts: WorkerParts;
  readonly #judge: OfferJudge;
  readonly #queue: UpdateQueue;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #notices: RoundNotices;
  readonly #training: RoundTraining;
  readonly #interrupted: InterruptedWork;
  #coordinatorKey: Uint8Array = new Uint8Array(32);
  #aggregator: Uint8Array = new Uint8Array(32);
  #own: Pick<VerifiedCertificate, 'hash' | 'organisation'> = { hash: '', organisation: '' };
  /** Of secure aggregation, from the first round of it on. */
  #masked: Promise<MaskedPart> | undefined;
  #job: OwnJob | undefined;
  /** Offers of which the plan is being fetched and read. */
  #judging = 0;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { folder, config, engine, gate, store, identity, child, log } = parts;
    const { clock, uniform, seal, trail, audit } = parts;
    const stopping = this.#stopping.signal;
    const files = new WorkingFiles(folder, store.work.unsettled());
    this.#judge = new OfferJudge({ ...parts, baseDir: folder.root });
    this.#queue = new UpdateQueue({
      store,
      gate,
      identity,
      engine,
      keepUpdates: config.keepUpdates,
      settled: (ref) => this.#secure((masked) => masked.settled(ref)),
      trail,
      audit,
      clock,
      uniform,
      log,
      stopping,
    });
    this.#notices = new RoundNotices({ gate, policy: config.policy, clock, log, stopping });
    this.#training = new RoundTraining({
      files,
      gate,
      child,
      timeoutMs: config.training.timeoutS * 1000,
      judge: this.#judge,
      queue: this.#queue,
      notices: this.#notices,
      seal,
      masked: () => this.#maskedPart(),
      policy: config.policy,
      trail,
      clock,
      uniform,
      log,
      stopping,
    });
    this.#interrupted = new InterruptedWork(store, log);
  }

  /** Whose word counts on this connection, for whom updates are sealed, and as whom the site is known there. */
  knows(
    { signingKey, sealingKey }: Pick<VerifiedCertificate, 'signingKey' | 'sealingKey'>,
    own: Pick<VerifiedCertificate, 'hash' | 'organisation'>,
  ): void {
    this.#coordinatorKey = signingKey;
    this.#aggregator = sealingKey;
    this.#own = own;
  }

  /** Something is in work here, or an update is to be brought: a round may wait for it. */
  get hasOpenWork(): boolean {
    try {
      return this.#job !== undefined || this.#parts.store.work.unsettled().length > 0;
    } catch {
      return true; // a disk at fault does not tell
    }
  }

  /** The connection is up and we are registered. */
  connected(): void {
    this.#queue.bringAll();
    this.#secure((masked) => masked.connected());
    if (!this.#interrupted.isNone) this.#tellInterruptedLater();
  }

  /** Ends all work; what was begun stays on record as begun, for the next start. Resolves when the store is no longer used. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#job?.cancel.abort();
    await Promise.all(this.#running);
    await this.#queue.stopped();
    (await this.#masked?.catch(() => undefined))?.stop();
  }

  /** What the coordinator tells of a round of secure aggregation. */
  secureNotice(notice: SecureNotice): void {
    this.#secure((masked) => masked.heard(notice));
  }

  /** Where there was no such round, and none is kept, there is nothing to be done. */
  #secure(act: (masked: MaskedPart) => void): void {
    if (this.#stopping.signal.aborted) return;
    if (!this.#masked && !this.#keptRound()) return;
    this.#track(this.#maskedPart().then(act));
  }

  #keptRound(): RoundRef | undefined {
    try {
      return this.#parts.store.masked.find()?.ref;
    } catch {
      return undefined; // a disk at fault; the coordinator says it again
    }
  }

  #maskedPart(): Promise<MaskedPart> {
    if (this.#masked) return this.#masked;
    const made = this.#openMasked();
    this.#masked = made;
    made.catch(() => {
      this.#masked = undefined;
    });
    return made;
  }

  /** Loaded when it is needed: most of the time a daemon waits. */
  async #openMasked(): Promise<MaskedPart> {
    const { MaskedPart } = await import('./secure/masked-part.ts');
    const masked = new MaskedPart({
      ...this.#parts,
      policy: this.#parts.config.policy,
      own: () => this.#own,
      coordinatorKey: () => this.#coordinatorKey,
    });
    const { ref } = masked;
    const status = ref && this.#parts.store.work.find(ref)?.status;
    if (ref && status !== 'working' && status !== 'kept') masked.close();
    return masked;
  }

  /** Judges an offer; work begins after the answer. Throws what reading the plan throws, and what keeps the site's word from being brought. */
  async offer(offer: Offer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('offer', offerFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    const { trail } = this.#parts;
    await trail.ready();
    const logged = await placed(ref, () => this.#parts.audit.placeOf(offer, ref), this.#parts.log);
    const answer = 'accepted' in logged ? logged : await this.#answer(offer, ref, logged.place);
    if (!answer.accepted) trail.refused(ref, answer.own, 'place' in logged ? logged.place : undefined);
    await this.#bringWord(answer);
    return answer;
  }

  /** The coordinator makes nothing of an answer that is not on record: without it the same offer comes again. */
  async #bringWord({ accepted }: Answer): Promise<void> {
    try {
      await this.#parts.trail.deliver();
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      this.#parts.log.warn({ code }, `the site's events could not be brought: ${message}`);
      if (accepted)
        throw new MusterError('UNAVAILABLE', 'the answer of the site could not be put on record yet');
    }
  }

  async #answer(offer: Offer, ref: RoundRef, place: string | undefined): Promise<Answer> {
    const known = this.#answerAtOnce('round', ref);
    if (known) return known;
    const assignment = await this.#judged(offer, ref);
    if ('accepted' in assignment) return assignment;
    const { body } = assignment.plan;
    if (hex(offer.layoutHash) !== body.layout.hash)
      return refused('LAYOUT_MISMATCH', 'the offer names another layout than its plan');
    if (offer.codec !== body.codec)
      return refused('CODEC_UNKNOWN', `the codec ${offer.codec} is not known here`);
    if (offer.secure || body.secureAggregation.profile !== 'off') {
      const { termsUnlike } = await import('./secure/agreed-terms.ts');
      const unlike = termsUnlike(offer, ref, assignment.plan);
      if (unlike !== undefined) return refused('PLAN_MISMATCH', unlike);
    }
    // The plan took time to come: the same offer may have come again meanwhile, or another one. From here on nothing waits.
    return this.#answerAtOnce('round', ref) ?? this.#take(ref, assignment, offer, place);
  }

  async #judged(offer: Offer, ref: RoundRef): Promise<Assignment | Answer> {
    this.#judging += 1;
    try {
      return await this.#judge.judge(hex(offer.planHash), {
        round: ref.round,
        taken: this.#parts.store.work.roundsTaken(ref.run, ref.round),
        quorum: offer.quorum,
      });
    } finally {
      this.#judging -= 1;
    }
  }

  async evaluationOffer(offer: EvaluationOffer): Promise<Answer> {
    const ref = refOf(offer.ref);
    if (!verify('evaluation', evaluationFields({ ...offer, ref }), this.#coordinatorKey, offer.signature))
      return refused('SIGNATURE_INVALID', 'the offer is not signed by the coordinator');
    const known = this.#answerAtOnce('evaluation', ref);
    if (known) return known;
    await this.#parts.trail.ready();
    const logged = await placed(ref, () => this.#parts.audit.placeOfModel(offer, ref), this.#parts.log);
    if ('accepted' in logged) return logged;
    const { policy } = this.#parts.config;
    const missing = EVALUATION_METRICS.find((metric) => !mayLeave(policy, metric));
    if (missing)
      return refused('POLICY_REFUSED', `policy.metrics does not allow "${missing}"`, { ground: 'policy' });
    const assignment = await this.#judge.judge(hex(offer.planHash), {
      round: ref.round,
      taken: this.#parts.store.work.roundsTaken(ref.run, ref.round),
    });
    if ('accepted' in assignment) return assignment;
    const again = this.#answerAtOnce('evaluation', ref);
    if (again) return again;
    const parts = { ...this.#parts, judge: this.#judge, notices: this.#notices };
    this.#begin('evaluation', ref, (job) => evaluateHere(parts, job, assignment, hex(offer.modelHash)));
    return agreed(assignment);
  }

  /** The recorded end of a round for this site; words that the coordinator did not sign change nothing. */
  outcome(outcome: Outcome): void {
    const ref = refOf(outcome.ref);
    const { log } = this.#parts;
    if (!verify('outcome', outcomeFields({ ...outcome, ref }), this.#coordinatorKey, outcome.signature)) {
      log.warn({ run: ref.run, round: ref.round }, 'an outcome is not signed by the coordinator');
      return;
    }
    log.info(
      { run: ref.run, round: ref.round, attempt: ref.attempt, outcome: outcome.outcome, code: outcome.code },
      'round ended',
    );
    if (this.#job?.kind === 'round' && sameRef(this.#job.ref, ref)) {
      this.#job.cancel.abort();
      this.#job = undefined;
    }
    this.#secure((masked) => masked.over(ref));
    const signedBy = hex(this.#coordinatorKey);
    this.#track(this.#queue.settle(ref, settledStatus(outcome.outcome), { outcome, signedBy }));
  }

  /** What needs no judgement: the offer is being worked on, or the site works for another run. */
  #answerAtOnce(kind: Job['kind'], ref: RoundRef): Answer | undefined {
    if (this.#stopping.signal.aborted) throw new MusterError('UNAVAILABLE', 'the agent stops');
    if (!this.#job) return undefined;
    if (this.#job.kind === kind && sameRef(this.#job.ref, ref)) return ACCEPTED;
    return this.#job.ref.run === ref.run
      ? undefined
      : refused('SITE_BUSY', 'the site works for another run', { ground: 'busy' });
  }

  #take(ref: RoundRef, assignment: Assignment, offer: Offer, place: string | undefined): Answer {
    const { store, log, trail } = this.#parts;
    const known = store.work.find(ref);
    if (known?.status === 'kept') {
      this.#queue.bring(ref);
      return ACCEPTED;
    }
    // Begun before a restart and offered again: it is made again. Anything else must be a new attempt.
    if (known?.status !== 'working') {
      try {
        const hashes = { planHash: hex(offer.planHash), modelHash: hex(offer.modelHash) };
        store.atomically(() => {
          store.work.accept({ ...ref, ...hashes }, this.#now());
          trail.accepted(ref, agreed(assignment).own, place);
        });
        faultPoint('offer-accepted');
      } catch (thrown) {
        const { code } = asMusterError(thrown);
        return code === 'CONFLICT'
          ? refused(code, 'this attempt of the round, or a later one, was accepted before')
          : refused(code, 'the work could not be put on record', { ground: 'disk' });
      }
    }
    log.info({ run: ref.run, round: ref.round, attempt: ref.attempt }, 'offer accepted');
    const deadlineAtMs = this.#now() + offer.deadlineMs;
    const asked = { offer, deadlineAtMs, aggregator: this.#aggregator };
    this.#begin('round', ref, (job) => this.#training.train(job, assignment, asked));
    return agreed(assignment);
  }

  /** Work begins once the answer to the offer is on its way; whatever was in work before is over. */
  #begin(kind: Job['kind'], ref: RoundRef, act: (job: Job) => Promise<void>): void {
    this.#job?.cancel.abort();
    const cancel = new AbortController();
    const end = (): void => {
      if (this.#job === job) this.#job = undefined;
    };
    const job: OwnJob = { kind, ref, cancel, signal: cancel.signal, end };
    this.#job = job;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#parts.clock.after(0, resolve);
    this.#track(promise.then(() => act(job)).finally(end));
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((thrown: unknown) => this.#parts.log.error({ err: thrown }, 'work ended by an unexpected fault'))
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** What nobody has offered again is not made any more. */
  #tellInterrupted(): void {
    if (this.#stopping.signal.aborted) return;
    const isBusyWith = (ref: RoundRef): boolean => this.#job !== undefined && sameRef(this.#job.ref, ref);
    // On a slow line the plan of what is offered again takes its time.
    const givenUp =
      this.#judging > 0 ? undefined : this.#interrupted.giveUp(isBusyWith, this.#parts.gate.connected);
    if (!givenUp) this.#tellInterruptedLater();
    for (const ref of givenUp ?? []) {
      const settled = this.#queue.settle(ref, 'failed');
      this.#track(settled.then(() => this.#notices.failure(ref, 'TRAINING_FAILED')));
    }
  }

  #tellInterruptedLater(): void {
    this.#parts.clock.after(REOFFER_MS, () => this.#tellInterrupted());
  }

  #now(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}
