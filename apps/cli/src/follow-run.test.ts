import type { RunDetail, RunEvent } from '@muster/api';
import { MusterError } from '@muster/errors';
import { expect, it } from 'vitest';
import { followRun } from './follow-run.ts';

const event = (seq: number): RunEvent => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  run: 'r',
  kind: 'run-status',
  data: { status: 'running', reason: '' },
});
const paused = (seq: number): RunEvent => ({
  ...event(seq),
  kind: 'run-status',
  data: { status: 'paused', reason: 'out of reach' },
});
const gone = (message = 'the coordinator broke the answer off') => new MusterError('UNAVAILABLE', message);

/**
 * An API that answers each stream by the next of these: events, and then perhaps a break. The run waits for a person once so many streams
 * were asked for.
 */
function api(
  streams: readonly (readonly (RunEvent | MusterError)[])[],
  status: string,
  reason = '',
  waitsAfter = Number.POSITIVE_INFINITY,
) {
  const asked: number[] = [];
  return {
    asked,
    async *events(_id: string, { after = 0 }: { after?: number } = {}) {
      for (const each of streams[asked.push(after) - 1] ?? [gone('cannot be reached')]) {
        if (each instanceof MusterError) throw each;
        yield each;
      }
    },
    run: async () => ({ status, reason, waitsForPerson: asked.length >= waitsAfter }) as RunDetail,
  };
}

function sink() {
  const seen: number[] = [];
  const waits: number[] = [];
  const remarks: string[] = [];
  return {
    seen,
    waits,
    remarks,
    output: {
      line: (value: unknown) => void seen.push(Reflect.get(Object(value), 'seq')),
      remark: (text: string) => void remarks.push(text),
    },
    wait: async (ms: number) => void waits.push(ms),
  };
}

it('goes on after a break where it was, and ends with the run', async () => {
  const { seen, output, wait, waits } = sink();
  const server = api([[event(1), event(2), gone()], [gone()], [event(3)]], 'completed', 'target reached');
  expect(await followRun(server, 'r', output, { wait })).toBe(0);
  expect(seen).toEqual([1, 2, 3]);
  expect(server.asked).toEqual([0, 2, 2]);
  expect(waits).toEqual([1000, 2000]);
});

it('says with which command to go on when the coordinator stays away', async () => {
  const { output, wait, waits, remarks } = sink();
  const server = api([[event(7), gone()]], 'running');
  const failed = followRun(server, 'r', output, { wait });
  await expect(failed).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(failed).rejects.toThrow('cannot be reached');
  await expect(failed).rejects.toThrow('muster run watch r --after 7');
  expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000]);
  expect(remarks).toHaveLength(5);
});

it('waits for nobody who was never there, and passes on what else the API says', async () => {
  const { output, wait, waits } = sink();
  await expect(followRun(api([], 'running'), 'r', output, { wait })).rejects.toThrow('cannot be reached');
  const unknown = api([[new MusterError('NOT_FOUND', 'no run r')]], 'running');
  await expect(followRun(unknown, 'r', output, { wait })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(waits).toEqual([]);
});

it.each([
  ['completed', 'target reached', 0],
  ['completed', 'all rounds are done, target missed', 5],
  ['cancelled', '', 1],
  ['failed', '', 1],
])('a run that ended %s, %s, exits %i', async (status, reason, code) => {
  const { output, wait } = sink();
  expect(await followRun(api([[event(1)]], status, reason), 'r', output, { wait })).toBe(code);
});

it('leaves a run that waits for a person, and says why and what can be done', async () => {
  const { seen, output, wait, waits, remarks } = sink();
  const server = api([[event(1)], [event(2), paused(3), event(4)]], 'paused', 'too few', 2);
  expect(await followRun(server, 'r', output, { wait })).toBe(6);
  expect([seen, waits]).toEqual([[1, 2, 3], []]);
  expect(remarks.join()).toMatch(/waits for a person: too few/);
  for (const next of ['run resume r', 'run cancel r', 'run watch r --after 3'])
    expect(remarks.join()).toContain(next);
});

it('shows all of a run that has paused more than once before it waits', async () => {
  const { seen, output, wait } = sink();
  const server = api([[paused(1), event(2), paused(3)]], 'paused', '', 1);
  expect(await followRun(server, 'r', output, { wait })).toBe(6);
  expect(seen).toEqual([1, 2, 3]);
});

it('stays with a run that pauses and goes on by itself', async () => {
  const { seen, output, wait, waits } = sink();
  const server = api([[event(1)], [paused(2)], [event(3), gone()], [event(4)]], 'paused', '', 4);
  expect(await followRun(server, 'r', output, { wait })).toBe(6);
  expect([seen, server.asked, waits]).toEqual([[1, 2, 3, 4], [0, 1, 2, 3], [1000]]);
});
