/** @module The shell around one run's state machine: hears what happens, has each step written, and only then acts. */
import { asMusterError, type ErrorCode, isOfDisk, type MusterError } from '@muster/errors';
import { type RoundRef, sameRef } from '@muster/protocol';
import {
  isRunOver,
  type RunContext,
  type RunInput,
  type RunState,
  runWakeMs,
  type Seat,
  stepRun,
  waitsForPerson,
} from '@muster/rounds';
import type { Figures, Member } from '@muster/store';
import { type Plan, sitesMin } from '@muster/task';
import type { SealedSum } from '../ingest/round-sum.ts';
import { reasonOf, statusNotice, statusOf } from '../run-events.ts';
import { type AnnouncementAnswer, RunActs } from './acts.ts';
import { type Announced, RunLedger, type Weighed } from './ledger.ts';
import type { MaskedRound } from './masked-round.ts';
import type { RunParts } from './parts.ts';
import { type RoundTraffic, Traffic } from './traffic.ts';
import { RETRY_MS, UnheardInputs } from './unheard.ts';

export interface DriverInput {
  readonly state: RunState;
  readonly plan: Plan;
  readonly parts: RunParts;
  /** The sum that an earlier process sealed of the attempt that is open. */
  readonly sealed: SealedSum | undefined;
  /** The run has another status than before; not told of its end. */
  readonly changed: (state: RunState) => void;
  /** The run is over. */
  readonly ended: () => void;
}

export class RunDriver {
  readonly run: string;
  readonly plan: Plan;
  readonly #parts: RunParts;
  readonly #changed: (state: RunState) => void;
  readonly #ended: () => void;
  readonly #ledger: RunLedger;
  readonly #traffic = new Traffic();
  #state: RunState;
  /** What `changed` was told last. */
  #shown = '';
  /** What people were told last of why the run waits. */
  #reason = '';
  readonly #inputs: RunInput[] = [];
  #draining = false;
  #cancelWake: () => void = () => {};
  /** Why the last step could not be recorded; undefined when it could. */
  #fault: MusterError | undefined;
  readonly #unheard: UnheardInputs;
  readonly #acts: RunActs;
  #opens = true;
  /** Sites may be on their way back after a restart until then; 0: there was none. */
  #gatherUntilMs = 0;
  #closed = false;

