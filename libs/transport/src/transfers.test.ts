import { MusterError } from '@muster/errors';
import type { Body } from '@muster/protocol';
import { CHUNK_BYTES } from '@muster/protocol';
import { describe, expect, it } from 'vitest';
import { memorySource, type ObjectSink, type ObjectSource } from './object.ts';
import type { BulkSource } from './outbox.ts';
import { Collect, codeOf, FakeClock } from './testing.ts';
import { Transfers } from './transfers.ts';

const CHUNK = 262_144;

function open(settings = { stallMs: 1_000, transfersMax: 2, windowChunks: 4, chunkBytes: CHUNK }) {
  const clock = new FakeClock();
  const told: Body[] = [];
  const bulk = new Set<BulkSource>();
  const transfers = new Transfers('agent', {
    clock,
    settings,
    outbox: {
      addBulk: (source) => void bulk.add(source),
      removeBulk: (source) => void bulk.delete(source),
      pump: () => {},
    },
    messages: { notify: (body) => void told.push(body) },
    owner: { publicError: (error) => error },
  });
  return { clock, told, bulk, transfers };
}
const chunk = (transfer: number, offset: number, bytes = CHUNK) => ({
  transfer,
  offset,
  data: new Uint8Array(bytes),
});
const ends = (told: readonly Body[]): string[] =>
  told.flatMap((body) => (body.kind === 'transferEnd' ? [body.value.error?.code ?? ''] : []));
const credits = (told: readonly Body[]) =>
  told.flatMap((body) => (body.kind === 'credit' ? [body.value] : []));

describe('receiving', () => {
  it('gives credits back by the half window, and is whole at the last byte', async () => {
    const { transfers, told } = open();
    const sink = new Collect();
    const id = transfers.reserve();
    const { whole } = transfers.receive(id, { sizeBytes: 10 * CHUNK + 5, offset: 0 }, sink);
    for (let index = 0; index < 10; index += 1) transfers.chunk(chunk(id, index * CHUNK));
    transfers.chunk(chunk(id, 10 * CHUNK, 5));
    await whole;
    expect(sink.length).toBe(10 * CHUNK + 5);
    expect(credits(told)).toEqual(
      [2, 4, 6, 8, 10].map((acked) => ({ transfer: id, acked: acked * CHUNK, credits: 2 })),
    );
    expect([transfers.inbound, ends(told)]).toEqual([0, []]);
  });

  it('ends at a chunk beyond the credits, and tells the peer and the sink', async () => {
    const { transfers, told } = open();
    let open4 = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open4 = resolve;
    });
    const writes: number[] = [];
    const aborted: MusterError[] = [];
    const slow: ObjectSink = {
      write: (offset) => {
        writes.push(offset);
        return gate;
      },
      abort: (reason) => void aborted.push(reason),
    };
    const id = transfers.reserve();
    const { whole } = transfers.receive(id, { sizeBytes: 100 * CHUNK, offset: 0 }, slow);
    for (let index = 0; index < 4; index += 1) transfers.chunk(chunk(id, index * CHUNK));
    expect([told, writes]).toEqual([[], [0]]); // nothing is given back while the sink is busy
    transfers.chunk(chunk(id, 4 * CHUNK));
    expect(await codeOf(whole)).toBe('CREDIT_EXCEEDED');
    expect([ends(told), aborted.map(({ code }) => code)]).toEqual([['CREDIT_EXCEEDED'], ['CREDIT_EXCEEDED']]);
    open4();
    await gate;
    transfers.chunk(chunk(id, 5 * CHUNK));
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toEqual([0]); // what came before the fault and was not written is dropped
    expect(transfers.inbound).toBe(0);
  });

  it.each([
    ['a gap', chunk(1, CHUNK)],
    ['an empty chunk', chunk(1, 0, 0)],
    ['bytes beyond the end', chunk(1, 0, CHUNK)],
  ])('ends at %s', async (_name, wrong) => {
    const { transfers, told } = open();
    const id = transfers.reserve();
    const { whole } = transfers.receive(id, { sizeBytes: CHUNK - 1, offset: 0 }, new Collect());
    transfers.chunk(wrong);
    expect(await codeOf(whole)).toBe('MALFORMED');
    expect(ends(told)).toEqual(['MALFORMED']);
  });

  it('tells the peer when the sink fails, at once or later', async () => {
    for (const write of [
      () => {
        throw new MusterError('STORAGE_FULL', 'full');
      },
      () => Promise.reject(new MusterError('STORAGE_FULL', 'full')),
    ]) {
      const { transfers, told } = open();
      const id = transfers.reserve();
      const { whole } = transfers.receive(id, { sizeBytes: CHUNK, offset: 0 }, { write, abort: () => {} });
      transfers.chunk(chunk(id, 0));
      expect(await codeOf(whole)).toBe('STORAGE_FULL');
      expect(ends(told)).toEqual(['STORAGE_FULL']);
    }
  });

  it('tells the sink, not the peer, when the peer ends it', async () => {
    const { transfers, told } = open();
    const sink = new Collect();
    const id = transfers.reserve();
    const { whole } = transfers.receive(id, { sizeBytes: CHUNK, offset: 0 }, sink);
    transfers.ended({
      transfer: id,
      error: { code: 'STORAGE_FAILED', message: 'disk', retryable: true, retryAfterMs: 0, detail: '' },
    });
    expect(await codeOf(whole)).toBe('STORAGE_FAILED');
    expect([told, sink.aborted?.code]).toEqual([[], 'STORAGE_FAILED']);
  });

  it('counts what is only asked for', () => {
    const { transfers } = open();
    const [first] = [transfers.reserve(), transfers.reserve()];
    expect(() => transfers.reserve()).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    transfers.release(first ?? 0);
    expect(transfers.reserve() % 2).toBe(1);
  });
});

