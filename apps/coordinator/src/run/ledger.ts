/**
 * @module What is written of a run: the machine's state together with the rows that follow from a step, in one transaction.
 *
 * Blobs (model, optimizer, sums) are durable before the transaction that names them, and it is committed before anybody outside hears
 * of it. A crash before it loses the step, and the sites ask again; a crash after it loses only messages, which are repeated on request.
 */
import { MusterError } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import { isRunOver, type RunEffect, type RunInput, type RunState } from '@muster/rounds';
import type { Figures, MemberResult, RunProgress, Outcome as StoredOutcome } from '@muster/store';
import type { Plan } from '@muster/task';
import type { MadeModel } from '../aggregate.ts';
import { faultPoint } from '../fault-point.ts';
import { happeningOf, newEvent, statusOf } from '../run-events.ts';
import type { RunParts } from './parts.ts';
import type { SumOutcome } from './sum-record.ts';
import type { Traffic } from './traffic.ts';

/** A state that is not older tells a restart what time it was. */
const SAVED_EVERY_MS = 5_000;

/** What a site announced of its update, and what was measured of it. */
export interface Weighed {
  readonly updateHash: string;
  readonly weight: number;
  readonly figures: Figures;
}

/** An update as its site announced it, and the commitment to it in the log. */
export interface Announced {
  readonly updateHash: string;
  readonly commitment: string;
}

/** A step that was taken in memory and is to be written. */
export interface Step {
  readonly input: RunInput['type'];
  readonly before: RunState;
  readonly state: RunState;
  readonly effects: readonly RunEffect[];
  /** Why the run is where it is, as people read it. */
  readonly reason: string;
  /** The model in the making, for the step that commits it. */
  readonly made: MadeModel | undefined;
  /** The sum that was written last, for the step that adopts it. */
  readonly sumHash: string | undefined;
  /** Of secure aggregation in the attempt that is open. */
  readonly sum: SumOutcome | undefined;
}

type Effect<Type extends RunEffect['type']> = Extract<RunEffect, { type: Type }>;

export class RunLedger {
  readonly #parts: Pick<RunParts, 'store' | 'clock' | 'uploads' | 'trail'>;
  readonly #plan: Plan;
  readonly run: string;
  readonly traffic: Traffic;
  /** By the clock of the process, when the state was saved last. */
  #savedMs = Number.NEGATIVE_INFINITY;
  /** Of each site of the open attempt: what it announced last and the machine took. */
  readonly weighed = new Map<string, Weighed>();
  /** What the log shows of what each site has announced last, whether or not it was taken; none is known after a restart until it comes again. */
  readonly commitments = new Map<string, Announced>();

  constructor(
    run: string,
    plan: Plan,
    parts: Pick<RunParts, 'store' | 'clock' | 'uploads' | 'trail'>,
    traffic: Traffic,
  ) {
    this.run = run;
    this.#plan = plan;
    this.#parts = parts;
    this.traffic = traffic;
  }

