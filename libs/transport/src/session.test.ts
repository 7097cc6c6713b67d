import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { memorySource } from './object.ts';
import { codeOf, ok, openBench, RawAgent, register, sha, until } from './testing.ts';

const never = (): Promise<never> => new Promise(() => {});

describe('requests', () => {
  it('are answered once each, by a result or by a typed error', async () => {
    await using bench = await openBench({
      handlers: {
        onRequest: async (body) => {
          if (body.kind === 'register') return ok;
          throw new MusterError('LATE', 'too late', { retryAfterMs: 7, detail: { round: 3 } });
        },
      },
    });
    const session = await bench.connect();
    expect(await session.request(register)).toEqual(ok);
    const ref = { run: 'r', round: 1, attempt: 1 };
    await expect(
      session.request({ kind: 'failure', value: { ref, code: '', reason: '' } }),
    ).rejects.toMatchObject({ code: 'LATE', message: 'too late', retryAfterMs: 7, detail: { round: 3 } });
    expect(await Promise.all(Array.from({ length: 50 }, () => session.request(register)))).toHaveLength(50);
  });

  it('end after their time limit, and with the session', async () => {
    await using bench = await openBench({ handlers: { onRequest: never } });
    const session = await bench.connect();
    expect(await codeOf(session.request(register, 30))).toBe('TIMEOUT');
    const open = session.request(register);
    await until(() => bench.opened[0]?.stats.handling === 2);
    bench.opened[0]?.close(new MusterError('SITE_REVOKED', 'gone'));
    expect(await codeOf(open)).toBe('UNAVAILABLE');
    expect(await codeOf(session.request(register))).toBe('UNAVAILABLE');
  });

  it('are worked on up to a limit, beyond which they are answered OVERLOADED', async () => {
    const { promise: gate, resolve } = Promise.withResolvers<void>();
    await using bench = await openBench({
      handlers: { onRequest: () => gate.then(() => ok) },
      settings: { handlersMax: 2 },
    });
    const session = await bench.connect();
    const codes = [1, 2, 3].map(() => codeOf(session.request(register)));
    expect(await codes[2]).toBe('OVERLOADED');
    resolve();
    expect(await Promise.all(codes)).toEqual(['resolved', 'resolved', 'OVERLOADED']);
  });

  it('of an unknown type are answered, and the session goes on', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    using raw = await RawAgent.connect(bench);
    // Field 200 of Envelope, length-delimited: a message of a later version, as a request and as a notice.
    const later = Buffer.from([0xc2, 0x0c, 0x03, 1, 2, 3]);
    const id = Buffer.concat([Buffer.from([0x09]), Buffer.from(new Float64Array([5]).buffer)]);
    raw.say(Buffer.concat([id, later]));
    raw.say(later);
    raw.say({ id: 6, body: register });
    const answer = await raw.hear(({ replyTo }) => replyTo === 5);
    expect(answer.body).toMatchObject({ kind: 'error', value: { code: 'UNKNOWN_MESSAGE' } });
    expect((await raw.hear(({ replyTo }) => replyTo === 6)).body).toEqual(ok);
    expect(bench.opened[0]?.closed).toBe(false);
  });

  it('that fit into no frame are refused before they are sent', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const session = await bench.connect();
    const confusion = Array.from({ length: 400 * 400 }, () => 1);
    const report = session.request({
      kind: 'evaluationReport',
      value: {
        ref: { run: 'r', round: 1, attempt: 1 },
        signature: new Uint8Array(64),
        modelHash: new Uint8Array(32),
        evaluation: { examples: 1, lossSum: 1, confusion, classes: 400 },
      },
    });
    expect(await codeOf(report)).toBe('FRAME_TOO_LARGE');
    expect(await session.request(register)).toEqual(ok);
  });
});

describe('notices', () => {
  it('reach their handler; what it throws is its own fault and costs nobody the session', async () => {
    const faults: string[] = [];
    const heard: string[] = [];
    await using bench = await openBench({
      handlers: {
        onRequest: async () => ok,
        onNotice: (body) => {
          heard.push(body.kind);
          throw new Error('a handler that breaks');
        },
        onHeartbeat: () => {
          throw new Error('another');
        },
        onFault: (error) => faults.push(error.message),
      },
    });
    const session = await bench.connect();
    session.notify(register);
    expect(await session.request(register)).toEqual(ok);
    expect(heard).toEqual(['register']);
    expect(faults.sort()).toEqual(['a handler that breaks', 'another']);
  });
});