  constructor({ state, plan, parts, sealed, changed, ended }: DriverInput) {
    this.#state = state;
    this.run = state.run;
    this.plan = plan;
    this.#parts = parts;
    this.#changed = changed;
    this.#ended = ended;
    this.#unheard = new UnheardInputs(parts.clock, parts.log, (input) => this.hear(input));
    this.#ledger = new RunLedger(state.run, plan, parts, this.#traffic);
    this.#acts = new RunActs({
      plan,
      parts,
      ledger: this.#ledger,
      sealed,
      hear: (input) => this.hear(input),
      isEvaluating: (ref, site, modelHash) => !this.#closed && this.asksForEvaluation(ref, site, modelHash),
      isOpen: (ref) => !this.#closed && this.openRound !== undefined && sameRef(this.openRound.ref, ref),
    });
    if (state.status === 'running') this.#acts.resume(state.round);
    // What an earlier process had received of the open attempt; of those it has sealed, the record knows.
    const ref = this.openRound?.ref;
    for (const member of ref ? parts.store.members.ofAttempt(ref) : []) this.#takeUp(member);
    for (const { site, updateHash, weight, figures, offset } of ref ? parts.uploads.ofRound(ref) : []) {
      this.#ledger.weighed.set(site, { updateHash, weight, figures });
      this.#traffic.count(site, 'bytesUp', offset);
    }
  }

  /** Inputs that wait: to be heard, or to be heard again. */
  get waiting(): number {
    return this.#inputs.length + this.#unheard.size;
  }

  /** Whether a blob was made for a step that is not recorded yet. */
  holds(hash: string): boolean {
    return this.#acts.holds(hash);
  }

  get state(): RunState {
    return this.#state;
  }

  /** Why the run is where it is; of one that waits for sites, as they are now. */
  get reason(): string {
    return this.#reasonOf(this.#state);
  }

  /** The attempt that is open now; undefined between rounds. */
  get openRound(): { readonly ref: RoundRef; readonly modelHash: string } | undefined {
    const { status } = this.#state;
    if (status === 'running') return { ref: this.#state.round.ref, modelHash: this.#state.round.modelHash };
    return undefined;
  }

  /** A site's place in this attempt while updates may still come for it; undefined for any other attempt, and where it has none. */
  seatOf(ref: RoundRef, site: string): Seat | undefined {
    if (this.#state.status !== 'running' || !sameRef(this.#state.round.ref, ref)) return undefined;
    const { round } = this.#state;
    return 'seats' in round ? round.seats.find(site) : undefined;
  }

  /** The coordinator stops: what is open goes on as long as there is time, and nothing is opened after it. */
  openNoMore(): void {
    this.#opens = false;
  }

  /** Between attempts, for a reason that may change with every site that comes or goes. */
  get #isResting(): boolean {
    return this.#state.status === 'waiting' || this.#state.status === 'paused';
  }

  /** Stops acting, without a word to the machine: the state on disk is what a restart goes on with. */
  close(): void {
    this.#closed = true;
    this.#cancelWake();
    this.#unheard.close();
    this.#acts.close();
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
    if (this.#closed) return;
    if (isRunOver(this.#state)) {
      this.close();
      this.#ended();
    } else if (statusOf(this.#state) !== this.#shown) {
      this.#shown = statusOf(this.#state);
      this.#changed(this.#state);
    } else if (this.#isResting && this.reason !== this.#reason) this.#tellReason();
  }

  /** A site announces an update that passed admission; the machine says whether it may come. */
  announce(ref: RoundRef, site: string, updateHash: string, weight: number): AnnouncementAnswer {
    this.#acts.answers.delete(site);
    this.hear({ type: 'updateAnnounced', nowMs: this.#now(), ref, site, updateHash, weight });
    const answer = this.#acts.answers.get(site);
    if (answer?.kind === 'receive') this.#ledger.weighed.set(site, { updateHash, weight, figures: {} });
    return answer ?? this.#unanswered('the round is not open for this update');
  }

  /** An update whose every byte is here, verified and admitted: the machine says whether it is in time. */
  received(ref: RoundRef, site: string, updateHash: string, figures: Figures): AnnouncementAnswer {
    const weighed = this.#ledger.weighed.get(site);
    if (weighed?.updateHash === updateHash) this.#ledger.weighed.set(site, { ...weighed, figures });
    this.#acts.answers.delete(site);
    this.hear({ type: 'updateReceived', nowMs: this.#now(), ref, site, updateHash });
    return this.#acts.answers.get(site) ?? this.#unanswered('the round ended while the update came');
  }

  /** A rejected update that a person released, verified and here: the machine says whether it still counts. */
  released(
    ref: RoundRef,
    site: string,
    updateHash: string,
    of: Omit<Weighed, 'updateHash'>,
  ): AnnouncementAnswer {
    this.#ledger.weighed.set(site, { updateHash, ...of });
    this.#acts.answers.delete(site);
    const { weight } = of;
    this.hear({ type: 'updateReleased', nowMs: this.#now(), ref, site, updateHash, weight });
    return this.#acts.answers.get(site) ?? this.#unanswered('the round is not open for this update');
  }

  /** What the log shows of an update, before the machine hears of it. */
  committed(site: string, announced: Announced): void {
    this.#ledger.commitments.set(site, announced);
  }

  /** An announcement or an update that must not be added. */
  reject(ref: RoundRef, site: string, updateHash: string, code: ErrorCode, reason: string): void {
    this.hear({ type: 'updateRejected', nowMs: this.#now(), ref, site, updateHash, code, reason });
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

  /** Bytes of objects that a site's part in the open round, or in its evaluation, cost. */
  countTraffic(site: string, direction: keyof RoundTraffic, bytes: number): void {
    this.#traffic.count(site, direction, bytes);
  }

  #takeUp({ site, updateHash, weight, figures, bytesUp, bytesDown }: Member): void {
    if (updateHash === null || weight === null) return;
    this.#ledger.weighed.set(site, { updateHash, weight, figures });
    this.#traffic.count(site, 'bytesUp', bytesUp);
    this.#traffic.count(site, 'bytesDown', bytesDown);
  }

  /** Secure aggregation of the attempt that is open. */
  get masked(): MaskedRound | undefined {
    return this.#acts.masked;
  }

  #masking(): RunContext['masking'] {
    const { secureAggregation } = this.plan.body;
    return secureAggregation.profile === 'off' ? null : { sitesMin: sitesMin(secureAggregation) };
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }

  #context(): RunContext {
    const { rounds, evaluation } = this.plan.body;
    const ready = () => this.#ready();
    return {
      settings: rounds,
      seal: this.#parts.seal,
      masking: this.#masking(),
      centralEvaluation: evaluation.central !== undefined,
      // With masked updates it travels in their tails.
      federatedEvery: this.#masking() ? 0 : (evaluation.federated?.everyRounds ?? 0),
      // Few inputs look at it, and it takes a look at every site.
      get ready() {
        return ready();
      },
      gatherUntilMs: this.#gatherUntilMs,
      seed: Buffer.from(this.#parts.random(4)).readUInt32LE(),
    };
  }

  /** While something is wrong here nobody is asked for work that could not be kept. */
  #ready(): readonly string[] {
    const { fleet, alarms, trail } = this.#parts;
    return alarms.any || !this.#opens || trail.obstacle
      ? []
      : fleet.ready(this.plan.body.data.dataset, this.run);
  }

  #reasonOf(state: RunState): string {
    const reason = reasonOf(state);
    const { rounds, data } = this.plan.body;
    const { fleet, alarms, trail } = this.#parts;
    // One that was paused before is tried again by itself as soon as the log is cosigned again.
    if (state.status === 'paused' && !waitsForPerson(state) && trail.obstacle)
      return `${reason}; no round is opened: ${trail.obstacle}`;
    if (state.status !== 'waiting' || this.#ready().length >= rounds.quorum) return reason;
    const alarm = alarms.any;
    if (alarm) return `${reason}: the coordinator takes nothing on (${alarm.code}: ${alarm.message})`;
    const { obstacle } = trail;
    if (obstacle && this.#opens && fleet.ready(data.dataset, this.run).length >= rounds.quorum)
      return `${reason}: ${obstacle}`;
    return `${reason}: ${this.#opens ? fleet.inWords(data.dataset, this.run) : 'the coordinator stops'}`;
  }

  /** To those who watch, and not stored: sites may come and go by the thousand. */
  #tellReason(): void {
    this.#reason = this.reason;
    const { watchers, clock } = this.#parts;
    const atMs = Math.round(clock.wallMs());
    watchers.passing(statusNotice(this.run, statusOf(this.#state), this.#reason, atMs));
  }

  #step(input: RunInput): void {
    const before = this.#state;
    if (input.type === 'restarted') this.#gatherUntilMs = input.nowMs + this.plan.body.rounds.gatherS * 1000;
    const { state, effects } = stepRun(before, input, this.#context());
    const { made, writtenHash } = this.#acts;
    const reason = this.#reasonOf(state);
    try {
      this.#ledger.write({
        input: input.type,
        before,
        state,
        effects,
        reason,
        made,
        sumHash: writtenHash,
        sum: effects.some(({ type }) => type === 'recordSeal' || type === 'recordRound')
          ? this.masked?.outcome
          : undefined,
      });
    } catch (thrown) {
      this.#unrecorded(input, asMusterError(thrown));
      return;
    }
    this.#fault = undefined;
    this.#state = state;
    if (effects.some(({ type }) => type === 'runWaiting' || type === 'runPaused')) this.#reason = reason;
    for (const effect of effects) this.#acts.act(effect);
  }

  /** Nothing of the step stands. */
  #unrecorded(input: RunInput, error: MusterError): void {
    const isFirst = this.#fault === undefined;
    this.#fault = error;
    const { log, alarms } = this.#parts;
    if (isOfDisk(error)) alarms.raise('database', error);
    if (isFirst)
      log.error(
        { run: this.run, input: input.type, code: error.code, err: error },
        'a step could not be recorded',
      );
    this.#unheard.add(input);
  }

  #unanswered(reason: string): AnnouncementAnswer {
    const { code = 'ROUND_CLOSED', message = reason } = this.#fault ?? {};
    return { kind: 'refused', code, reason: message };
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