describe('sending', () => {
  const drain = (bulk: Set<BulkSource>): number[] => {
    const lengths: number[] = [];
    for (const source of [...bulk])
      for (let next = source.next(CHUNK_BYTES); next; next = source.next(CHUNK_BYTES))
        lengths.push(next[1]?.length ?? 0);
    return lengths;
  };

  it('goes as far as the credits, from the offset, and closes its source once', () => {
    const { transfers, bulk } = open();
    let closes = 0;
    let ended = 0;
    const source: ObjectSource = {
      ...memorySource(new Uint8Array(3 * CHUNK + 7)),
      close: () => (closes += 1),
    };
    transfers.send(2, source, { offset: CHUNK, credits: 2 }, () => (ended += 1));
    expect(drain(bulk)).toEqual([CHUNK, CHUNK]);
    expect([closes, ended, transfers.outbound]).toEqual([0, 0, 1]);
    transfers.credit({ transfer: 2, acked: 3 * CHUNK, credits: 5 });
    expect(drain(bulk)).toEqual([7]);
    expect([closes, ended, transfers.outbound, bulk.size]).toEqual([1, 1, 0, 0]);
  });

  it('ends with what the source throws, at once or later, or when it gives too little', async () => {
    for (const [read, code] of [
      [
        () => {
          throw new MusterError('STORAGE_FAILED', 'disk');
        },
        'STORAGE_FAILED',
      ],
      [() => Promise.reject(new MusterError('STORAGE_FAILED', 'disk')), 'STORAGE_FAILED'],
      [() => new Uint8Array(3), 'STORAGE_CORRUPT'],
    ] as const) {
      const { transfers, bulk, told } = open();
      const reasons: (string | undefined)[] = [];
      transfers.send(2, { sizeBytes: CHUNK, read, close: () => {} }, { offset: 0, credits: 4 }, (error) =>
        reasons.push(error?.code),
      );
      drain(bulk);
      await new Promise((resolve) => setImmediate(resolve));
      expect([reasons, ends(told), transfers.outbound]).toEqual([[code], [code], 0]);
    }
  });

  it('reads from a slow source when there is room, and never two chunks at once', async () => {
    const { transfers, bulk } = open();
    const reads: number[] = [];
    const answers: (() => void)[] = [];
    const bytes = new Uint8Array(4 * CHUNK);
    transfers.send(
      2,
      {
        sizeBytes: bytes.length,
        read: (offset, length) => {
          reads.push(offset);
          return new Promise((resolve) =>
            answers.push(() => resolve(bytes.subarray(offset, offset + length))),
          );
        },
        close: () => {},
      },
      { offset: 0, credits: 4 },
      () => {},
    );
    const sent: number[] = [];
    for (let turn = 1; turn <= 4; turn += 1) {
      sent.push(...drain(bulk));
      expect(reads).toHaveLength(turn);
      answers[turn - 1]?.();
      await new Promise((resolve) => setImmediate(resolve));
      const [source] = bulk;
      if (source?.next(CHUNK_BYTES)) sent.push(CHUNK);
    }
    drain(bulk);
    expect(reads).toEqual([0, CHUNK, 2 * CHUNK, 3 * CHUNK]);
    expect(sent).toEqual([CHUNK, CHUNK, CHUNK, CHUNK]);
    expect(transfers.outbound).toBe(0);
  });

  it('lets go of what it has read when there is no room, and when it ends', async () => {
    const { transfers, bulk } = open();
    const bytes = new Uint8Array(4 * CHUNK);
    const fates: string[] = [];
    const source: ObjectSource = {
      sizeBytes: bytes.length,
      read: async (offset, length) => bytes.subarray(offset, offset + length),
      sealed: ({ byteOffset }) => fates.push(`sealed ${byteOffset / CHUNK}`),
      dropped: ({ byteOffset }) => fates.push(`dropped ${byteOffset / CHUNK}`),
      close: () => fates.push('closed'),
    };
    const transfer = transfers.send(2, source, { offset: 0, credits: 4 }, () => {});
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const [sender] = bulk;
    sender?.next(CHUNK_BYTES);
    await turn();
    sender?.letGo();
    sender?.next(CHUNK_BYTES);
    await turn();
    expect(sender?.next(CHUNK_BYTES)).toBeDefined();
    sender?.sealed();
    sender?.next(CHUNK_BYTES);
    await turn();
    transfer.end(undefined);
    expect(fates).toEqual(['dropped 0', 'sealed 0', 'dropped 1', 'closed']);
  });

  it('drops what a read gives when its transfer is over', async () => {
    const { transfers, bulk } = open();
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    const dropped: Uint8Array[] = [];
    const source: ObjectSource = {
      sizeBytes: CHUNK,
      read: () => promise,
      dropped: (bytes) => dropped.push(bytes),
      close: () => {},
    };
    const transfer = transfers.send(2, source, { offset: 0, credits: 4 }, () => {});
    [...bulk][0]?.next(CHUNK_BYTES);
    transfer.end(undefined);
    const late = new Uint8Array(CHUNK);
    resolve(late);
    await promise;
    expect(dropped).toEqual([late]);
  });

  it('takes no id that is its own or in use, no more than the limit, and no offset beyond the end', () => {
    const { transfers } = open();
    const send = (id: number, offset = 0) =>
      transfers.send(id, memorySource(new Uint8Array(10)), { offset, credits: 0 }, () => {});
    const code = (act: () => unknown): string => {
      try {
        act();
        return '';
      } catch (thrown) {
        return thrown instanceof MusterError ? thrown.code : String(thrown);
      }
    };
    expect(code(() => send(1))).toBe('INVALID_ARGUMENT');
    expect(code(() => send(2, 11))).toBe('INVALID_ARGUMENT');
    expect(code(() => send(2))).toBe('');
    expect(code(() => send(2))).toBe('INVALID_ARGUMENT');
    expect(code(() => send(4, 10))).toBe('');
    expect(code(() => send(6))).toBe('OVERLOADED');
  });
});

