/**
 * @module The shell around one run's state machine: hears what happens, saves the machine's state together with the rows that follow
 * from it in one transaction, and only then acts.
 *
 * Order of durable writes in a step: blobs (model, optimizer) are durable before the transaction that names them; the transaction is
 * committed before anybody outside hears of it. A crash before it loses the step, and the sites ask again; a crash after it loses only
 * messages, which are repeated on request.
 */
import { randomBytes } from 'node:crypto';
import { admitValues } from '@muster/aggregation';
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import {
  answerFromRecord,
  isRunOver,
  type RoundRef,
  type RunContext,
  type RunEffect,
  type RunInput,
  type RunState,
  runWakeMs,
  stepRun,
} from '@muster/rounds';
import type { CoordinatorStore, MemberResult, Outcome as StoredOutcome } from '@muster/store';
import type { Plan } from '@muster/task';
import type { Clock } from '@muster/transport';
import { applySum, type MadeModel, pointOf } from './aggregate.ts';
import type { CentralEvaluator } from './central-evaluator.ts';
import type { Fleet } from './fleet.ts';
import { RoundSum, type SumMember } from './ingest/round-sum.ts';
import type { IngestThread, OpenSum } from './ingest/thread.ts';
import type { Upload, Uploads } from './ingest/uploads.ts';
import type { Logger } from './logger.ts';
import { recordedOutcome } from './record.ts';
import { eventOf, reasonOf, statusOf } from './run-events.ts';
import type { SiteMessages } from './site-messages.ts';
import type { Watchers } from './watchers.ts';

export interface RunParts {
  readonly store: CoordinatorStore;
  readonly clock: Clock;
  readonly fleet: Fleet;
  readonly uploads: Uploads;
  readonly messages: SiteMessages;
  readonly evaluator: CentralEvaluator;
  readonly ingest: IngestThread;
  readonly watchers: Watchers;
  readonly log: Logger;
}

/** After a fault of the disk. */
const RETRY_MS = 1_000;
/** Inputs kept while the disk is at fault: several for each site of the largest cohort that one coordinator asks. */
const UNHEARD_MAX = 10_000;

/** How an announced update is to be answered. */
export type AnnouncementAnswer =
  | { readonly kind: 'receive' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string };

interface Traffic {
  bytesUp: number;
  bytesDown: number;
}

export class RunDriver {
  readonly run: string;
  readonly plan: Plan;
  readonly #parts: RunParts;
  readonly #ended: () => void;
  #state: RunState;
  readonly #inputs: RunInput[] = [];
  #draining = false;
  #cancelWake: () => void = () => {};
  /** Why the last step could not be recorded; undefined when it could. */
  #fault: MusterError | undefined;
  /** Inputs of steps that could not be recorded, to be heard again. */
  readonly #unheard: RunInput[] = [];
  #cancelRetry: () => void = () => {};
  /** Answers that effects of the current step give to announcements, by site. */
  readonly #answers = new Map<string, AnnouncementAnswer>();
  /** Of the attempt that is open. */
  #sum: RoundSum | undefined;
  #toApply: { readonly sum: OpenSum; readonly totalWeight: number } | undefined;
  #made: MadeModel | undefined;
  /** What each site of the open attempt announced last and the machine took. */
  readonly #weights = new Map<string, { readonly updateHash: string; readonly weight: number }>();
  #traffic = new Map<string, Traffic>();
  #closed = false;

  constructor(input: { state: RunState; plan: Plan; parts: RunParts; ended: () => void }) {
    this.#state = input.state;
    this.run = input.state.run;
    this.plan = input.plan;
    this.#parts = input.parts;
    this.#ended = input.ended;
    // What an earlier process had received of the open attempt.
    const ref = this.openRound?.ref;
    for (const { site, updateHash, weight } of ref ? input.parts.uploads.ofRound(ref) : [])
      this.#weights.set(site, { updateHash, weight });
  }

  get state(): RunState {
    return this.#state;
  }

