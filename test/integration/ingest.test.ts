import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = tinyTask('max: 1, cohort: 2, quorum: 1, deadlineS: 2, offerS: 1');

it('an ingest thread that has ended is an alarm everywhere, and no end of the round', async () => {
  const { promise: thread, resolve } = Promise.withResolvers<Worker>();
  process.once('worker', resolve);
  const { api, url, fatal, join } = await coordinator('seal: { afterS: 3600 }\n');
  await join('a', { makeUpdate: (_offer, bytes) => ({ bytes: new Uint8Array(bytes), weight: 10 }) });
  await join('b', { makeUpdate: () => undefined });
  const { id } = await api.startRun(task, 'tiny.yaml');
  for await (const { kind } of api.events(id, { follow: true })) if (kind === 'update-received') break;
  await (await thread).terminate();
  expect(await fatal).toMatchObject({ code: 'INTERNAL' });
  const { ready, alarms } = await api.status();
  expect([ready, alarms]).toMatchObject([false, [{ name: 'ingest', code: 'UNAVAILABLE' }]]);
  const readiness = await fetch(`${url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, expect.stringContaining('ingest thread')]);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^muster_alarms 1$/m);
  // The deadline passes with a quorum: the sum that is asked for then is for the next process to make.
  await pause(3_000);
  expect(await api.run(id)).toMatchObject({ status: 'running', history: [{ attempt: 1, status: 'open' }] });
});
