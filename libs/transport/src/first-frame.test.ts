import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { connectOnce, type OpenSocket } from './connect.ts';
import { CoordinatorEndpoint } from './endpoint.ts';
import { SESSION_SETTINGS } from './settings.ts';
import type { FrameSocket } from './socket.ts';
import { systemClock } from './system-clock.ts';
import { noHandlers } from './testing/bench.ts';
import { coordinatorIdentity } from './testing/parties.ts';
import { codeOf, siteIdentity } from './testing.ts';

/** One end of a wire in memory. What it is given comes out at the other end, changed by `change`. */
class Wire extends EventEmitter implements FrameSocket {
  readonly OPEN = 1;
  readonly CLOSED = 3;
  readonly bufferedAmount = 0;
  readyState = 1;
  peer: Wire | undefined;
  change = (frame: Buffer): Buffer => frame;

  send(frame: Uint8Array, _options: { readonly binary: true }, sent: () => void = () => {}): void {
    const bytes = this.change(Buffer.from(frame));
    setImmediate(() => {
      this.peer?.emit('message', bytes, true);
      sent();
    });
  }
  pause(): void {}
  resume(): void {}
  close(): void {
    this.terminate();
  }
  terminate(): void {
    this.readyState = 3;
  }
}

const open = (socket: Wire): OpenSocket => ({
  socket,
  stream: new EventEmitter(),
  binding: new Uint8Array(),
});

function federate(change: (frame: Buffer, frames: number) => Buffer) {
  const [site, coordinator] = [new Wire(), new Wire()];
  site.peer = coordinator;
  coordinator.peer = site;
  let frames = 0;
  coordinator.change = (frame) => {
    frames += 1;
    return change(frame, frames);
  };
  const endpoint = new CoordinatorEndpoint({
    server: new EventEmitter(),
    clock: systemClock,
    identity: coordinatorIdentity(),
    settings: SESSION_SETTINGS,
    handshakeMs: 2_000,
    pendingMax: 1,
    sessionsMax: 1,
    authorise: () => {},
    accept: () => noHandlers,
    onSession: () => {},
    onRefused: () => {},
  });
  return connectOnce({
    url: 'ws://memory',
    bindToTls: false,
    identity: siteIdentity(),
    clock: systemClock,
    settings: SESSION_SETTINGS,
    handshakeMs: 2_000,
    handlers: noHandlers,
    dial: (_options, opened) => {
      endpoint.take(open(coordinator), 'memory');
      opened(open(site));
    },
  });
}

describe('a session over any wire', () => {
  it('opens', async () => {
    const { session } = await federate((frame) => frame);
    expect(session.closed).toBe(false);
  });

  it('is no session when its first frame is broken: the caller hears of it, and may come again', async () => {
    // The server's hello is the first frame, the first sealed one the second.
    const cut = federate((frame, frames) => (frames === 2 ? frame.subarray(0, 20) : frame));
    expect(await codeOf(cut)).toBe('UNAVAILABLE');
  });
});
