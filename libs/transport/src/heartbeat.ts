/**
 * @module Signs of life (architecture.md, section 5): a heartbeat goes out at every beat, and at every beat it is judged whether the
 * peer still lives and still reads. Every byte that arrives counts as life.
 */
import { MusterError } from '@muster/errors';
import type { Clock } from './clock.ts';
import { CLOSE, type Ending } from './ending.ts';
import type { Messages } from './messages.ts';
import type { Outbox } from './outbox.ts';
import type { Uniform } from './random.ts';
import type { SessionSettings } from './settings.ts';

/** What beats, what is looked at, and what ends where there is no life. */
export interface Pulse {
  readonly messages: Pick<Messages, 'notify'>;
  readonly outbox: Pick<Outbox, 'idle' | 'progress'>;
  readonly session: Ending;
}

type Limits = Pick<SessionSettings, 'heartbeatMs' | 'suspectMs' | 'deadMs' | 'slowReaderMs'>;

export class Heartbeat {
  readonly #clock: Clock;
  #limits: Limits;
  readonly #messages: Pulse['messages'];
  readonly #outbox: Pulse['outbox'];
  readonly #session: Ending;
  #heardAtMs: number;
  #beatAtMs: number;
  /** How far the outbox was when something last moved in it, and when that was. */
  #progress = 0;
  #movedAtMs: number;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(clock: Clock, limits: Limits, { messages, outbox, session }: Pulse) {
    this.#clock = clock;
    this.#limits = limits;
    this.#messages = messages;
    this.#outbox = outbox;
    this.#session = session;
    this.#heardAtMs = clock.monotonicMs();
    this.#beatAtMs = this.#heardAtMs;
    this.#movedAtMs = this.#heardAtMs;
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
  start(uniform: Uniform): void {
    this.#send();
    this.#wait(this.#limits.heartbeatMs * (0.5 + 0.5 * uniform()));
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
      const silentMs = Math.round(nowMs - this.#heardAtMs);
      this.#session.terminate(new MusterError('TIMEOUT', `nothing was heard for ${silentMs} ms`));
      return;
    }
    // The peer reads as long as the socket takes something, or nothing waits for it.
    const { idle, progress } = this.#outbox;
    if (idle || progress !== this.#progress) {
      this.#progress = progress;
      this.#movedAtMs = nowMs;
    } else if (nowMs - this.#movedAtMs > this.#limits.slowReaderMs) {
      this.#session.close(new MusterError('OVERLOADED', 'the peer does not read'), CLOSE.slowReader);
      return;
    }
    this.#send();
    this.#wait(this.#limits.heartbeatMs);
  }

  #send(): void {
    this.#messages.notify({ kind: 'heartbeat', value: { timeMs: this.#clock.wallMs() } });
  }

  /** A beat that comes late means that this process slept (a laptop's lid, SIGSTOP): the peer is not to blame for that time. */
  #forgiveOwnSleep(nowMs: number): void {
    const sleptMs = nowMs - this.#beatAtMs - 2 * this.#limits.heartbeatMs;
    if (sleptMs <= 0) return;
    this.#heardAtMs = Math.min(nowMs, this.#heardAtMs + sleptMs);
    this.#movedAtMs = Math.min(nowMs, this.#movedAtMs + sleptMs);
  }
}
