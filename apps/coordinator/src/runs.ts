/** @module All runs of this coordinator: started once by request id, one under way at a time, the others in their order. */
import { asMusterError, type ErrorCode, MusterError } from '@muster/errors';
import { type RoundRef, sameRef } from '@muster/protocol';
import {
  answerFromRecord,
  createRun,
  type RunEffect,
  type RunInput,
  type RunState,
  readRunState,
} from '@muster/rounds';
import type { CoordinatorStore, Run } from '@muster/store';
import { type Masking, type Plan, parsePlan, parseTask } from '@muster/task';
import type { SumMember } from './ingest/round-sum.ts';
import { behind, tellQueued } from './queue.ts';
import { recordedOutcome } from './record.ts';
import { RunDriver } from './run/driver.ts';
import type { MaskedRound } from './run/masked-round.ts';
import type { RunParts } from './run/parts.ts';
import { ofThisTask, parseSubmitted, submit } from './run/submission.ts';
import { newEvent, reasonOf } from './run-events.ts';

/** Plans are small: the limit is that of the task package. */
const PLAN_BYTES_MAX = 1_048_576;
/** After a fault of the disk. */
const RETRY_MS = 5_000;

export interface RunsSettings {
  readonly federationId: string;
  readonly queuedMax: number;
}

interface Asked {
  readonly rounds: number;
  readonly secureAggregation: Masking['profile'];
}

export class Runs {
  readonly #parts: RunParts;
  readonly #settings: RunsSettings;
  #active: RunDriver | undefined;
  #starting = false;
  readonly #asked = new Map<string, Asked>();
  #closed = false;
  #draining = false;

  constructor(parts: RunParts, settings: RunsSettings) {
    this.#parts = parts;
    this.#settings = settings;
  }

