import { createHash, randomBytes } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { memorySource, type ObjectSink, type ObjectSource } from './object.ts';
import type { Session } from './session.ts';
import { Collect, codeOf, ok, openBench, RawAgent, received, register, sha, until } from './testing.ts';

const CHUNK = 262_144;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('pulling', () => {
  it('fetches any size in chunks and checks the hash', async () => {
    const objects = [0, 1, CHUNK, CHUNK + 1, 5_000_000].map((size) => randomBytes(size));
    await using bench = await openBench({
      handlers: {
        openObject: async (hash) => {
          const found = objects.find((bytes) => sha(bytes) === hash);
          return found && memorySource(found);
        },
      },
    });
    const session = await bench.connect();
    for (const bytes of objects) {
      const sink = new Collect();
      expect(await session.pull(sha(bytes), sink, { sizeBytesMax: bytes.length })).toBe(bytes.length);
      expect(sink.bytes.equals(bytes)).toBe(true);
    }
    const codes = [
      session.pull(sha(Buffer.from('other')), new Collect(), { sizeBytesMax: 10 }),
      session.pull(sha(objects[4] ?? Buffer.alloc(0)), new Collect(), { sizeBytesMax: 4_999_999 }),
    ].map(codeOf);
    expect(await Promise.all(codes)).toEqual(['OBJECT_UNKNOWN', 'FRAME_TOO_LARGE']);
    // Neither side keeps anything of a transfer that came to nothing.
    await until(() => bench.opened[0]?.stats.outbound === 0);
    expect(session.stats).toMatchObject({ inbound: 0, outbound: 0, requests: 0 });
  });

  it('notices bytes that are not those of the hash', async () => {
    const bytes = randomBytes(600_000);
    await using bench = await openBench({ handlers: { openObject: async () => memorySource(bytes) } });
    const session = await bench.connect();
    const asked = sha(Buffer.from('asked for'));
    expect(await codeOf(session.pull(asked, new Collect(), { sizeBytesMax: 1e6 }))).toBe('OBJECT_CORRUPT');
  });

  it('serves many at the same time from the same bytes', async () => {
    const bytes = randomBytes(3_000_000);
    await using bench = await openBench({ handlers: { openObject: async () => memorySource(bytes) } });
    const sessions = await Promise.all(Array.from({ length: 4 }, () => bench.connect()));
    const sinks = sessions.flatMap((session) => [1, 2, 3].map(() => ({ session, sink: new Collect() })));
    await Promise.all(
      sinks.map(({ session, sink }) => session.pull(sha(bytes), sink, { sizeBytesMax: 1e7 })),
    );
    expect(sinks.every(({ sink }) => sink.bytes.equals(bytes))).toBe(true);
  });

  it('ends when the receiver wants no more, and the sender learns of it', async () => {
    let closes = 0;
    const source: ObjectSource = { ...memorySource(new Uint8Array(50 * CHUNK)), close: () => (closes += 1) };
    await using bench = await openBench({ handlers: { openObject: async () => source } });
    const session = await bench.connect();
    const stop = new AbortController();
    const sink = new Collect();
    const stopping: ObjectSink = {
      write: (offset, bytes) => {
        sink.write(offset, bytes);
        if (offset >= 3 * CHUNK) stop.abort();
      },
      abort: (reason) => sink.abort(reason),
    };
    const pulling = session.pull('0'.repeat(64), stopping, { sizeBytesMax: 1e9, signal: stop.signal });
    expect(await codeOf(pulling)).toBe('CANCELLED');
    expect(sink.aborted?.code).toBe('CANCELLED');
    await until(() => closes === 1 && bench.opened[0]?.stats.outbound === 0);
    const late = session.pull('0'.repeat(64), sink, { sizeBytesMax: 1e9, signal: stop.signal });
    expect(await codeOf(late)).toBe('CANCELLED');
    expect(session.stats.inbound).toBe(0);
  });

  it('frees its place when the answer is late, and the sender does not send into the void', async () => {
    let opened: ((source: ObjectSource) => void) | undefined;
    await using bench = await openBench({
      handlers: { openObject: () => new Promise((resolve) => (opened = resolve)) },
      settings: { requestMs: 30 },
    });
    const session = await bench.connect();
    expect(await codeOf(session.pull('0'.repeat(64), new Collect(), { sizeBytesMax: 1e9 }))).toBe('TIMEOUT');
    expect(session.stats.inbound).toBe(0);
    let closes = 0;
    opened?.({ ...memorySource(new Uint8Array(50 * CHUNK)), close: () => (closes += 1) });
    await until(() => closes === 1);
    expect(bench.opened[0]?.stats).toMatchObject({ outbound: 0, handling: 0 });
    expect(session.closed).toBe(false);
  });

  it('gives no more at once than its limit', async () => {
    await using bench = await openBench({
      handlers: { openObject: async () => memorySource(new Uint8Array(CHUNK)) },
      settings: { transfersMax: 2 },
    });
    using raw = await RawAgent.connect(bench);
    for (const transfer of [1, 3, 5, 2])
      raw.say({
        id: transfer,
        body: { kind: 'pull', value: { sha256: new Uint8Array(32), offset: 0, transfer, credits: 0 } },
      });
    const answers = await Promise.all(
      [1, 3, 5, 2].map(async (id) => (await raw.hear(({ replyTo }) => replyTo === id)).body),
    );
    expect(answers.map((body) => (body?.kind === 'error' ? body.value.code : body?.kind))).toEqual([
      'pullReady',
      'pullReady',
      'OVERLOADED',
      'OVERLOADED',
    ]);
  });
});