describe('what stands still', () => {
  it('ends after the limit; what moves does not, and nothing is watched once all is over', async () => {
    const { transfers, clock, told } = open();
    const moving = transfers.receive(
      transfers.reserve(),
      { sizeBytes: 100 * CHUNK, offset: 0 },
      new Collect(),
    );
    const still = transfers.receive(transfers.reserve(), { sizeBytes: CHUNK, offset: 0 }, new Collect());
    const outcomes: string[] = [];
    transfers.send(2, memorySource(new Uint8Array(10)), { offset: 0, credits: 0 }, (error) =>
      outcomes.push(error?.code ?? 'whole'),
    );
    for (let index = 0; index < 10; index += 1) {
      transfers.chunk(chunk(moving.transfer.id, index * CHUNK));
      clock.pass(400);
    }
    expect(await codeOf(still.whole)).toBe('TIMEOUT');
    expect([outcomes, ends(told)]).toEqual([['TIMEOUT'], ['TIMEOUT', 'TIMEOUT']]);
    expect([transfers.inbound, transfers.outbound]).toEqual([1, 0]);
    clock.pass(5_000);
    expect(await codeOf(moving.whole)).toBe('TIMEOUT');
    expect(clock.waiting).toBe(0);
  });

  it('ends with the session: every sink is told, also when one of them throws', async () => {
    const { transfers, clock, told } = open();
    const faults: string[] = [];
    const sink = new Collect();
    const first = transfers.receive(
      transfers.reserve(),
      { sizeBytes: 9, offset: 0 },
      {
        write: () => {},
        abort: () => {
          throw new Error('a sink that breaks');
        },
      },
    );
    const second = transfers.receive(transfers.reserve(), { sizeBytes: 9, offset: 0 }, sink);
    transfers.endAll(new MusterError('UNAVAILABLE', 'over'), (error) => faults.push(error.message));
    expect(await codeOf(first.whole)).toBe('UNAVAILABLE');
    expect(await codeOf(second.whole)).toBe('UNAVAILABLE');
    expect([sink.aborted?.code, faults, told]).toEqual(['UNAVAILABLE', ['a sink that breaks'], []]);
    const late = new Collect();
    transfers.receive(transfers.reserve(), { sizeBytes: 9, offset: 0 }, late);
    expect([late.aborted?.code, transfers.inbound, clock.waiting]).toEqual(['UNAVAILABLE', 0, 0]);
  });
});