describe('the end of a session', () => {
  it('is told to the other side with its reason, in a sealed message', async () => {
    const said: (string | undefined)[] = [];
    await using bench = await openBench({
      handlers: { onClose: (_reason, _session, peerSaid) => said.push(peerSaid?.code) },
    });
    const session = await bench.connect();
    session.close(new MusterError('STORAGE_FULL', 'no room'));
    await until(() => said.length === 1);
    expect(said).toEqual(['STORAGE_FULL']);
    expect(bench.opened[0]?.closed).toBe(true);
  });

  it('cuts off a peer that does not answer the close, and one that reads nothing', async () => {
    await using bench = await openBench({
      handlers: { onRequest: async () => ok },
      settings: { heartbeatMs: 30, slowReaderMs: 150, socketBytesMax: 65_536, controlQueueMax: 100 },
    });
    using deaf = await RawAgent.connect(bench);
    deaf.socket.pause();
    const session = bench.opened[0];
    // Fill what the kernel takes, but not our queue.
    await until(() => {
      while ((session?.stats.socketBytes ?? 0) < 100_000 && !session?.closed)
        session?.notify({
          kind: 'comeBack',
          value: { delayMinMs: 0, delayMaxMs: 0, reason: 'x'.repeat(500) },
        });
      return session?.closed === true;
    }, 4_000);
    expect(bench.ended.map(({ code }) => code)).toEqual(['OVERLOADED']);
  });

  it('gives back the frames that lay in its socket', async () => {
    const bytes = Buffer.alloc(64 << 20);
    await using bench = await openBench({ handlers: { openObject: async () => memorySource(bytes) } });
    const deaf = await RawAgent.connect(bench);
    const wanted = { sha256: Buffer.from(sha(bytes), 'hex'), offset: 0, transfer: 1, credits: 64 };
    deaf.say({ id: 1, body: { kind: 'pull', value: wanted } });
    deaf.socket.pause();
    await until(() => bench.endpoint.stats.frames > 0 && bench.endpoint.stats.socketBytes > 0);
    bench.cut();
    await until(() => bench.endpoint.stats.frames === 0);
  });

  it('comes when more waits for the peer than the queue may hold', async () => {
    await using bench = await openBench({ settings: { controlQueueMax: 5, socketBytesMax: 10_000 } });
    using deaf = await RawAgent.connect(bench);
    deaf.socket.pause();
    const session = bench.opened[0];
    for (let index = 0; index < 100_000 && !session?.closed; index += 1)
      session?.notify({ kind: 'comeBack', value: { delayMinMs: 0, delayMaxMs: 0, reason: 'x'.repeat(500) } });
    expect(bench.ended.map(({ code }) => code)).toEqual(['OVERLOADED']);
    expect(session?.stats.queued).toBe(0);
  });
});

describe('frames', () => {
  const flip = (frame: Buffer, at: number): Buffer =>
    Buffer.from(frame.map((byte, index) => (index === at ? byte ^ 1 : byte)));

  it.each([
    ['a flipped bit in the text', 'FRAME_FORGED', ([first]: Buffer[]) => [first && flip(first, 20)]],
    [
      'a flipped bit in the tag',
      'FRAME_FORGED',
      ([first]: Buffer[]) => [first && flip(first, first.length - 1)],
    ],
    ['a flipped bit in the counter', 'FRAME_REPLAYED', ([first]: Buffer[]) => [first && flip(first, 8)]],
    ['another length', 'MALFORMED', ([first]: Buffer[]) => [first?.subarray(0, -1)]],
    ['a replayed frame', 'FRAME_REPLAYED', ([first]: Buffer[]) => [first, first]],
    ['frames in another order', 'FRAME_REPLAYED', ([first, second]: Buffer[]) => [second, first]],
    ['a lost frame', 'FRAME_REPLAYED', ([, second]: Buffer[]) => [second]],
    ['a single byte', 'MALFORMED', () => [Buffer.from([0xc1])]],
    ['nothing', 'MALFORMED', () => [Buffer.alloc(0)]],
    ['a text message', 'MALFORMED', () => ['hello']],
  ] as const)('%s ends the session with %s; others notice nothing', async (_name, code, mangle) => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const honest = await bench.connect();
    using raw = await RawAgent.connect(bench);
    const frames = [raw.seal({ id: 1, body: register }), raw.seal({ id: 2, body: register })];
    for (const frame of mangle(frames)) raw.socket.send(frame ?? '');
    expect((await raw.closed).reason).toBe(code);
    expect(bench.ended.map((error) => error.code)).toEqual([code]);
    expect(await honest.request(register)).toEqual(ok);
  });

  it('of 105 MB end the session at its header, and the server lives', async () => {
    await using bench = await openBench({ handlers: { onRequest: async () => ok } });
    const honest = await bench.connect();
    using raw = await RawAgent.connect(bench);
    raw.socket.on('error', () => {}); // the server stops reading in the middle
    raw.socket.send(Buffer.alloc(105_000_000));
    expect([1006, 1009]).toContain((await raw.closed).code);
    await until(() => bench.ended.length === 1);
    expect(await honest.request(register)).toEqual(ok);
  });

  it('with a message beyond its limits end the session as MALFORMED', async () => {
    await using bench = await openBench();
    using raw = await RawAgent.connect(bench);
    raw.say({
      id: 1,
      body: { kind: 'pull', value: { sha256: new Uint8Array(31), offset: 0, transfer: 1, credits: 1 } },
    });
    expect((await raw.closed).reason).toBe('MALFORMED');
    expect(raw.heard.at(-1)?.body).toMatchObject({
      kind: 'error',
      value: { code: 'MALFORMED', detail: '{"field":"Pull.sha256"}' },
    });
  });
});

describe('a turn of the event loop', () => {
  it('is shared: sockets that bring a lot are read on in the next, and all of it arrives', async () => {
    const bytes = Buffer.alloc(32 * 256 * 1024, 7);
    let isWhole = 0;
    let chunks = 0;
    await using bench = await openBench({
      settings: { windowChunks: 32 },
      handlers: {
        onRequest: async () => ({
          kind: 'accept',
          sizeBytes: bytes.length,
          offset: 0,
          sink: {
            write: () => {
              chunks += 1;
            },
            abort: () => {},
          },
          finish: async () => {
            isWhole += 1;
            return ok;
          },
        }),
      },
    });
    const sessions = await Promise.all([bench.connect(), bench.connect(), bench.connect()]);
    await Promise.all(sessions.map((session) => session.push(register, memorySource(bytes), 10_000)));
    expect([isWhole, chunks]).toEqual([3, 96]);
    expect(sessions.map(({ closed }) => closed)).toEqual([false, false, false]);
  });
});