describe('pushing', () => {
  const accept = (sizeBytes: number, sink: ObjectSink, finish = async () => received('0'.repeat(64))) =>
    ({ kind: 'accept', sizeBytes, offset: 0, sink, finish }) as const;

  it('sends against credits, so that a slow sink bounds what is in memory, and answers after the last byte', async () => {
    const bytes = randomBytes(8_000_000);
    const sink = new Collect();
    let read = 0;
    let most = 0;
    await using bench = await openBench({
      handlers: {
        onRequest: async () =>
          accept(
            bytes.length,
            {
              write: async (offset, data) => {
                most = Math.max(most, read - offset);
                await pause(1);
                sink.write(offset, data);
              },
              abort: () => {},
            },
            async () => received(sha(sink.bytes)),
          ),
      },
      settings: { windowChunks: 4 },
    });
    const session = await bench.connect();
    const source: ObjectSource = {
      ...memorySource(bytes),
      read: (offset, length) => {
        read = offset + length;
        return bytes.subarray(offset, offset + length);
      },
    };
    const answer = await session.push(register, source);
    expect(answer).toMatchObject({ kind: 'received', value: { updateHash: Buffer.from(sha(bytes), 'hex') } });
    expect(most).toBeLessThanOrEqual((4 + 1) * CHUNK);
    expect(most).toBeGreaterThan(CHUNK);
  });

  it('is answered at once where no bytes are wanted, and the source is closed', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const session = await bench.connect();
    let closes = 0;
    const source: ObjectSource = { ...memorySource(new Uint8Array(10)), close: () => (closes += 1) };
    expect(await session.push(register, source)).toEqual(ok);
    session.close(new MusterError('CANCELLED', 'enough'));
    expect(await codeOf(session.push(register, source))).toBe('UNAVAILABLE');
    expect(closes).toBe(2);
  });

  it('tells both ends of a source, a sink or a judgement that fails', async () => {
    const aborted: string[] = [];
    let write: ObjectSink['write'] = () => {};
    await using bench = await openBench({
      handlers: {
        onRequest: async () =>
          accept(
            2 * CHUNK,
            { write: (offset, bytes) => write(offset, bytes), abort: ({ code }) => void aborted.push(code) },
            async () => {
              throw new MusterError('UPDATE_NOT_FINITE', 'NaN');
            },
          ),
      },
    });
    const session = await bench.connect();
    let closes = 0;
    const source: ObjectSource = { ...memorySource(new Uint8Array(2 * CHUNK)), close: () => (closes += 1) };
    const broken: ObjectSource = {
      ...source,
      read: () => Promise.reject(new MusterError('STORAGE_FAILED', 'disk')),
    };
    expect(await codeOf(session.push(register, broken))).toBe('STORAGE_FAILED');
    expect(await codeOf(session.push(register, source))).toBe('UPDATE_NOT_FINITE');
    write = () => {
      throw new MusterError('STORAGE_FULL', 'disk');
    };
    expect(await codeOf(session.push(register, source))).toBe('STORAGE_FULL');
    await until(() => aborted.length === 2);
    expect([aborted, closes]).toEqual([['STORAGE_FAILED', 'STORAGE_FULL'], 3]);
    expect(session.stats).toMatchObject({ outbound: 0, requests: 0 });
    expect(bench.opened[0]?.stats).toMatchObject({ inbound: 0, handling: 0 });
  });

  it('tells the sink when there is no room for the transfer, or nobody to send it', async () => {
    const aborted: string[] = [];
    const { promise: gate, resolve } = Promise.withResolvers<void>();
    await using bench = await openBench({
      handlers: {
        onRequest: async () => {
          await gate;
          return accept(CHUNK, {
            write: () => new Promise(() => {}),
            abort: ({ code }) => void aborted.push(code),
          });
        },
      },
      settings: { transfersMax: 1 },
    });
    const leaver = await bench.connect();
    const leaving = codeOf(leaver.push(register, memorySource(new Uint8Array(CHUNK))));
    await until(() => bench.opened[0]?.stats.handling === 1);
    leaver.close(new MusterError('CANCELLED', 'goes'));
    await until(() => bench.opened[0]?.closed === true);
    resolve();
    await until(() => aborted.length === 1);
    expect([await leaving, aborted]).toEqual(['UNAVAILABLE', ['UNAVAILABLE']]);
    const session = await bench.connect();
    const pushes = [1, 2].map(() => codeOf(session.push(register, memorySource(new Uint8Array(CHUNK)))));
    expect(await Promise.race(pushes)).toBe('OVERLOADED');
    expect(aborted).toEqual(['UNAVAILABLE', 'OVERLOADED']);
  });

  it('is cancelled by its signal, and ends where nothing moves', async () => {
    const aborted: string[] = [];
    await using bench = await openBench({
      handlers: {
        onRequest: async () =>
          accept(20 * CHUNK, {
            write: () => new Promise(() => {}),
            abort: ({ code }) => void aborted.push(code),
          }),
      },
      settings: { stallMs: 80 },
    });
    const session = await bench.connect();
    const stop = new AbortController();
    const pushing = codeOf(
      session.push(register, memorySource(new Uint8Array(20 * CHUNK)), 1_000, stop.signal),
    );
    await until(() => session.stats.outbound === 1);
    stop.abort();
    expect(await pushing).toBe('CANCELLED');
    await until(() => aborted.length === 1);
    expect(aborted).toEqual(['CANCELLED']);
    expect(await codeOf(session.push(register, memorySource(new Uint8Array(20 * CHUNK))))).toBe('TIMEOUT');
  });
});