  /** Writes what must be. Throws what the store throws; then nothing of the step is written. */
  write(step: Step): void {
    const { db } = this.#parts.store;
    const { before, state, effects } = step;
    const record = (): void => {
      this.#record(step);
      for (const { type } of effects) if (STEPS[type]) faultPoint(`${STEPS[type]}-uncommitted`);
    };
    if (state.status !== before.status || effects.some(isRecorded)) db.tx(record);
    // What came in is there after a restart, and brought again after a power cut. Offers are made again in either case.
    else if (effects.some(isKept) || phaseOf(before) !== phaseOf(state) || this.#isStale(step))
      db.relaxedTx(record);
    for (const { type } of effects) if (STEPS[type]) faultPoint(`${STEPS[type]}-committed`);
  }

  /** The state that is saved is so old that a restart would give the round noticeably more time than it has. */
  #isStale({ state }: Step): boolean {
    return Math.abs(state.clockMs - this.#savedMs) >= SAVED_EVERY_MS;
  }

  #record(step: Step): void {
    const { store } = this.#parts;
    const { before, state, effects, reason } = step;
    const atMs = this.#wall();
    const progress: RunProgress = {
      state,
      status: statusOf(state),
      reason,
      ...(before.status === 'queued' && state.status !== 'queued' ? { startedMs: atMs } : {}),
      ...(isRunOver(state) ? { endedMs: atMs } : {}),
    };
    const ending = effects.find((effect) => effect.type === 'recordRound')?.record;
    let advanced = false;
    for (const effect of effects) {
      const happening = happeningOf(effect, { state, reason, totals: this.traffic.total() });
      const events = happening ? [newEvent(state.run, atMs, happening)] : [];
      const with_ = { runProgress: progress, events };
      switch (effect.type) {
        case 'roundOpened':
          this.#open(effect, with_, atMs);
          advanced = true;
          break;
        case 'confirmReceived': {
          const upload = this.#parts.uploads.find(effect.ref, effect.site);
          if (upload?.isAdmitted && store.uploads.admit(upload.file)) {
            const update = this.#commitmentOf(effect.site, effect.updateHash);
            if (update !== undefined) this.#parts.trail.received(effect.ref, effect.site, update);
          }
          if (step.input === 'updateReleased') store.members.reopen(effect.ref, effect.site);
          break;
        }
        case 'recordSeal':
          this.#seal(effect, with_, step, atMs);
          this.#pooled(effect.ref, step);
          advanced = true;
          break;
        case 'publishOutcome':
          // The end of the round records everybody at once.
          if (!ending || ending.ref.round !== effect.ref.round || ending.ref.attempt !== effect.ref.attempt) {
            if (effect.outcome.outcome !== 'counted')
              store.rounds.endMember(effect.ref, this.#memberResult(effect.site, effect.outcome), []);
          }
          this.#logRejection(effect);
          store.events.append(with_.events);
          break;
        case 'recordRound':
          this.#end(effect, with_, step, atMs);
          advanced = true;
          break;
        case 'recordEvaluation':
          this.#evaluated(effect);
          store.events.append(with_.events);
          break;
        default:
          store.events.append(with_.events);
      }
    }
    const isOnlyBrought =
      BROUGHT.has(step.input) &&
      !effects.some(isRecorded) &&
      phaseOf(before) === phaseOf(state) &&
      !this.#isStale(step);
    if (isOnlyBrought) return;
    if (!advanced) store.runs.advance(this.run, progress);
    this.#savedMs = state.clockMs;
  }

  #commitmentOf(site: string, updateHash: string): string | undefined {
    const known = this.commitments.get(site);
    return known?.updateHash === updateHash ? known.commitment : undefined;
  }

