import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Offer, Outcome } from '@muster/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import type { VirtualAgent } from '../../tools/virtual/virtual-agent.ts';
import { closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = (rounds: string): string => tinyTask(rounds, { strategy: 'fedadam' });

/** Updates that differ by site and round, with values that do not add up exactly in floating point. */
function updateOf(site: number, offer: Offer, bytes: number): Uint8Array {
  const round = offer.ref?.round ?? 0;
  const values = Float32Array.from({ length: bytes / 4 }, (_, index) =>
    Math.fround(0.1 * Math.sin(site * 17 + round * 5 + index)),
  );
  return new Uint8Array(values.buffer);
}

describe('rounds over real sockets', () => {
  it('give the same model, bit for bit, whatever the order in which updates come', async () => {
    const hashes: string[][] = [];
    for (const delays of [
      [0, 30, 60],
      [60, 0, 30],
    ]) {
      const federation = await coordinator();
      for (const [site, delay] of delays.entries()) {
        const agent: VirtualAgent = await federation.join(`site-${site}`, {
          makeUpdate: (offer, modelBytes) => {
            const bytes = updateOf(site, offer, modelBytes);
            setTimeout(() => void agent.report(offer, { bytes, weight: 100 + site }).catch(() => {}), delay);
            return undefined;
          },
        });
      }
      const run = await federation.finish(task('max: 3, cohort: 3, quorum: 3, deadlineS: 20'));
      expect(run.status).toBe('completed');
      expect(run.history.every(({ members }) => members.every(({ outcome }) => outcome === 'counted'))).toBe(
        true,
      );
      hashes.push((await federation.api.models(run.id)).map(({ hash }) => hash));
    }
    expect(hashes[0]).toHaveLength(4);
    expect(hashes[0]).toEqual(hashes[1]);
  });

  it('close at the deadline with a quorum, name the late, and refuse what comes after', async () => {
    const federation = await coordinator();
    const outcomes: Outcome[] = [];
    const errors: unknown[] = [];
    for (const site of [0, 1]) {
      await federation.join(`site-${site}`, {
        makeUpdate: (offer, modelBytes) => ({ bytes: updateOf(site, offer, modelBytes), weight: 10 }),
      });
    }
    const slow: VirtualAgent = await federation.join('slow', {
      makeUpdate: (offer, modelBytes) => {
        const bytes = updateOf(2, offer, modelBytes);
        setTimeout(
          () =>
            void slow.report(offer, { bytes, weight: 10 }).catch((thrown: unknown) => errors.push(thrown)),
          2500,
        );
        return undefined;
      },
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    const run = await federation.finish(task('max: 1, cohort: 3, quorum: 2, deadlineS: 1.5, offerS: 1'));
    expect(run.status).toBe('completed');
    const members = Object.fromEntries(
      (run.history[0]?.members ?? []).map(({ site, outcome, code }) => [site, { outcome, code }]),
    );
    expect(members).toEqual({
      'site-0': { outcome: 'counted', code: '' },
      'site-1': { outcome: 'counted', code: '' },
      slow: { outcome: 'late', code: 'LATE' },
    });
    await expect.poll(() => outcomes.map(({ outcome }) => outcome)).toContain('late');
    await expect
      .poll(() => errors.map((error) => (error instanceof Error ? Reflect.get(error, 'code') : '')), {
        timeout: 5000,
      })
      .toEqual(['LATE']);
  });

  it('of one run go at a time: the next says behind which it waits, and how that is', async () => {
    const { api, join: enter } = await coordinator();
    const rounds = 'max: 1, cohort: 1, quorum: 1, deadlineS: 20, offerS: 1, maxAttempts: 1';
    const { id: first } = await api.startRun(task(rounds), 'tiny.yaml');
    await expect.poll(async () => (await api.run(first)).status).toBe('waiting');
    const needs = '0 of the 1 sites that the quorum needs are ready';
    expect((await api.run(first)).reason).toBe(`${needs}: no site is connected`);
    const heard: unknown[] = [];
    void (async () => {
      for await (const { kind, data } of api.events(first, { follow: true }))
        if (kind === 'run-status') heard.push(data.reason);
    })().catch(() => {});
    await enter('elsewhere', { dataset: 'other', makeUpdate: () => undefined });
    const without = `${needs}: 1 site is connected, which does not offer the data set "bench"`;
    await expect.poll(() => heard).toContain(without);
    expect((await api.run(first)).reason).toBe(without);
    const { id: second, reason } = await api.startRun(task(rounds), 'tiny.yaml');
    expect(reason).toBe(`waits behind ${first} (waiting); one run goes at a time`);
    const told: unknown[] = [];
    const watched = (async () => {
      for await (const { kind, data } of api.events(second, { follow: true }))
        if (kind === 'run-status') told.push(`${data.status}: ${data.reason}`);
    })();
    await expect.poll(() => told).toHaveLength(2);
    await enter('site-0', {
      makeUpdate: (_offer, bytes) => ({
        bytes: new Uint8Array(new Float32Array(bytes / 4).fill(Number.NaN).buffer),
        weight: 1,
      }),
    });
    await expect.poll(async () => (await api.run(first)).status).toBe('paused');
    const behind = `waits behind ${first} (paused); one run goes at a time`;
    await expect.poll(() => told).toContain(`queued: ${behind}`);
    expect((await api.runs()).map((each) => [each.id, each.status, each.reason])).toContainEqual([
      second,
      'queued',
      behind,
    ]);
    await api.cancelRun(first);
    await expect.poll(async () => (await api.run(second)).status).not.toBe('queued');
    expect((await api.run(second)).reason).not.toContain('behind');
    await api.cancelRun(second);
    await watched;
    expect(told.slice(0, 2)).toEqual([
      'queued: ',
      `queued: waits behind ${first} (waiting); one run goes at a time`,
    ]);
  });

  it('pause below the quorum, never go on with less, and go on when sites return', async () => {
    const federation = await coordinator();
    await federation.join('site-0', {
      makeUpdate: (offer, modelBytes) => ({ bytes: updateOf(0, offer, modelBytes), weight: 10 }),
    });
    let healthy = false;
    await federation.join('site-1', {
      makeUpdate: (offer, modelBytes) => {
        const bytes = updateOf(1, offer, modelBytes);
        if (!healthy) new Float32Array(bytes.buffer).fill(Number.NaN);
        return { bytes, weight: 10 };
      },
    });
    const { id } = await federation.api.startRun(
      task('max: 1, cohort: 2, quorum: 2, deadlineS: 5, offerS: 1, retryS: 0.3'),
      'tiny.yaml',
    );
    await expect.poll(async () => (await federation.api.run(id)).status, { timeout: 5000 }).toBe('paused');
    const paused = await federation.api.run(id);
    expect(paused.reason).toMatch(/quorum/);
    expect(paused.history[0]?.members).toContainEqual(
      expect.objectContaining({ site: 'site-1', outcome: 'rejected', code: 'UPDATE_NOT_FINITE' }),
    );
    healthy = true;
    await expect
      .poll(async () => (await federation.api.run(id)).status, { timeout: 15_000 })
      .toBe('completed');
    expect(readFileSync(join(federation.folder, 'coordinator.yaml'), 'utf8')).toContain('federation');
    expect((await federation.api.run(id)).waitsForPerson).toBe(false);
  });

  it('wait for a person after too many attempts, and say who failed, why, and what can be done', async () => {
    const federation = await coordinator();
    const attention = async () => (await federation.api.status()).attention;
    const gauge = async (): Promise<string> => (await fetch(`${federation.url}/metrics`)).text();
    await federation.join('site-0', {
      makeUpdate: (offer, modelBytes) => ({ bytes: updateOf(0, offer, modelBytes), weight: 10 }),
    });
    const diverging: VirtualAgent = await federation.join('site-1', {
      makeUpdate: ({ ref }) => {
        const failure = { ref, code: 'TRAINING_DIVERGED', reason: 'the loss is not finite' };
        void diverging.session.request({ kind: 'failure', value: failure });
        return undefined;
      },
    });
    const { id } = await federation.api.startRun(
      task('max: 1, cohort: 2, quorum: 2, deadlineS: 5, offerS: 1, retryS: 0.1, maxAttempts: 2'),
      'tiny.yaml',
    );
    await expect
      .poll(async () => (await federation.api.run(id)).waitsForPerson, { timeout: 10_000 })
      .toBe(true);
    const { status, reason, history } = await federation.api.run(id);
    expect([status, history.length]).toEqual(['paused', 2]);
    expect(reason).toContain('; TRAINING_DIVERGED at site-1: Lower the learning rate; waits for `muster run');
    expect(await attention()).toMatchObject([
      { what: `run ${id} is paused`, reason, action: expect.stringContaining(`muster run resume ${id}`) },
    ]);
    expect(await gauge()).toMatch(/^muster_runs_waiting_for_person 1$/m);
    await federation.api.cancelRun(id);
    expect(await attention()).toEqual([]);
    expect(await gauge()).toMatch(/^muster_runs_waiting_for_person 0$/m);
  });
});