describe('a connection that breaks in the middle', () => {
  it('leaves what came in the sink; the next push and pull take up from there', async () => {
    const bytes = randomBytes(4_000_000);
    const kept = new Collect();
    let cutAt = 1_000_000;
    await using bench = await openBench({
      handlers: {
        openObject: async () => memorySource(bytes),
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: bytes.length,
          offset: kept.length,
          sink: {
            write: (offset, data) => {
              kept.write(offset, data);
              if (offset > cutAt) bench.cut();
            },
            abort: (reason) => kept.abort(reason),
          },
          finish: async () => received(sha(kept.bytes)),
        }),
      },
      settings: { windowChunks: 4 },
    });
    const first = await bench.connect();
    expect(await codeOf(first.push(register, memorySource(bytes)))).toBe('UNAVAILABLE');
    await until(() => kept.aborted !== undefined);
    expect(kept.aborted?.code).toBe('UNAVAILABLE');
    const before = kept.length;
    expect(before).toBeGreaterThan(1_000_000);
    expect(before).toBeLessThan(4_000_000);
    cutAt = Number.POSITIVE_INFINITY;
    const reads: number[] = [];
    const source: ObjectSource = {
      ...memorySource(bytes),
      read: (offset, length) => {
        reads.push(offset);
        return bytes.subarray(offset, offset + length);
      },
    };
    const second: Session = await bench.connect();
    await second.push(register, source);
    expect(reads[0]).toBe(before);
    expect(kept.bytes.equals(bytes)).toBe(true);

    const half = new Collect();
    const hash = createHash('sha256');
    const pulling = second.pull(
      sha(bytes),
      {
        write: (offset, data) => {
          half.write(offset, data);
          hash.update(data);
          if (offset > 1e6) bench.cut();
        },
        abort: (reason) => half.abort(reason),
      },
      { sizeBytesMax: 1e7 },
    );
    expect([await codeOf(pulling), half.aborted?.code]).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    const offset = half.length;
    expect(offset).toBeLessThan(4_000_000);
    const third = await bench.connect();
    await third.pull(sha(bytes), half, { sizeBytesMax: 1e7, resume: { offset, hash } });
    expect(half.bytes.equals(bytes)).toBe(true);
  });
});

