import { setImmediate } from 'node:timers/promises';
import type { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { BulkFrames } from './bulk-frames.ts';
import { type BulkSource, Outbox } from './outbox.ts';
import { Turn } from './turn.ts';

const KIB = 1024;

/** A socket that takes what it is given and hands it to the network only when told. */
class SlowWire {
  readonly sent: string[] = [];
  bufferedAmount = 0;
  #waiting: { bytes: number; sent: (error?: Error) => void }[] = [];
  send(frame: Uint8Array, _options: object, sent: (error?: Error) => void = () => {}): void {
    this.sent.push(Buffer.from(frame.subarray(0, 16)).toString().replace(/\.+$/, ''));
    this.bufferedAmount += frame.length;
    this.#waiting.push({ bytes: frame.length, sent });
  }
  /** The network takes one frame. */
  take(): boolean {
    const next = this.#waiting.shift();
    if (!next) return false;
    this.bufferedAmount -= next.bytes;
    next.sent();
    return true;
  }
}

function open(
  limits = { socketBytesMax: 1024 * KIB, controlQueueMax: 10 },
  shared = { frames: new BulkFrames(), turn: new Turn() },
) {
  const wire = new SlowWire();
  const failures: MusterError[] = [];
  let sealed = 0;
  const outbox = new Outbox(
    wire,
    {
      seal(_kind, plaintext) {
        sealed += 1;
        const parts = plaintext instanceof Uint8Array ? [plaintext] : plaintext;
        return Buffer.concat(parts);
      },
    },
    limits,
    { close: (error) => void failures.push(error) },
    shared,
  );
  return { wire, outbox, failures, sealed: () => sealed };
}

function bulk(name: string, chunks: number): BulkSource & { left: number } {
  return {
    left: chunks,
    letGo() {},
    next(bytesMax) {
      if (this.left === 0) return undefined;
      this.left -= 1;
      return [Buffer.from(name.padEnd(16, '.')), Buffer.alloc(Math.min(bytesMax, 256 * KIB) - 16)];
    },
    sealed() {},
  };
}
const message = (text: string): Uint8Array => Buffer.from(text.padEnd(16, '.'));

describe('outbox', () => {
  it('hands bulk over only while little waits in the socket, and seals it then, not before', async () => {
    const { wire, outbox, sealed } = open();
    const source = bulk('a', 100);
    outbox.addBulk(source);
    expect(wire.bufferedAmount).toBe(1024 * KIB);
    expect([source.left, sealed()]).toEqual([96, 4]);
    for (let taken = 0; taken < 50; taken += 1) {
      wire.take();
      expect(wire.bufferedAmount).toBeLessThanOrEqual(1024 * KIB);
      await setImmediate();
    }
    while (wire.take()) await setImmediate();
    expect([source.left, sealed(), wire.bufferedAmount]).toEqual([0, 100, 0]);
  });

  it('lets control overtake bulk, in its own order', () => {
    const { wire, outbox } = open();
    outbox.addBulk(bulk('a', 8));
    outbox.sendControl(message('first'));
    outbox.sendControl(message('second'));
    while (wire.take());
    expect(wire.sent).toEqual(['a', 'a', 'a', 'a', 'first', 'second', 'a', 'a', 'a', 'a']);
  });

  it('takes turns between transfers', async () => {
    const { wire, outbox } = open();
    outbox.addBulk(bulk('long', 100));
    outbox.addBulk(bulk('short', 3));
    while (wire.take()) await setImmediate();
    expect(wire.sent.slice(4, 10)).toEqual(['long', 'short', 'long', 'short', 'long', 'short']);
  });

  it('of many sessions keep little more in their sockets than of few, and all of them go on', async () => {
    const shared = { frames: new BulkFrames(), turn: new Turn() };
    const { frames } = shared;
    const sessions = Array.from({ length: 200 }, () => open(undefined, shared));
    const sources = sessions.map(({ outbox }) => {
      const source = bulk('a', 20);
      outbox.addBulk(source);
      return source;
    });
    const waiting = () => sessions.reduce((sum, { wire }) => sum + wire.bufferedAmount, 0);
    expect(waiting()).toBe(2048 * KIB); // of one turn
    for (let turn = 0; turn < 8; turn += 1) await setImmediate();
    expect(frames.taken).toBe(32);
    expect(waiting()).toBe((32 * 256 + 192 * 32) * KIB);
    for (let step = 0; step < 500; step += 1) {
      sessions[(step * 7) % 200]?.wire.take();
      if (step % 10 === 0) await setImmediate();
      expect(waiting()).toBeLessThanOrEqual((32 * 256 + 200 * 32) * KIB);
    }
    for (let isGoing = true; isGoing; await setImmediate())
      isGoing = sessions.filter(({ wire }) => wire.take()).length > 0;
    expect(sources.filter(({ left }) => left > 0)).toEqual([]);
    expect([frames.taken, waiting()]).toEqual([0, 0]);
  });

  it('have as many full frames as their endpoint may have', () => {
    const shared = { frames: new BulkFrames(2), turn: new Turn() };
    for (let n = 0; n < 5; n += 1) open(undefined, shared).outbox.addBulk(bulk('a', 1));
    expect([shared.frames.taken, shared.frames.isScarce]).toEqual([2, true]);
  });

  it('bounds what waits for a socket that takes nothing', () => {
    const { wire, outbox, failures } = open({ socketBytesMax: 32, controlQueueMax: 3 });
    for (let index = 0; index < 8; index += 1) outbox.sendControl(message(`m${index}`));
    expect(outbox.waiting).toBe(3);
    expect(failures.map(({ code }) => code)).toEqual(['OVERLOADED']);
    while (wire.take());
    expect(wire.sent).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
  });

  it('sends nothing more once it is closed', () => {
    const { wire, outbox } = open();
    outbox.addBulk(bulk('a', 100));
    outbox.sendControl(message('x'));
    outbox.close();
    outbox.sendControl(message('y'));
    const before = wire.sent.length;
    while (wire.take());
    expect(wire.sent).toHaveLength(before);
  });
});
