import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import type { Offer, Outcome } from '@muster/protocol';
import { memorySource } from '@muster/transport';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReportDraft, VirtualAgent } from '../../tools/virtual/virtual-agent.ts';
import { closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const task = (rounds: string, admission = 'norm: { least: 2 }'): string =>
  tinyTask(rounds, { more: `admission: { ${admission} }` });

const updateOf = (scale: number, bytes: number) => ({
  bytes: new Uint8Array(Float32Array.from({ length: bytes / 4 }, (_, at) => scale * Math.sin(at + 1)).buffer),
  weight: 10,
});
const roundOf = (offer: Offer): number => offer.ref?.round ?? 0;

describe('an update whose norm is far beyond those that counted before', () => {
  it('is refused and kept for the operator; the round goes on without it', async () => {
    const federation = await coordinator();
    const outcomes: Outcome[] = [];
    for (const name of ['a', 'b'])
      await federation.join(name, { makeUpdate: (_offer, bytes) => updateOf(0.1, bytes) });
    await federation.join('odd', {
      makeUpdate: (offer, bytes) => updateOf(roundOf(offer) === 2 ? 10 : 0.1, bytes),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    const run = await federation.finish(task('max: 3, cohort: 3, quorum: 2, deadlineS: 20'));
    expect(run.status).toBe('completed');
    expect(
      run.history.map(({ members }) => members.map(({ site, outcome }) => `${site} ${outcome}`)),
    ).toEqual([
      ['a counted', 'b counted', 'odd counted'],
      ['a counted', 'b counted', 'odd rejected'],
      ['a counted', 'b counted', 'odd counted'],
    ]);
    expect(outcomes[1]).toMatchObject({ outcome: 'rejected', code: 'UPDATE_NORM_OUT_OF_RANGE' });

    const [held, ...others] = await federation.api.quarantine(run.id);
    expect(others).toEqual([]);
    expect(held).toMatchObject({
      site: 'odd',
      round: 2,
      code: 'UPDATE_NORM_OUT_OF_RANGE',
      examples: 10,
      kept: true,
      state: 'held',
    });
    const { norm = 0, median = 0, limit = 0 } = held?.figures ?? {};
    expect(norm).toBeCloseTo(100 * median, 0);
    expect(norm).toBeGreaterThan(limit);
    expect((await federation.api.status()).quarantineBytes).toBe(held?.bytes);

    // Its round is over: it is not held against the site any more, and that is all.
    const released = await federation.api.release(held?.id ?? '');
    expect(released).toMatchObject({
      counts: false,
      update: { state: 'released', kept: false, decidedBy: 'operator' },
    });
    await expect(federation.api.drop(held?.id ?? '')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await federation.api.quarantined(held?.id.slice(0, 4) ?? '')).toMatchObject({ id: held?.id });
    for (const unknown of [held?.id.slice(0, 3), 'x'.repeat(36), '%'.repeat(4)])
      await expect(federation.api.quarantined(unknown ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await federation.api.status()).quarantineBytes).toBe(0);
  });

  it('is kept with its bytes when the round cannot go on without it', async () => {
    const federation = await coordinator();
    await federation.join('a', { makeUpdate: (_offer, bytes) => updateOf(0.1, bytes) });
    await federation.join('odd', { makeUpdate: (_offer, bytes) => updateOf(Number.NaN, bytes) });
    const { id } = await federation.api.startRun(
      task('max: 1, cohort: 2, quorum: 2, deadlineS: 20'),
      'tiny.yaml',
    );
    await expect
      .poll(async () => (await federation.api.quarantine(id)).length, { timeout: 15_000 })
      .not.toBe(0);
    expect((await federation.api.quarantine(id)).at(-1)).toMatchObject({
      attempt: 1,
      site: 'odd',
      code: 'UPDATE_NOT_FINITE',
      kept: true,
    });
    expect((await federation.api.run(id)).history[0]?.status).toBe('abandoned');
  });

  it('counts all the same when it is released while its round is open', async () => {
    const federation = await coordinator();
    let last: (() => void) | undefined;
    const outcomes: Outcome[] = [];
    await federation.join('a', { makeUpdate: (_offer, bytes) => updateOf(0.1, bytes) });
    const slow = await federation.join('slow', {
      makeUpdate: (offer, bytes) => {
        if (roundOf(offer) === 1) return updateOf(0.1, bytes);
        last = () => void slow.report(offer, updateOf(0.1, bytes));
        return undefined;
      },
    });
    await federation.join('odd', {
      makeUpdate: (offer, bytes) => updateOf(roundOf(offer) === 2 ? 10 : 0.1, bytes),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    const { id } = await federation.api.startRun(
      task('max: 2, cohort: 3, quorum: 2, deadlineS: 30'),
      'tiny.yaml',
    );
    await expect.poll(() => federation.api.quarantine(id), { timeout: 15_000 }).toHaveLength(1);
    const [held] = await federation.api.quarantine(id);
    // A release that the disk refuses leaves it as it was.
    const spool = join(federation.folder, 'data', 'spool');
    renameSync(spool, `${spool}-away`);
    await expect(federation.api.release(held?.id ?? '')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    renameSync(`${spool}-away`, spool);
    expect(await federation.api.quarantined(held?.id ?? '')).toMatchObject({ state: 'held', kept: true });
    const endedInRound2 = async () =>
      (await federation.api.run(id)).history[1]?.members.map(({ site, outcome }) => `${site} ${outcome}`);
    expect(await endedInRound2()).toEqual(['odd rejected']);
    expect(await federation.api.release(held?.id.slice(0, 8) ?? '')).toMatchObject({ counts: true });
    expect(await endedInRound2()).toEqual([]); // its part goes on
    expect(readdirSync(join(federation.folder, 'data', 'quarantine'))).toEqual([]);
    await expect.poll(() => last !== undefined).toBe(true);
    last?.();
    await expect
      .poll(async () => (await federation.api.run(id)).status, { timeout: 15_000 })
      .toBe('completed');
    const { history } = await federation.api.run(id);
    expect(history[1]?.members.map(({ outcome }) => outcome)).toEqual(['counted', 'counted', 'counted']);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['counted', 'rejected', 'counted']);
  });

  it('is taken when the task says so', async () => {
    const federation = await coordinator();
    await federation.join('odd', {
      makeUpdate: (offer, bytes) => updateOf(roundOf(offer) === 4 ? 100 : 0.1, bytes),
    });
    const run = await federation.finish(task('max: 4, cohort: 1, quorum: 1, deadlineS: 20', 'norm: false'));
    expect(run).toMatchObject({ status: 'completed', round: 4 });
  });
});

describe('a site that reports what nobody waits for', () => {
  it('is refused by code, and nothing is kept of it: not asked, already ended, suspended', async () => {
    const federation = await coordinator('quarantine: { strikes: 1 }\n');
    let offer: Offer | undefined;
    let letGo: (() => void) | undefined;
    const wrong = (report: ReportDraft) => ({ ...report, modelHash: new Uint8Array(32) });
    const codes = (agent: VirtualAgent, times: number) =>
      Promise.all(
        Array.from({ length: times }, (_, time) =>
          agent.report(offer ?? expect.fail(), updateOf(time + 1, 32)).then(
            ({ kind }) => kind,
            (thrown: unknown) => asMusterError(thrown).code,
          ),
        ),
      );
    const slow = await federation.join('slow', {
      makeUpdate: (asked, bytes) => {
        offer = asked;
        letGo = () => void slow.report(asked, updateOf(0.1, bytes));
        return undefined;
      },
    });
    const odd = await federation.join('odd', { changeReport: wrong, makeUpdate: () => undefined });
    const { id } = await federation.api.startRun(
      task('max: 1, cohort: 2, quorum: 1, deadlineS: 60'),
      'tiny.yaml',
    );
    await expect.poll(() => offer !== undefined, { timeout: 15_000 }).toBe(true);
    // Enrolled after the draw: it has no seat.
    const stranger = await federation.join('stranger', { changeReport: wrong, makeUpdate: () => undefined });
    expect(new Set(await codes(stranger, 5))).toEqual(new Set(['NOT_IN_COHORT']));
    expect(await federation.api.quarantine()).toEqual([]);
    // The first is refused for what it is and ends its part; then nothing more is kept.
    expect(await codes(odd, 1)).toEqual(['MODEL_MISMATCH']);
    expect(new Set(await codes(odd, 5))).toEqual(new Set(['CONFLICT']));
    expect(await federation.api.quarantine()).toHaveLength(1);
    expect(await (await fetch(`${federation.url}/metrics`)).text()).toMatch(/^muster_quarantine_records 1$/m);
    expect((await federation.api.sites()).map(({ name, status }) => [name, status])).toContainEqual([
      'odd',
      'suspended',
    ]);
    letGo?.();
    await expect
      .poll(async () => (await federation.api.run(id)).status, { timeout: 15_000 })
      .toBe('completed');
  });

  it('has no say in a round that asked it before it was suspended', async () => {
    const federation = await coordinator('quarantine: { strikes: 1 }\n');
    const heard: string[] = [];
    const odd: VirtualAgent = await federation.join('odd', {
      changeReport: (report) =>
        report.weight === 11 ? { ...report, modelHash: new Uint8Array(32) } : report,
      makeUpdate: (offer, bytes) => {
        const say = (thrown: unknown) => heard.push(asMusterError(thrown).code);
        void (async () => {
          const honest = updateOf(0.1, bytes);
          // Announced and stopped half-way, so that a verdict on other bytes does not end its part.
          const half = memorySource(odd.sealed(honest).bytes);
          const broken = { ...half, read: () => Promise.reject(new Error('stopped')) };
          await odd.report(offer, honest, broken).catch(() => {});
          await odd.report(offer, { ...updateOf(0.2, bytes), weight: 11 }).catch(say);
          await odd.report(offer, honest).catch(say);
        })();
        return undefined;
      },
    });
    await federation.join('a', { makeUpdate: (_offer, bytes) => updateOf(0.1, bytes) });
    const run = await federation.finish(task('max: 1, cohort: 2, quorum: 1, deadlineS: 20'));
    expect(heard).toEqual(['MODEL_MISMATCH', 'SITE_SUSPENDED']);
    expect(run.history[0]?.members.map(({ site, code }) => [site, code])).toEqual([
      ['a', ''],
      ['odd', 'SITE_SUSPENDED'],
    ]);
    expect(await federation.api.quarantine()).toHaveLength(1);
  });
});

describe('a site whose updates are refused again and again', () => {
  it('is suspended with a reason, not asked any more, and comes back when the operator lets it', async () => {
    const federation = await coordinator('quarantine: { strikes: 2, mb: 1 }\n');
    let isBad = true;
    const rounds: number[] = [];
    for (const name of ['a', 'b'])
      await federation.join(name, { makeUpdate: (_offer, bytes) => updateOf(0.1, bytes) });
    await federation.join('bad', {
      makeUpdate: (offer, bytes) => {
        rounds.push(roundOf(offer));
        return updateOf(isBad ? Number.NaN : 0.1, bytes);
      },
    });
    const first = await federation.finish(task('max: 4, cohort: 3, quorum: 2, deadlineS: 20, gatherS: 0.1'));
    expect(first.status).toBe('completed');
    expect(rounds).toEqual([1, 2]);
    const suspended = (await federation.api.sites()).find(({ name }) => name === 'bad');
    expect(suspended).toMatchObject({
      status: 'suspended',
      suspendReason: '2 of its updates were refused within 24 h',
    });
    const status = await federation.api.status();
    expect(status.sites).toEqual({ enrolled: 3, connected: 3, suspended: 1 });
    expect(status.attention).toMatchObject([
      {
        what: 'site bad is suspended',
        reason: '2 of its updates were refused within 24 h',
        action: expect.stringContaining('muster site reinstate bad'),
      },
    ]);
    const suspendedSites = async () =>
      /^muster_sites_suspended (\d)$/m.exec(await (await fetch(`${federation.url}/metrics`)).text())?.[1];
    expect(await suspendedSites()).toBe('1');
    expect((await federation.api.quarantine()).map(({ code }) => code)).toEqual([
      'UPDATE_NOT_FINITE',
      'UPDATE_NOT_FINITE',
    ]);

    isBad = false;
    expect((await federation.api.reinstate('bad')).status).toBe('connected');
    expect([(await federation.api.status()).attention, await suspendedSites()]).toEqual([[], '0']);
    const second = await federation.finish(task('max: 1, cohort: 3, quorum: 3, deadlineS: 20'));
    expect(second.history[0]?.members.map(({ outcome }) => outcome)).toEqual([
      'counted',
      'counted',
      'counted',
    ]);
  });
});