  get active(): RunDriver | undefined {
    return this.#active;
  }
  get stats() {
    const waiting = this.#parts.store.runs.countActive() - (this.#active ? 1 : 0);
    return { active: this.#active ? 1 : 0, queued: Math.max(0, waiting) };
  }

  /** Why a run is where it is; '' when that says it all. */
  reason({ id, status, reason }: Pick<Run, 'id' | 'status' | 'reason'>): string {
    if (this.#active?.run === id) return this.#active.reason;
    return status === 'queued' ? behind(this.#active?.state) : reason;
  }

  /** Takes up the run that an earlier process left, or the first in the queue. */
  async resume(): Promise<void> {
    await this.#next(true);
  }

  /** The coordinator stops: no run begins and no round is opened any more; updates that were announced may still come. */
  drain(): void {
    this.#draining = true;
    this.#active?.openNoMore();
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  close(): void {
    this.#closed = true;
    this.#active?.close();
  }

  driver(run: string): RunDriver | undefined {
    return this.#active?.run === run ? this.#active : undefined;
  }

  /**
   * The answer to an update for a run that is over, from the record: a site whose update has counted, and which missed to be told,
   * hears so again. Throws LATE, NOT_IN_COHORT, RUN_NOT_ACTIVE, or
   * UNAVAILABLE when the run is not over, and nobody drives it yet.
   */
  answerOver(ref: RoundRef, site: string): Extract<RunEffect, { type: 'repeatOutcome' }> {
    const { store } = this.#parts;
    const run = store.runs.find(ref.run);
    if (!run) throw new MusterError('RUN_NOT_ACTIVE', 'no such run is known here');
    // Nobody drives it yet, after a start with a disk at fault: its updates must wait for that.
    if (run.endedMs === null)
      throw new MusterError('UNAVAILABLE', 'the run is not taken up yet', { retryAfterMs: RETRY_MS });
    const recorded = recordedOutcome(store, ref, site);
    const effects = answerFromRecord({ ref, site, about: 'update' }, recorded);
    const refused = effects.find((effect) => effect.type === 'refuseUpdate');
    if (refused) throw new MusterError(refused.code, refused.reason);
    const told = effects.find((effect) => effect.type === 'repeatOutcome');
    if (!told) throw new MusterError('RUN_NOT_ACTIVE', `the run is ${run.status}`);
    return told;
  }

  /** What the task of a run asks for: most rounds, and from whom updates are hidden. */
  asked(run: Run): Asked {
    const known = this.#asked.get(run.planHash);
    if (known !== undefined) return known;
    const parsed = parseTask(run.taskText, 'task.yaml');
    const asked: Asked = parsed.ok
      ? { rounds: parsed.value.rounds.max, secureAggregation: parsed.value.secureAggregation.profile }
      : { rounds: 0, secureAggregation: 'off' };
    this.#asked.set(run.planHash, asked);
    return asked;
  }

  /** Whether sites may pull this object: the plan and the global model of the run under way. */
  serves(hash: string): boolean {
    const active = this.#active;
    return (
      active !== undefined &&
      (hash === active.plan.hash || hash === active.openRound?.modelHash || hash === active.state.modelHash)
    );
  }

  /** Steps of the run under way could not be recorded: what they made has no row yet. */
  get isBehind(): boolean {
    return (this.#active?.waiting ?? 0) > 0;
  }

  /** Whether a blob was made for a step of the run under way that is not recorded yet. */
  holds(hash: string): boolean {
    return this.#active?.holds(hash) ?? false;
  }

  countDownload(site: string, bytes: number): void {
    this.#active?.countTraffic(site, 'bytesDown', bytes);
  }

  tellAll(input: Extract<RunInput, { type: 'siteConnected' | 'siteDisconnected' | 'siteRevoked' }>): void {
    this.#active?.hear(input);
  }

  readinessChanged(): void {
    this.#active?.hear({ type: 'readinessChanged', nowMs: this.#parts.clock.monotonicMs() });
  }

  /**
   * Starts a run of a task: checks it, makes its first model, freezes its plan. The same request id returns the run that it started.
   * Throws TASK_INVALID (every issue in the detail), CONFLICT (the id started another task), OVERLOADED, and DATASET_UNKNOWN or DATA_* when
   * the public test set that the task names is not there or not what the task declares.
   */
  async start(taskText: string, file: string, requestId: string | undefined, operator: string): Promise<Run> {
    const { store, alarms } = this.#parts;
    const known = requestId === undefined ? undefined : store.runs.findByRequest(requestId);
    if (known) return ofThisTask(known, taskText);
    const task = parseSubmitted(taskText, file);
    if (this.#draining) throw new MusterError('UNAVAILABLE', 'the coordinator stops');
    const alarm = alarms.any;
    if (alarm) throw new MusterError(alarm.code, alarm.message);
    if (store.runs.active().length >= this.#settings.queuedMax)
      throw new MusterError('OVERLOADED', 'too many runs are waiting', { retryAfterMs: 60_000 });
    const run = await submit(this.#parts, task, {
      taskText,
      requestId,
      operator,
      federationId: this.#settings.federationId,
    });
    void this.#next(false);
    return run;
  }

  cancel(id: string, reason: string): Run {
    const { store, clock } = this.#parts;
    const run = store.runs.get(id);
    const nowMs = clock.monotonicMs();
    if (this.#active?.run === id) this.#active.hear({ type: 'cancel', nowMs, reason });
    else if (run.endedMs === null) this.#endUnbegun(id, { status: 'cancelled', reason });
    return store.runs.get(id);
  }

  /** What failed of a held round is done again, or the attempt given up and tried anew. */
  resumeRun(id: string, inNewAttempt = false): Run {
    const run = this.#parts.store.runs.get(id);
    if (this.#active?.run !== id) throw new MusterError('RUN_NOT_ACTIVE', `the run is ${run.status}`);
    this.#active.hear({ type: 'resume', nowMs: this.#parts.clock.monotonicMs(), inNewAttempt });
    return this.#parts.store.runs.get(id);
  }

  /** Begins the next run when none is under way. After a restart, the one that was under way comes first. */
  async #next(restarted: boolean): Promise<void> {
    if (this.#active || this.#starting || this.#closed || this.#draining) return;
    this.#starting = true;
    const { log, clock } = this.#parts;
    let begun: 'one' | 'none' | 'over' = 'none';
    try {
      begun = await this.#begin(restarted);
    } catch (thrown) {
      log.error({ err: thrown }, 'the next run cannot begin; it is tried again');
      if (!this.#closed) clock.after(RETRY_MS, () => void this.#next(restarted));
    } finally {
      this.#starting = false;
    }
    // One that ended as soon as it began has made room.
    if (begun === 'over' || (begun === 'one' && !this.#active)) await this.#next(false);
  }

  /** `over`: the run ended while its plan was read, or because that cannot be read. */
  async #begin(restarted: boolean): Promise<'one' | 'none' | 'over'> {
    const { store, clock, log, uploads } = this.#parts;
    const waiting = store.runs.active();
    const chosen = waiting.find(({ status }) => status !== 'queued') ?? waiting[0];
    if (!chosen) {
      if (restarted) await uploads.recover(() => false);
      return 'none';
    }
    let plan: Plan;
    try {
      plan = await this.#planOf(chosen);
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      log.error({ run: chosen.id, code, err: thrown }, 'the plan of a run cannot be read');
      if (code === 'STORAGE_FAILED') throw thrown; // a disk may recover
      this.#endUnbegun(chosen.id, { status: 'failed', code, reason: `its plan cannot be read: ${message}` });
      return 'over';
    }
    if (this.#closed) return 'none';
    // Somebody may have cancelled it while its plan was read.
    const run = store.runs.get(chosen.id);
    if (run.endedMs !== null) return 'over';
    const state = readRunState(run.state, run.id);
    const open = state.status === 'running' ? state.round.ref : undefined;
    const sealed = open ? sealedOf(store, open) : undefined;
    if (restarted) {
      const isSealed = new Set(sealed?.members.map(({ site }) => site));
      await uploads.recover(
        (upload) => open !== undefined && sameRef(upload, open) && !isSealed.has(upload.site),
      );
    }
    const driver = new RunDriver({
      state,
      plan,
      parts: this.#parts,
      sealed,
      changed: (now) => tellQueued(this.#parts, now),
      ended: () => {
        this.#active = undefined;
        void this.#next(false);
      },
    });
    this.#active = driver;
    log.info({ run: run.id, status: run.status }, restarted ? 'run taken up again' : 'run begins');
    const nowMs = clock.monotonicMs();
    if (state.status === 'queued') {
      const model = store.models.latest(run.id);
      driver.hear({ type: 'start', nowMs, modelHash: model?.hash ?? '' });
    } else {
      const counted =
        sealed?.members.map(({ site, updateHash, weight }) => [site, { updateHash, weight }]) ?? [];
      const held = open ? { ...uploads.held(open), ...Object.fromEntries(counted) } : {};
      driver.hear({ type: 'restarted', nowMs, held });
    }
    return 'one';
  }

  /** The round of secure aggregation of this id, if it is open. */
  maskedRound(roundId: Uint8Array): MaskedRound | undefined {
    const masked = this.#active?.masked;
    return masked && Buffer.compare(masked.roundId, roundId) === 0 ? masked : undefined;
  }

  /** A site has introduced itself: what it may have missed of a round of secure aggregation is said again. */
  connected(site: string): void {
    this.#active?.masked?.connected(site);
  }

  /** Ends a run that nobody drives. */
  #endUnbegun(
    id: string,
    end:
      | { readonly status: 'cancelled'; readonly reason: string }
      | { readonly status: 'failed'; readonly code: ErrorCode; readonly reason: string },
  ): void {
    const { store, clock } = this.#parts;
    const state: RunState = { ...createRun(id, clock.monotonicMs()), ...end };
    const atMs = Math.round(clock.wallMs());
    const { status, reason } = end;
    store.db.tx(() => {
      store.runs.advance(id, { state, status, reason: reasonOf(state), endedMs: atMs });
      store.events.append([newEvent(id, atMs, { kind: 'run-status', data: { status, reason } })]);
    });
  }

  async #planOf(run: Run): Promise<Plan> {
    await using reader = await this.#parts.store.blobs.open(run.planHash);
    return parsePlan(await reader.read(0, Math.min(reader.sizeBytes, PLAN_BYTES_MAX)), run.planHash);
  }
}

/** The newest sum that was sealed of an attempt, and who is in it. */
function sealedOf(
  store: CoordinatorStore,
  ref: RoundRef,
):
  | { readonly hash: string; readonly members: readonly (SumMember & { readonly updateHash: string })[] }
  | undefined {
  const seal = store.seals.find(ref);
  if (!seal) return undefined;
  const members = store.members
    .ofAttempt(ref)
    .flatMap(({ site, outcome, weight, updateHash }) =>
      outcome === 'counted' && weight !== null && updateHash !== null ? [{ site, weight, updateHash }] : [],
    );
  return { hash: seal.sumHash, members };
}
