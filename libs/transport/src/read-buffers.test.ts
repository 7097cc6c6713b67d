import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ReadBuffers } from './read-buffers.ts';

/** Reads of a socket; `messages` is called for each as the WebSocket would be, before the read buffers hear of it. */
function open(messages: (read: Buffer, buffers: ReadBuffers) => void) {
  const socket = new PassThrough();
  const holder: { buffers?: ReadBuffers } = {};
  socket.on('data', (read: Buffer) => {
    if (holder.buffers) messages(read, holder.buffers);
  });
  holder.buffers = new ReadBuffers(socket, { heard: () => {} });
  return (bytes: number): Buffer => {
    const read = Buffer.allocUnsafeSlow(bytes);
    socket.emit('data', read);
    return read;
  };
}

describe('read buffers', () => {
  it('go when a message has ended after them, and not before', () => {
    let ends = false;
    const read = open((_read, buffers) => {
      if (ends) buffers.isLent(Buffer.alloc(1));
    });
    const [first, second] = [read(100), read(100)];
    expect([first.length, second.length]).toEqual([100, 100]);
    ends = true;
    const third = read(100);
    // The message ended somewhere in the third, whose rest may belong to the next.
    expect([first.length, second.length, third.length]).toEqual([0, 0, 100]);
    ends = false;
    const fourth = read(100);
    expect([third.length, fourth.length]).toEqual([100, 100]);
    ends = true;
    read(1);
    expect([third.length, fourth.length]).toEqual([0, 0]);
  });

  it('tell a message that lies in a read from one that was put together', () => {
    const lent: boolean[] = [];
    const read = open((bytes, buffers) => {
      lent.push(buffers.isLent(bytes.subarray(3, 9)), buffers.isLent(Buffer.allocUnsafeSlow(6)));
    });
    read(64);
    expect(lent).toEqual([true, false]);
  });

  it('go when the last message in them is done', () => {
    const read = open((bytes, buffers) => {
      for (const message of [bytes.subarray(0, 30), bytes.subarray(30)]) {
        buffers.isLent(message);
        expect(message.length).toBeGreaterThan(0);
        buffers.isDone(message);
      }
    });
    expect(read(64).length).toBe(0);
  });

  it('stay while bytes of the next message are in them', () => {
    const read = open((bytes, buffers) => {
      const message = bytes.subarray(0, 60);
      buffers.isLent(message);
      buffers.isDone(message);
    });
    expect(read(64).length).toBe(64);
  });

  it('are signs of life, whatever is in them', () => {
    const socket = new PassThrough();
    let heard = 0;
    const heartbeat = {
      heard() {
        heard += 1;
      },
    };
    new ReadBuffers(socket, heartbeat);
    socket.emit('data', Buffer.alloc(1));
    socket.emit('data', Buffer.alloc(1));
    expect(heard).toBe(2);
  });

  it('are left to the collector when a frame takes too many of them', () => {
    let ends = false;
    const read = open((_read, buffers) => {
      if (ends) buffers.isLent(Buffer.alloc(1));
    });
    const oldest = read(10);
    for (let count = 0; count < 256; count += 1) read(1);
    ends = true;
    read(1);
    expect(oldest.length).toBe(10);
  });
});
