import { connect, type Socket } from 'node:net';
import { asMusterError } from '@muster/errors';
import { afterEach, expect, it } from 'vitest';
import { atEnd, closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 60');

const gauge = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

/** A stranger who connects and says nothing. */
async function stranger(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  atEnd(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

it('as many connections are open as agents, handshakes and the API may have, and a gauge counts them', async () => {
  const { url } = await coordinator('limits: { sessions: 1, pendingHandshakes: 1, apiConnections: 1 }\n');
  await stranger(url);
  const second = await stranger(url);
  await expect.poll(() => gauge(url, 'muster_connections')).toBe(3); // with the one that asks
  const third = await stranger(url);
  const fourth = await stranger(url);
  const read: unknown[] = [];
  fourth.on('data', (data) => read.push(data));
  await new Promise((resolve) => fourth.on('error', () => {}).once('close', resolve));
  expect([read, third.closed, second.closed]).toEqual([[], false, false]);
  third.destroy();
  await expect.poll(() => gauge(url, 'muster_connections').catch(() => 0)).toBe(3);
  expect(await gauge(url, 'muster_connections_refused_total\\{code="OVERLOADED"\\}')).toBeGreaterThan(0);
});

it('so many follow the events of runs, others are told to come later', async () => {
  const { api, url } = await coordinator('limits: { followers: 2 }\n');
  const { id } = await api.startRun(task, 'tiny.yaml');
  const followed = [api.events(id, { follow: true }), api.events(id, { follow: true })];
  for (const events of followed) await events[Symbol.asyncIterator]().next();
  expect(await gauge(url, 'muster_watchers')).toBe(2);
  const refused = await api
    .events(id, { follow: true })
    [Symbol.asyncIterator]()
    .next()
    .catch((thrown: unknown) => asMusterError(thrown).code);
  expect(refused).toBe('OVERLOADED');
  await api.cancelRun(id);
  for (const events of followed) for await (const event of events) void event;
  await expect.poll(() => gauge(url, 'muster_watchers')).toBe(0);
});

it('the jobs of the learning process have a gauge, which is 0 when it rests', async () => {
  const { api, url } = await coordinator();
  const jobs = () => gauge(url, 'muster_evaluator_jobs');
  expect(await jobs()).toBe(0);
  const started = Promise.all(['a', 'b', 'c'].map((id) => api.startRun(task, 'tiny.yaml', id)));
  await expect.poll(jobs, { interval: 5 }).toBeGreaterThan(0);
  await started;
  expect(await jobs()).toBe(0);
});