  /** The attempt that is open now; undefined between rounds. */
  get openRound(): { readonly ref: RoundRef; readonly modelHash: string } | undefined {
    const { status } = this.#state;
    if (status === 'running') return { ref: this.#state.round.ref, modelHash: this.#state.round.modelHash };
    return undefined;
  }

  /** Stops acting, without a word to the machine: the state on disk is what a restart goes on with. */
  close(): void {
    this.#closed = true;
    this.#cancelWake();
    this.#cancelRetry();
    this.#dropSum();
    for (const site of this.#parts.fleet.all) if (site.busyWith?.run === this.run) site.busyWith = undefined;
  }

  /** Something happened. Inputs that effects cause are heard after the step that caused them. */
  hear(input: RunInput): void {
    if (this.#closed) return;
    this.#inputs.push(input);
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) this.#step(next);
    } finally {
      this.#draining = false;
    }
    this.#scheduleWake();
    if (isRunOver(this.#state) && !this.#closed) {
      this.close();
      this.#ended();
    }
  }

  /** A site announces an update that passed admission; the machine says whether it may come. */
  announce(ref: RoundRef, site: string, updateHash: string, weight: number): AnnouncementAnswer {
    this.#answers.delete(site);
    this.hear({ type: 'updateAnnounced', nowMs: this.#now(), ref, site, updateHash, weight });
    const answer = this.#answers.get(site);
    if (answer?.kind === 'receive') this.#weights.set(site, { updateHash, weight });
    return answer ?? this.#unanswered('the round is not open for this update');
  }

  /** Every byte is here: verifies hash and values, and tells the machine. Throws what the site is answered. */
  async receive(upload: Upload): Promise<void> {
    const { ref, site, updateHash } = upload;
    const { hash, scan } = await upload.inspect();
    if (hash !== updateHash)
      throw new MusterError('OBJECT_CORRUPT', 'the update received is not the one announced');
    const verdict = admitValues(scan, pointOf(this.plan));
    if (!verdict.ok) {
      this.reject(ref, site, updateHash, verdict.code, verdict.reason);
      this.#parts.uploads.discard(ref, site);
      throw new MusterError(verdict.code, verdict.reason);
    }
    upload.isAdmitted = true;
    this.#answers.delete(site);
    this.hear({ type: 'updateReceived', nowMs: this.#now(), ref, site, updateHash });
    const answer = this.#answers.get(site);
    if (answer?.kind === 'refused') throw new MusterError(answer.code, answer.reason);
    if (answer?.kind !== 'confirmed')
      throw this.#fault ?? new MusterError('ROUND_CLOSED', 'the round ended while the update came');
    this.#parts.watchers.passing({
      atMs: this.#wall(),
      run: this.run,
      kind: 'update-received',
      body: { site, round: ref.round, bytes: upload.sizeBytes },
    });
  }

  /** Whether the open evaluation waits for this site's word about this model. */
  asksForEvaluation(ref: RoundRef, site: string, modelHash: string): boolean {
    if (this.#state.status !== 'evaluating') return false;
    const { evaluation } = this.#state;
    return (
      sameRef(evaluation.ref, ref) &&
      evaluation.modelHash === modelHash &&
      Object.hasOwn(evaluation.sites, site) &&
      evaluation.sites[site]?.stage === 'asked'
    );
  }

  reject(ref: RoundRef, site: string, updateHash: string, code: ErrorCode, reason: string): void {
    this.hear({ type: 'updateRejected', nowMs: this.#now(), ref, site, updateHash, code, reason });
  }

  /** Bytes of objects and messages that a site's part in the open round cost. */
  countTraffic(site: string, direction: keyof Traffic, bytes: number): void {
    const traffic = this.#traffic.get(site) ?? { bytesUp: 0, bytesDown: 0 };
    traffic[direction] += bytes;
    this.#traffic.set(site, traffic);
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }
  #wall(): number {
    return Math.round(this.#parts.clock.wallMs());
  }

  #context(): RunContext {
    const { rounds, data, evaluation } = this.plan.body;
    return {
      settings: rounds,
      centralEvaluation: evaluation.central !== undefined,
      federatedEvery: evaluation.federated?.everyRounds ?? 0,
      ready: this.#parts.fleet.ready(data.dataset, this.run),
      seed: randomBytes(4).readUInt32LE(),
    };
  }

  #step(input: RunInput): void {
    const { state, effects } = stepRun(this.#state, input, this.#context());
    try {
      const { db } = this.#parts.store;
      if (state.status !== this.#state.status || effects.some(isRecorded))
        db.tx(() => this.#record(state, effects));
      // What came in is there after a restart, and brought again after a power cut. Offers are made again in either case.
      else if (effects.some(isKept)) db.relaxedTx(() => this.#record(state, effects));
    } catch (thrown) {
      this.#unrecorded(input, asMusterError(thrown));
      return;
    }
    this.#fault = undefined;
    this.#state = state;
    for (const effect of effects) this.#act(effect);
  }

  /**
   * Nothing of the step stands. A site that waits for an answer is told of the fault, and comes again; what happened anyway (work that
   * ended, a site that left) is heard again until it can be written.
   */
  #unrecorded(input: RunInput, error: MusterError): void {
    const isFirst = this.#fault === undefined;
    this.#fault = error;
    const { log, clock } = this.#parts;
    if (isFirst)
      log.error(
        { run: this.run, input: input.type, code: error.code, err: error },
        'a step could not be recorded',
      );
    if (input.type === 'wake' || input.type === 'updateAnnounced' || input.type === 'updateReceived') return;
    if (this.#unheard.length < UNHEARD_MAX) this.#unheard.push(input);
    this.#cancelRetry();
    this.#cancelRetry = clock.after(RETRY_MS, () => {
      for (const each of this.#unheard.splice(0)) this.hear(each);
    });
  }

  #unanswered(reason: string): AnnouncementAnswer {
    const { code = 'ROUND_CLOSED', message = reason } = this.#fault ?? {};
    return { kind: 'refused', code, reason: message };
  }

  /** Within the transaction: rows for what the step decided. */
  #record(state: RunState, effects: readonly RunEffect[]): void {
    const { store } = this.#parts;
    const atMs = this.#wall();
    const runProgress = {
      state,
      status: statusOf(state),
      reason: reasonOf(state),
      ...(this.#state.status === 'queued' && state.status !== 'queued' ? { startedMs: atMs } : {}),
      ...(isRunOver(state) ? { endedMs: atMs } : {}),
    };
    const ending = effects.find((effect) => effect.type === 'recordRound')?.record;
    let advanced = false;
    for (const effect of effects) {
      const event = eventOf(effect, state, atMs, this.#totals());
      const events = event ? [event] : [];
      switch (effect.type) {
        case 'roundOpened': {
          const { ref, modelHash } = effect.round;
          const cohort = effect.round.phase === 'select' ? Object.keys(effect.round.seats).sort() : [];
          store.rounds.open({ ...ref, openedMs: atMs, modelInHash: modelHash, cohort, runProgress, events });
          advanced = true;
          break;
        }
        case 'confirmReceived': {
          const upload = this.#parts.uploads.find(effect.ref, effect.site);
          if (upload?.isAdmitted) store.uploads.admit(upload.file);
          break;
        }
        case 'publishOutcome':
          // The end of the round records everybody at once.
          if (!ending || ending.ref.round !== effect.ref.round || ending.ref.attempt !== effect.ref.attempt) {
            if (effect.outcome.outcome !== 'counted')
              store.rounds.endMember(effect.ref, this.#memberResult(effect.site, effect.outcome), []);
          }
          store.events.append(events);
          break;
        case 'recordRound': {
          const { record } = effect;
          const figures = {
            seconds: (record.endedAtMs - record.openedAtMs) / 1000,
            ...this.#totals(),
            ...(record.evaluation?.ok ? record.evaluation.metrics : {}),
          };
          const end = {
            ...record.ref,
            closedMs: atMs,
            members: record.outcomes.map(({ site, ...outcome }) => this.#memberResult(site, outcome)),
            figures,
            runProgress,
            events,
          };
          if (record.result === 'abandoned') store.rounds.abandon(end);
          else {
            const made = this.#made;
            if (!made) throw new MusterError('INTERNAL', 'a round was committed without a model');
            store.rounds.commit({
              ...end,
              model: {
                id: `${this.run}:${record.ref.round}`,
                hash: made.hash,
                layout: { tensors: this.plan.body.layout.tensors },
                sizeBytes: made.sizeBytes,
                metrics: record.evaluation?.ok ? record.evaluation.metrics : {},
              },
              optimizer: made.optimizer,
            });
          }
          advanced = true;
          break;
        }
        default:
          store.events.append(events);
      }
    }
    if (!advanced) store.runs.advance(this.run, runProgress);
  }

  #memberResult(
    site: string,
    outcome: { outcome: StoredOutcome; code: string; reason: string; updateHash: string },
  ): MemberResult {
    const traffic = this.#traffic.get(site) ?? { bytesUp: 0, bytesDown: 0 };
    const announced = this.#weights.get(site);
    const weight = announced?.updateHash === outcome.updateHash ? announced.weight : undefined;
    return {
      site,
      outcome: outcome.outcome,
      code: outcome.code,
      reason: outcome.reason,
      weight: weight ?? null,
      updateHash: outcome.updateHash === '' ? null : outcome.updateHash,
      ...traffic,
      figures: {},
    };
  }

  #totals() {
    const all = [...this.#traffic.values()];
    const sum = (direction: keyof Traffic): number =>
      all.reduce((total, traffic) => total + traffic[direction], 0);
    return { bytesUp: sum('bytesUp'), bytesDown: sum('bytesDown') };
  }

  /** After the transaction: what others are told, and what is to be worked out. */
  #act(effect: RunEffect): void {
    const { messages, uploads, fleet, log } = this.#parts;
    switch (effect.type) {
      case 'roundOpened':
        this.#traffic = new Map();
        this.#weights.clear();
        this.#dropSum();
        this.#made = undefined;
        return;
      case 'sendOffer': {
        const site = fleet.get(effect.site);
        if (site) this.#ask(site.name, effect.ref, () => messages.offer(site.session, this.plan, effect));
        return;
      }
      case 'receiveUpdate':
        this.#answers.set(effect.site, { kind: 'receive' });
        return;
      case 'confirmReceived': {
        this.#answers.set(effect.site, { kind: 'confirmed' });
        const upload = uploads.find(effect.ref, effect.site);
        if (upload?.isAdmitted) this.#sumOf(effect.ref).add(upload, upload.weight);
        return;
      }
      case 'refuseUpdate':
        this.#answers.set(effect.site, { kind: 'refused', code: effect.code, reason: effect.reason });
        return;
      case 'discardUpdate':
        uploads.discard(effect.ref, effect.site);
        return;
      case 'publishOutcome': {
        const site = fleet.get(effect.site);
        if (site?.busyWith && site.busyWith.run === effect.ref.run) {
          site.busyWith = undefined;
          site.progress = undefined;
        }
        if (site) messages.outcome(site.session, effect);
        return;
      }
      case 'repeatOutcome':
        this.#repeatOutcome(effect);
        return;
      case 'requestAggregation':
        this.#work(effect.ref, () => this.#aggregate(effect.ref, effect.members));
        return;
      case 'applyAggregate':
        this.#work(effect.ref, () => this.#apply(effect.ref, effect.baseModelHash));
        return;
      case 'evaluateModel':
        void this.#evaluate(effect.ref, effect.modelHash);
        return;
      case 'commitRound':
        this.hear({ type: 'committed', nowMs: this.#now(), ref: effect.ref });
        return;
      case 'recordRound':
        this.#dropSum();
        this.#made = undefined;
        uploads.discardRound(effect.record.ref);
        log.info(
          {
            run: this.run,
            round: effect.record.ref.round,
            attempt: effect.record.ref.attempt,
            result: effect.record.result,
            reason: effect.record.reason,
          },
          'round ended',
        );
        return;
      case 'startEvaluation': {
        const site = fleet.get(effect.site);
        if (site)
          void this.#askEvaluation(
            site.name,
            () => messages.evaluationOffer(site.session, this.plan, effect),
            effect.ref,
          );
        return;
      }
      case 'recordEvaluation':
      case 'runWaiting':
      case 'runPaused':
      case 'runCompleted':
      case 'runCancelled':
      case 'runFailed':
        log.info({ run: this.run, effect: effect.type, status: this.#state.status }, 'run');
        return;
      default:
        effect satisfies never;
    }
  }

  #ask(
    site: string,
    ref: RoundRef,
    offer: () => Promise<{ accepted: boolean; code: ErrorCode; reason: string }>,
  ): void {
    offer().then(
      ({ accepted, code, reason }) => {
        const connected = this.#parts.fleet.get(site);
        const open = this.openRound?.ref;
        const isOpen = !this.#closed && open !== undefined && sameRef(open, ref);
        if (accepted && connected && isOpen) connected.busyWith = ref;
        if (accepted) this.hear({ type: 'offerAccepted', nowMs: this.#now(), site, ref });
        else this.hear({ type: 'offerRefused', nowMs: this.#now(), site, ref, code, reason });
      },
      (thrown: unknown) => {
        const { code, message } = asMusterError(thrown);
        // No answer is no refusal: the machine gives up on the site when its time is over, or offers again when it returns.
        if (code !== 'TIMEOUT' && code !== 'UNAVAILABLE') {
          this.hear({ type: 'offerRefused', nowMs: this.#now(), site, ref, code, reason: message });
        }
      },
    );
  }

  async #askEvaluation(
    site: string,
    offer: () => Promise<{ accepted: boolean; code: ErrorCode; reason: string }>,
    ref: RoundRef,
  ): Promise<void> {
    try {
      const { accepted, code, reason } = await offer();
      if (!accepted) this.hear({ type: 'evaluationFailed', nowMs: this.#now(), site, ref, code, reason });
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      if (code !== 'UNAVAILABLE')
        this.hear({ type: 'evaluationFailed', nowMs: this.#now(), site, ref, code, reason: message });
    }
  }

  #repeatOutcome(question: Extract<RunEffect, { type: 'repeatOutcome' }>): void {
    const { store } = this.#parts;
    const { ref, site } = question;
    for (const effect of answerFromRecord(question, recordedOutcome(store, ref, site))) this.#act(effect);
  }

  #work(ref: RoundRef, work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      const error = asMusterError(thrown);
      this.#parts.log.error(
        { run: this.run, round: ref.round, code: error.code, err: thrown },
        'work on a round failed',
      );
      this.hear({ type: 'workFailed', nowMs: this.#now(), ref, code: error.code, reason: error.message });
    });
  }

  async #aggregate(ref: RoundRef, members: readonly SumMember[]): Promise<void> {
    const sum = await this.#sumOf(ref).close(members);
    this.#toApply = { sum, totalWeight: members.reduce((total, { weight }) => total + weight, 0) };
    this.hear({ type: 'aggregated', nowMs: this.#now(), ref });
  }

  async #apply(ref: RoundRef, baseModelHash: string): Promise<void> {
    const { store } = this.#parts;
    if (!this.#toApply) throw new MusterError('INTERNAL', 'there is no sum to apply');
    this.#made = await applySum({
      plan: this.plan,
      blobs: store.blobs,
      baseModelHash,
      ...this.#toApply,
      optimizer: store.optimizers.find(this.run),
      point: pointOf(this.plan),
    });
    this.#dropSum();
    this.hear({ type: 'applied', nowMs: this.#now(), ref, modelHash: this.#made.hash });
  }

  async #evaluate(ref: RoundRef, modelHash: string): Promise<void> {
    const { evaluator, store } = this.#parts;
    try {
      const { metrics, evaluation } = await evaluator.evaluate(this.plan, modelHash);
      store.evaluations.record({
        run: this.run,
        round: ref.round,
        kind: 'central',
        site: '',
        modelHash,
        ...evaluation,
      });
      this.hear({ type: 'evaluated', nowMs: this.#now(), ref, metrics });
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      this.hear({ type: 'evaluationUnavailable', nowMs: this.#now(), ref, code, reason: message });
    }
  }

  #sumOf(ref: RoundRef): RoundSum {
    const { ingest, uploads } = this.#parts;
    this.#sum ??= new RoundSum(ref, ingest, uploads, pointOf(this.plan));
    return this.#sum;
  }

  #dropSum(): void {
    this.#sum?.[Symbol.dispose]();
    this.#sum = undefined;
    this.#toApply = undefined;
  }

  #scheduleWake(): void {
    this.#cancelWake();
    const atMs = runWakeMs(this.#state);
    if (atMs === null || this.#closed) return;
    // While nothing can be written, what is due is not tried again every millisecond.
    const delayMs = Math.max(atMs - this.#now() + 1, this.#fault ? RETRY_MS : 0);
    this.#cancelWake = this.#parts.clock.after(delayMs, () =>
      this.hear({ type: 'wake', nowMs: this.#now() }),
    );
  }
}

/** Effects after which the state is written, though nothing was promised to anybody. */
function isKept({ type }: RunEffect): boolean {
  return type === 'confirmReceived' || type === 'requestAggregation';
}

/** Effects that leave a trace in the database. */
function isRecorded({ type }: RunEffect): boolean {
  return !TRACELESS.has(type);
}

const TRACELESS: ReadonlySet<RunEffect['type']> = new Set([
  'sendOffer',
  'receiveUpdate',
  'confirmReceived',
  'refuseUpdate',
  'discardUpdate',
  'repeatOutcome',
  'requestAggregation',
  'applyAggregate',
  'evaluateModel',
  'commitRound',
  'startEvaluation',
]);

function sameRef(a: RoundRef, b: RoundRef): boolean {
  return a.run === b.run && a.round === b.round && a.attempt === b.attempt;
}