  /** Once, whether or not the round ends with it. */
  #logRejection({ ref, site, outcome }: Effect<'publishOutcome'>): void {
    if (outcome.outcome !== 'rejected' || outcome.code === '') return;
    this.#parts.trail.rejected(ref, site, outcome.code, this.#commitmentOf(site, outcome.updateHash));
  }

  #open({ round }: Effect<'roundOpened'>, with_: Accompaniment, openedMs: number): void {
    const { ref, modelHash } = round;
    const cohort = round.phase === 'select' ? round.seats.sites.toSorted() : [];
    const { store, trail } = this.#parts;
    store.rounds.open({ ...ref, openedMs, modelInHash: modelHash, cohort, ...with_ });
    trail.offered(ref, this.#plan, { cohort, modelHash });
  }

  #seal(
    { ref, members, added }: Effect<'recordSeal'>,
    with_: Accompaniment,
    { sumHash, sum }: Pick<Step, 'sumHash' | 'sum'>,
    sealedMs: number,
  ): void {
    if (sumHash === undefined) throw new MusterError('INTERNAL', 'a seal without its sum');
    const counted = { outcome: 'counted', code: '', reason: '' } as const;
    const { store, trail } = this.#parts;
    store.maskedRounds.remove(ref);
    if (sum) {
      store.sumRecords.put(ref, sum.record);
      trail.summed(ref, sum.record);
    }
    store.rounds.seal({
      ...ref,
      sealedMs,
      sumHash,
      members: members.length,
      added: added.map(({ site, updateHash }) => this.#memberResult(site, { ...counted, updateHash })),
      ...with_,
    });
  }

  #end(
    { record }: Effect<'recordRound'>,
    with_: Accompaniment,
    { made, before, sum }: Pick<Step, 'made' | 'before' | 'sum'>,
    closedMs: number,
  ): void {
    const { store, trail } = this.#parts;
    const parent = before.modelHash;
    const metrics = record.evaluation?.ok ? record.evaluation.metrics : {};
    const seconds = (record.endedAtMs - record.openedAtMs) / 1000;
    const end = {
      ...record.ref,
      closedMs,
      members: record.outcomes.map(({ site, ...outcome }) => this.#memberResult(site, outcome)),
      figures: { seconds, ...this.traffic.total(), ...metrics },
      ...with_,
    };
    store.maskedRounds.remove(record.ref);
    if (record.result === 'abandoned') {
      store.rounds.abandon(end);
      // Once the sum was adopted it stands as it was.
      if (sum && !store.sumRecords.has(record.ref)) {
        store.sumRecords.put(record.ref, sum.record);
        trail.sumAborted(record.ref, sum.record, record.code);
      }
      if (record.code !== '') trail.abandoned(record.ref, record.code);
      return;
    }
    if (!made) throw new MusterError('INTERNAL', 'a round was committed without a model');
    store.rounds.commit({
      ...end,
      model: {
        id: modelId(record.ref),
        hash: made.hash,
        layout: { tensors: this.#plan.body.layout.tensors },
        sizeBytes: made.sizeBytes,
        metrics,
      },
      optimizer: made.optimizer,
    });
    const members = record.outcomes.flatMap(({ site, outcome }) => (outcome === 'counted' ? [site] : []));
    trail.committed(record.ref, this.#plan, { members, parent, model: made.hash, metrics });
  }

  /** It came with the updates of the round after. */
  #pooled({ run, round }: RoundRef, { sum, before }: Pick<Step, 'sum' | 'before'>): void {
    const pooled = sum?.pooled;
    if (!pooled) return;
    const { store } = this.#parts;
    const { modelHash } = before;
    const of = { run, round: round - 1 };
    store.evaluations.record({ ...of, kind: 'federated', site: '', modelHash, ...pooled });
    const { examples, lossSum, confusion } = pooled;
    const correct = confusion.reduce((all, row, index) => all + (row[index] ?? 0), 0);
    const found = { accuracy: correct / examples, loss: lossSum / examples };
    const sites = sum.record.groups.reduce((all, { counted }) => all + counted.length, 0);
    const data = { round: of.round, ...found, sites, missing: [] };
    store.events.append([newEvent(run, this.#wall(), { kind: 'evaluation', data })]);
    if (this.#plan.body.evaluation.central === undefined) store.models.measured(modelId(of), found);
  }

  /** What the sites found is what is known of a model that no public test set judges. */
  #evaluated({ record }: Effect<'recordEvaluation'>): void {
    const { store } = this.#parts;
    const { ref, pooled } = record;
    if (this.#plan.body.evaluation.central === undefined) store.models.measured(modelId(ref), pooled);
    store.rounds.addFigures(ref, { evaluationBytesDown: this.traffic.total().bytesDown });
  }

  #memberResult(
    site: string,
    outcome: { outcome: StoredOutcome; code: string; reason: string; updateHash: string },
  ): MemberResult {
    const announced = this.weighed.get(site);
    const known = announced?.updateHash === outcome.updateHash ? announced : undefined;
    return {
      site,
      outcome: outcome.outcome,
      code: outcome.code,
      reason: outcome.reason,
      weight: known?.weight ?? null,
      updateHash: outcome.updateHash === '' ? null : outcome.updateHash,
      ...this.traffic.of(site),
      figures: known?.figures ?? {},
    };
  }

  #wall(): number {
    return Math.round(this.#parts.clock.wallMs());
  }
}

function modelId({ run, round }: Pick<RoundRef, 'run' | 'round'>): string {
  return `${run}:${round}`;
}

interface Accompaniment {
  readonly runProgress: RunProgress;
  readonly events: Parameters<RunParts['store']['events']['append']>[0];
}

/** Steps of a round that are durable once they are committed, by the effect that they show in. */
const STEPS: Partial<Record<RunEffect['type'], 'open' | 'received' | 'seal' | 'close' | 'commit'>> = {
  roundOpened: 'open',
  confirmReceived: 'received',
  recordSeal: 'seal',
  requestAggregation: 'close',
  recordRound: 'commit',
};

function phaseOf(state: RunState): string {
  return state.status === 'running' ? state.round.phase : '';
}

/** Effects after which the state is written, though nothing was promised to anybody. */
function isKept({ type }: RunEffect): boolean {
  return type === 'confirmReceived' || type === 'requestAggregation';
}

/** Of an update that came nothing but its row is written: a restart finds it whole, and its seat is received again. */
const BROUGHT: ReadonlySet<RunInput['type']> = new Set(['updateAnnounced', 'updateReceived']);

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
  'writeSeal',
  'repeatOutcome',
  'lookUpOutcome',
  'requestAggregation',
  'applyAggregate',
  'evaluateModel',
  'commitRound',
  'startEvaluation',
]);
