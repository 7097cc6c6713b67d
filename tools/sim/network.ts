/**
 * @module The network between sites and coordinator: connections that carry whole frames in order, as WebSockets do, late, and until they
 * break. A partition holds everything back; what tampers changes frames on their way, which TCP would not, but somebody between could.
 */
import { EventEmitter } from 'node:events';
import { MusterError } from '@muster/errors';
import type { Dial, FrameSocket, OpenSocket } from '@muster/transport';
import type { VirtualTime } from './clock.ts';
import type { Life } from './life.ts';
import type { Chance } from './random.ts';

export interface NetworkProfile {
  /** One way, of each frame. */
  readonly delayMs: readonly [number, number];
}

export type Tampering = 'flip' | 'duplicate' | 'swap' | 'truncate';

/** How long a connection waits for somebody who does not answer. */
const CONNECT_MS = 5_000;
/** What a kernel takes from a process before anything arrives. */
const KERNEL_MS = 0.2;

export interface Listener {
  readonly life: Life;
  take(open: OpenSocket, remote: string): void;
}

export class Network {
  readonly time: VirtualTime;
  readonly #profile: NetworkProfile;
  readonly #chance: Chance;
  #listener: Listener | undefined;
  /** Until when nothing of a site passes. */
  readonly #heldUntil = new Map<string, number>();
  readonly #pairs = new Map<string, Pair>();
  /** Frames of each site until the next that is tampered with, and how. */
  readonly #tampering = new Map<string, { frames: number; readonly how: Tampering }[]>();

