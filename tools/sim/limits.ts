/** @module How long a round may last, and how much there may be of everything. */
import type { RunState } from '@muster/rounds';
import type { CoordinatorHost } from './coordinator-host.ts';
import { SPOOL } from './coordinator-process.ts';
import type { Schedule } from './schedule.ts';
import { Violation } from './violation.ts';

/** After a restart an open round lasts at least so long: RESTART_GRACE_MS of @muster/rounds. */
const RESTART_GRACE_MS = 10_000;
/** To record and to make the model of a round that has closed. */
const WORK_MS = 3_000;
/** After the close sites sign who counts, and then hand out shares: 15 s for each at most. */
const UNMASK_MS = 30_000;
/** To see that a disk works again. */
const AFTER_FAULT_MS = 5_000;

export class Limits {
  readonly #schedule: Schedule;
  readonly #coordinator: CoordinatorHost;
  readonly #opened = new Map<string, { readonly openedMs: number; readonly awayMs: number }>();

  constructor(schedule: Schedule, coordinator: CoordinatorHost) {
    this.#schedule = schedule;
    this.#coordinator = coordinator;
  }

  /** Throws Violation. */
  check(): void {
    this.#checkTime();
    this.#checkBounds();
  }

  /** Every round is over by its deadline, unless the coordinator, or its disk, was away. */
  #checkTime(): void {
    const running = this.#running();
    if (!running) return;
    const { round, state } = running;
    const { time } = this.#coordinator.disk;
    const openedAtMs = state.openedMs;
    const restarts = this.#coordinator.starts.filter((atMs) => atMs >= openedAtMs).length;
    const awayMs = this.#coordinator.downMs + this.#disturbedMs() - state.awayMs;
    const unmaskMs = this.#schedule.masking.profile === 'off' ? 0 : (1 + restarts) * UNMASK_MS;
    const lateMs =
      time.nowMs -
      (openedAtMs +
        this.#schedule.deadlineS * 1_000 +
        restarts * RESTART_GRACE_MS +
        awayMs +
        unmaskMs +
        WORK_MS);
    if (lateMs > 0)
      throw new Violation('ends-in-time', `round ${round} is ${Math.round(lateMs)} ms over its deadline`);
  }

  /** The attempt that is open while its coordinator is up. */
  #running() {
    const process = this.#coordinator.process;
    const state: RunState | undefined = process?.runs.active?.state;
    if (state?.status !== 'running') return undefined;
    const { round, attempt } = state.round.ref;
    const key = `${round}.${attempt}`;
    const known = this.#opened.get(key) ?? {
      openedMs: this.#coordinator.disk.time.nowMs,
      awayMs: this.#coordinator.downMs + this.#disturbedMs(),
    };
    this.#opened.set(key, known);
    return { round: key, state: known };
  }

  #checkBounds(): void {
    const process = this.#coordinator.process;
    if (!process) return;
    const { sites, uploads, slots } = this.#schedule;
    const bounds: readonly (readonly [string, number, number])[] = [
      ['updates kept', process.uploads.stats.kept, sites.length],
      ['uploads received', process.places.stats.receiving, uploads],
      // Who waits in an attempt that has ended meanwhile hears so at its turn.
      ['uploads waiting', process.places.stats.waiting, 4 * sites.length],
      ['updates in memory', process.uploads.stats.slots, slots],
      ['jobs of the ingest thread', process.ingest.queued, 40 + 20 * sites.length],
      ['sessions', process.endpoint.stats.sessions, 3 * sites.length],
      ['messages that wait', process.endpoint.stats.queued, 100 * sites.length],
      ['requests', process.endpoint.stats.requests, 8 * sites.length],
      ['files in the spool', this.#coordinator.disk.volume.list(SPOOL).size, 3 * sites.length + 3],
    ];
    for (const [what, count, most] of bounds)
      if (count > most) throw new Violation('bounded', `${count} ${what}, at most ${most} are expected`);
  }

  /** Virtual time in which the coordinator's disk was at fault or slow, with what it takes to find out that this is over. */
  #disturbedMs(): number {
    const { time, rowsFaultAtMs } = this.#coordinator.disk;
    return this.#schedule.disturbances.reduce((sum, each) => {
      const isOfDisk = each.kind === 'disk' || each.kind === 'slowDisk' || each.kind === 'rows';
      if (!isOfDisk || each.host !== 'coordinator') return sum;
      const sinceMs = each.kind === 'rows' ? (rowsFaultAtMs ?? time.nowMs) : each.atMs;
      return sum + Math.min(each.forMs + AFTER_FAULT_MS, Math.max(0, time.nowMs - sinceMs));
    }, 0);
  }
}