describe('a peer that breaks the rules of a transfer', () => {
  it('loses the transfer, not the session, and is told why', async () => {
    for (const [code, chunks] of [
      ['CREDIT_EXCEEDED', [0, 1, 2, 3].map((index) => ({ offset: index * 10, bytes: 10 }))],
      ['MALFORMED', [{ offset: 10, bytes: 10 }]],
      ['MALFORMED', [{ offset: 0, bytes: 101 }]],
    ] as const) {
      const aborted: string[] = [];
      await using bench = await openBench({
        handlers: {
          onRequest: async (body) =>
            body.kind === 'registered'
              ? ok
              : {
                  kind: 'accept',
                  sizeBytes: 100,
                  offset: 0,
                  sink: { write: () => new Promise(() => {}), abort: ({ code }) => void aborted.push(code) },
                  finish: async () => ok,
                },
        },
        settings: { windowChunks: 3 },
      });
      using raw = await RawAgent.connect(bench);
      raw.say({ id: 1, body: register });
      const ready = await raw.hear(({ body }) => body?.kind === 'pushReady');
      const transfer = ready.body?.kind === 'pushReady' ? ready.body.value.transfer : 0;
      for (const { offset, bytes } of chunks)
        raw.say({ body: { kind: 'chunk', value: { transfer, offset, data: new Uint8Array(bytes) } } });
      const answers = [
        await raw.hear(({ body }) => body?.kind === 'transferEnd'),
        await raw.hear(({ replyTo, body }) => replyTo === 1 && body?.kind === 'error'),
      ].map(({ body }) => body);
      expect(answers).toMatchObject([{ value: { transfer, error: { code } } }, { value: { code } }]);
      expect(aborted).toEqual([code]);
      raw.say({
        id: 2,
        body: {
          kind: 'registered',
          value: {
            heartbeatMs: 1,
            timeMs: 1,
            standing: null,
            logPolicy: new Uint8Array(),
            nextEvent: 0,
            witnessKey: new Uint8Array(),
            manifest: { epoch: 1, hash: new Uint8Array(32) },
            logWitnesses: [],
          },
        },
      });
      expect((await raw.hear(({ replyTo }) => replyTo === 2)).body).toEqual(ok);
    }
  });
});

describe('bulk and heartbeats', () => {
  it('share the connection: both sides beat while 64 MB go each way', async () => {
    const bytes = randomBytes(64 * 1024 * 1024);
    const beats = { agent: 0, coordinator: 0 };
    await using bench = await openBench({
      handlers: {
        openObject: async () => memorySource(bytes),
        onHeartbeat: () => (beats.coordinator += 1),
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: bytes.length,
          offset: 0,
          sink: { write: () => {}, abort: () => {} },
          finish: async () => ok,
        }),
      },
      settings: { heartbeatMs: 20, deadMs: 200 },
    });
    const session = await bench.connect({
      handlers: {
        ...bench.options().handlers,
        onHeartbeat: () => (beats.agent += 1),
      },
    });
    const hash = sha(bytes);
    const started = performance.now();
    beats.agent = 0;
    beats.coordinator = 0;
    await Promise.all([
      session.pull(hash, { write: () => {}, abort: () => {} }, { sizeBytesMax: 1e9 }),
      session.push(register, memorySource(bytes)),
    ]);
    const possible = (performance.now() - started) / 20;
    expect(Math.min(beats.agent, beats.coordinator)).toBeGreaterThan(possible / 4);
    expect(session.closed).toBe(false);
  });
});
