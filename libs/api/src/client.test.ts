import { MusterError } from '@muster/errors';
import { describe, expect, it } from 'vitest';
import { ApiClient } from './client.ts';

type Answer = (url: URL, init: RequestInit) => Response | Promise<Response>;

/** A client whose coordinator is a function, and what it was asked. */
function open(answer: Answer) {
  const asked: { method: string; path: string; body: unknown; authorization: string | null }[] = [];
  const client = new ApiClient({
    url: 'https://coordinator:7443',
    secret: 'operator-secret',
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      asked.push({
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        authorization: new Headers(init.headers).get('authorization'),
      });
      return answer(url, init);
    },
  });
  return { client, asked };
}

const RUN = {
  id: 'task-1',
  task: 'task',
  status: 'queued',
  reason: '',
  waitsForPerson: false,
  round: 0,
  rounds: 3,
  accuracy: null,
  loss: null,
  evaluated: null,
  model: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
};

const caught = async (work: Promise<unknown>): Promise<MusterError> => {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof MusterError) return thrown;
    throw thrown;
  }
  throw new Error('it did not throw');
};

describe('the client of the API', () => {
  it('says who it is, and what it asks, with names that cannot leave their place in the path', async () => {
    const { client, asked } = open(() => Response.json(RUN));
    await client.startRun('task: x', 'task.yaml', 'once');
    await client.startRun('task: x', 'task.yaml');
    await client.cancelRun('../sites/north?x#y');
    expect(asked).toEqual([
      {
        method: 'POST',
        path: '/v1/runs',
        body: { task: 'task: x', file: 'task.yaml', requestId: 'once' },
        authorization: 'Bearer operator-secret',
      },
      {
        method: 'POST',
        path: '/v1/runs',
        body: { task: 'task: x', file: 'task.yaml' },
        authorization: 'Bearer operator-secret',
      },
      {
        method: 'POST',
        path: '/v1/runs/..%2Fsites%2Fnorth%3Fx%23y/cancel',
        body: {},
        authorization: 'Bearer operator-secret',
      },
    ]);
  });

  it('throws the error that the coordinator names, with what it says of it', async () => {
    const { client } = open(() =>
      Response.json(
        {
          code: 'TASK_INVALID',
          message: 'task.yaml:3: no such thing',
          retryable: false,
          detail: { line: 3, list: [1] },
        },
        { status: 400 },
      ),
    );
    const error = await caught(client.startRun('x', 'task.yaml'));
    expect([error.code, error.message, error.retryable]).toEqual([
      'TASK_INVALID',
      'task.yaml:3: no such thing',
      false,
    ]);
    expect(error.detail.line).toBe(3);
  });

  it.each([
    ['a page of a proxy', () => new Response('<html>Bad gateway</html>', { status: 502 }), /answered 502/],
    [
      'a code of another version',
      () => Response.json({ code: 'NEWER', message: 'new', retryable: true, detail: {} }, { status: 500 }),
      /new/,
    ],
  ])('makes INTERNAL of %s', async (_what, answer, message) => {
    const error = await caught(open(answer).client.runs());
    expect(error.code).toBe('INTERNAL');
    expect(error.message).toMatch(message);
  });

  it('does not take an answer that breaks the contract', async () => {
    await expect(open(() => Response.json([{ ...RUN, status: 'odd' }])).client.runs()).rejects.toThrow(
      /status/,
    );
  });

  it('says why nobody answers', async () => {
    const { client } = open(() => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 10.0.0.1:7443') });
    });
    const error = await caught(client.sites());
    expect([error.code, error.retryable]).toEqual(['UNAVAILABLE', true]);
    expect(error.message).toContain('https://coordinator:7443');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('reads events however their bytes are cut, passes over kinds it does not know, and ends with the stream', async () => {
    const events = [1, 2, 0].map((seq) => ({
      seq,
      at: '2026-01-01T00:00:00.000Z',
      run: 'task-1',
      kind: 'site-progress',
      data: { site: 'Zürich', round: 1, phase: 'train', fraction: seq / 2, loss: null },
    }));
    const later = { ...events[0], kind: 'of-a-later-version' };
    const bytes = new TextEncoder().encode(
      `${[later, ...events].map((event) => JSON.stringify(event)).join('\n')}\n`,
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
        controller.close();
      },
    });
    const { client, asked } = open(() => new Response(body));
    const read = [];
    for await (const event of client.events('task-1', { after: 5, follow: true })) read.push(event);
    expect(read).toEqual(events);
    expect(asked[0]?.path).toBe('/v1/runs/task-1/events?after=5&follow=true');
  });

  it('says so when a stream of events breaks off', async () => {
    const data = { status: 'queued', reason: '' };
    const line = JSON.stringify({
      seq: 1,
      at: '2026-01-01T00:00:00.000Z',
      run: 'r',
      kind: 'run-status',
      data,
    });
    const chunks = [new TextEncoder().encode(`${line}\n`)];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const next = chunks.shift();
        if (next) controller.enqueue(next);
        else controller.error(new TypeError('terminated'));
      },
    });
    const events = open(() => new Response(body)).client.events('r', { follow: true });
    expect((await events.next()).value?.seq).toBe(1);
    expect((await caught(events.next())).code).toBe('UNAVAILABLE');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { client } = open((_url, init) => {
      stop.abort();
      init.signal?.throwIfAborted();
      return new Response();
    });
    const events = client.events('task-1', { follow: true, signal: stop.signal });
    expect((await caught(events.next())).code).toBe('CANCELLED');
  });
});