  constructor(time: VirtualTime, profile: NetworkProfile, chance: Chance) {
    this.time = time;
    this.#profile = profile;
    this.#chance = chance;
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    listener.life.onEnd(() => {
      if (this.#listener === listener) this.#listener = undefined;
    });
  }

  /** How a site's process connects. */
  dialOf(site: string, life: Life): Dial {
    return (_options, opened, failed) => {
      const delayMs = Math.max(this.delayMs(), this.heldMs(site));
      const refuse = (why: string, afterMs: number): void => {
        this.time.after(afterMs, () => {
          if (life.isAlive) failed(new MusterError('UNAVAILABLE', why));
        });
      };
      if (delayMs >= CONNECT_MS) {
        refuse('no answer', CONNECT_MS);
        return;
      }
      this.time.after(2 * delayMs, () => {
        const listener = this.#listener;
        if (!life.isAlive) return;
        if (!listener?.life.isAlive) {
          refuse('connection refused', 0);
          return;
        }
        const pair = new Pair(this, site, life, listener.life);
        this.#pairs.set(site, pair);
        listener.take(pair.coordinator, site);
        opened(pair.site);
      });
    };
  }

  partition(site: string, forMs: number): void {
    this.#heldUntil.set(site, Math.max(this.time.nowMs + forMs, this.#heldUntil.get(site) ?? 0));
  }

  heldMs(site: string): number {
    return Math.max(0, (this.#heldUntil.get(site) ?? 0) - this.time.nowMs);
  }

  /** Breaks the site's connection; `halfOpen`: only the site learns of it, the coordinator some time later. */
  cut(site: string, halfOpenMs: number): void {
    this.#pairs.get(site)?.cut(halfOpenMs);
  }

  tamper(site: string, frames: number, how: Tampering): void {
    const list = this.#tampering.get(site) ?? [];
    this.#tampering.set(site, [...list, { frames, how }]);
  }

  /** What becomes of the next frame of a site, either way. */
  tampered(site: string): Tampering | undefined {
    const list = this.#tampering.get(site);
    const next = list?.[0];
    if (!list || !next) return undefined;
    next.frames -= 1;
    if (next.frames > 0) return undefined;
    list.shift();
    return next.how;
  }

  delayMs(): number {
    return this.#chance.between(...this.#profile.delayMs);
  }

  /** A byte of a frame, to be changed. */
  place(length: number): number {
    return this.#chance.whole(0, length - 1);
  }
}

/** The two ends of a connection. */
class Pair {
  readonly #ends: readonly [VirtualSocket, VirtualSocket];

  constructor(network: Network, name: string, site: Life, coordinator: Life) {
    const a = new VirtualSocket(network, name, site);
    const b = new VirtualSocket(network, name, coordinator);
    a.peer = b;
    b.peer = a;
    this.#ends = [a, b];
  }

  get site(): OpenSocket {
    return openSocket(this.#ends[0]);
  }

  get coordinator(): OpenSocket {
    return openSocket(this.#ends[1]);
  }

  cut(halfOpenMs: number): void {
    const [site, coordinator] = this.#ends;
    site.closed(1006, '', 0);
    coordinator.closed(1006, '', halfOpenMs);
  }
}

function openSocket(socket: VirtualSocket): OpenSocket {
  return { socket, stream: new EventEmitter(), binding: new Uint8Array() };
}

class VirtualSocket extends EventEmitter implements FrameSocket {
  readonly OPEN = 1;
  readonly CLOSED = 3;
  readyState = 1;
  bufferedAmount = 0;
  peer: VirtualSocket | undefined;
  readonly #network: Network;
  readonly #site: string;
  readonly #life: Life;
  /** When the last of what was sent arrives: nothing overtakes it. */
  #arrivesAtMs = 0;
  #kept: Buffer | undefined;

  constructor(network: Network, site: string, life: Life) {
    super();
    this.#network = network;
    this.#site = site;
    this.#life = life;
    // The kernel closes what a dead process had open.
    life.onEnd(() => {
      this.readyState = 3;
      this.peer?.closed(1006, '', this.#delay());
    });
  }

  send(
    frame: Uint8Array,
    _options: { readonly binary: true },
    sent: (error?: Error) => void = () => {},
  ): void {
    const { time } = this.#network;
    if (!this.#life.isAlive) return;
    if (this.readyState !== this.OPEN) {
      time.after(0, () => sent(new Error('not open')));
      return;
    }
    const bytes = frame.length;
    this.bufferedAmount += bytes;
    // The sender fills its buffer again.
    for (const each of this.#onItsWay(Buffer.from(Uint8Array.from(frame).buffer))) this.#deliver(each);
    time.after(KERNEL_MS + this.#network.heldMs(this.#site), () => {
      if (!this.#life.isAlive) return;
      this.bufferedAmount -= bytes;
      if (this.readyState !== 3) sent();
    });
  }

  /** A step brings one frame, and nobody reads on for a whole turn here. */
  pause(): void {}
  resume(): void {}

  close(code: number, reason: string): void {
    if (this.readyState !== this.OPEN || !this.#life.isAlive) return;
    this.readyState = 2;
    const delayMs = this.#delay();
    this.peer?.closed(code, reason, delayMs);
    this.closed(code, reason, 2 * delayMs);
  }

  terminate(): void {
    if (this.readyState === 3 || !this.#life.isAlive) return;
    const delayMs = this.#delay();
    this.peer?.closed(1006, '', delayMs);
    this.closed(1006, '', 0);
  }

  /** Its end comes to be known here. */
  closed(code: number, reason: string, afterMs: number): void {
    this.#network.time.after(afterMs, () => {
      if (this.readyState === 3 || !this.#life.isAlive) return;
      this.readyState = 3;
      this.emit('close', code, Buffer.from(reason));
    });
  }

  #deliver(frame: Buffer): void {
    this.#network.time.after(this.#delay(), () => this.peer?.arrive(frame));
  }

  arrive(frame: Buffer): void {
    // After our close, the peer's frames are still read, as ws does.
    if (this.readyState !== 3 && this.#life.isAlive) this.emit('message', frame, true);
  }

  #delay(): number {
    const { time } = this.#network;
    const atMs = time.nowMs + this.#network.delayMs() + this.#network.heldMs(this.#site);
    this.#arrivesAtMs = Math.max(atMs, this.#arrivesAtMs);
    return this.#arrivesAtMs - time.nowMs;
  }

  /** What of a frame comes out at the other end, and in which order. */
  #onItsWay(frame: Buffer): readonly Buffer[] {
    const before = this.#kept;
    this.#kept = undefined;
    const rest = before ? [before] : [];
    switch (this.#network.tampered(this.#site)) {
      case 'flip': {
        const at = this.#network.place(frame.length);
        frame[at] = (frame[at] ?? 0) ^ 0x10;
        return [frame, ...rest];
      }
      case 'truncate':
        return [own(frame.subarray(0, this.#network.place(frame.length))), ...rest];
      case 'duplicate':
        return [own(frame), frame, ...rest];
      case 'swap':
        this.#kept = frame;
        return rest;
      default:
        return [frame, ...rest];
    }
  }
}

/** A copy in memory of its own: whoever receives a frame may give its memory back. */
function own(bytes: Uint8Array): Buffer {
  return Buffer.from(Uint8Array.from(bytes).buffer);
}
