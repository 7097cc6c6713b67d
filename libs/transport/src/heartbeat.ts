/**
 * @module Signs of life (architecture.md, section 5): a heartbeat goes out at every beat, and at every beat it is judged whether the
 * peer still lives and still reads. Every byte that arrives counts as life.
 */
import type { Clock } from './clock.ts';
import type { Uniform } from './random.ts';
import type { SessionSettings } from './settings.ts';

export interface Pulse {
  /** Sends a heartbeat. */
  send(): void;
  /** Nothing waits for the socket. */
  idle(): boolean;
  /** How often the socket took something: standing still while something waits means that the peer does not read. */
  progress(): number;
  /** The peer was silent for `deadMs`. */
  dead(): void;
  /** The peer took nothing of what waits for it for `slowReaderMs`. */
  slow(): void;
}

type Limits = Pick<SessionSettings, 'heartbeatMs' | 'suspectMs' | 'deadMs' | 'slowReaderMs'>;

export class Heartbeat {
  readonly #clock: Clock;
  #limits: Limits;
  readonly #pulse: Pulse;
  readonly #uniform: Uniform;
  #heardAtMs: number;
  #beatAtMs: number;
  #moved: { readonly progress: number; readonly atMs: number };
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(clock: Clock, limits: Limits, pulse: Pulse, uniform: Uniform) {
    this.#clock = clock;
    this.#limits = limits;
    this.#pulse = pulse;
    this.#uniform = uniform;
    this.#heardAtMs = clock.monotonicMs();
    this.#beatAtMs = this.#heardAtMs;
    this.#moved = { progress: 0, atMs: this.#heardAtMs };
  }

  /** Milliseconds since the peer was heard. */
  get silentMs(): number {
    return this.#clock.monotonicMs() - this.#heardAtMs;
  }
  /** The peer has missed a few beats: work that can choose goes elsewhere. */
  get suspect(): boolean {
    return this.silentMs > this.#limits.suspectMs;
  }

  /**
   * Sends the first heartbeat at once, which tells an agent that it was taken. The second comes after a random share of the interval,
   * so that sessions opened together (after a restart) do not beat together ever after (scale.md, section 1.1).
   */
  start(): void {
    this.#pulse.send();
    this.#wait(this.#limits.heartbeatMs * (0.5 + 0.5 * this.#uniform()));
  }

  /** Beats as often as the peer does, if that is more often than it is now; its silence is judged by the same beat. */
  hasten(heartbeatMs: number): void {
    const { heartbeatMs: before, suspectMs, deadMs } = this.#limits;
    if (!(heartbeatMs < before)) return;
    const share = heartbeatMs / before;
    this.#limits = { ...this.#limits, heartbeatMs, suspectMs: suspectMs * share, deadMs: deadMs * share };
    this.#cancel();
    this.#wait(heartbeatMs);
  }

  heard(): void {
    this.#heardAtMs = this.#clock.monotonicMs();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #wait(ms: number): void {
    if (!this.#stopped) this.#cancel = this.#clock.after(ms, () => this.#beat());
  }

  #beat(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#forgiveOwnSleep(nowMs);
    this.#beatAtMs = nowMs;
    if (nowMs - this.#heardAtMs > this.#limits.deadMs) {
      this.#pulse.dead();
      return;
    }
    const progress = this.#pulse.progress();
    if (this.#pulse.idle() || progress !== this.#moved.progress) this.#moved = { progress, atMs: nowMs };
    else if (nowMs - this.#moved.atMs > this.#limits.slowReaderMs) {
      this.#pulse.slow();
      return;
    }
    this.#pulse.send();
    this.#wait(this.#limits.heartbeatMs);
  }

  /** A beat that comes late means that this process slept (a laptop's lid, SIGSTOP): the peer is not to blame for that time. */
  #forgiveOwnSleep(nowMs: number): void {
    const sleptMs = nowMs - this.#beatAtMs - 2 * this.#limits.heartbeatMs;
    if (sleptMs <= 0) return;
    this.#heardAtMs = Math.min(nowMs, this.#heardAtMs + sleptMs);
    this.#moved = { ...this.#moved, atMs: Math.min(nowMs, this.#moved.atMs + sleptMs) };
  }
}
