import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Offer, Outcome } from '@muster/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

const TASK = tinyTask('max: 1, cohort: 3, quorum: 2, deadlineS: 30', { strategy: 'fedadam' });

const updateOf = (site: number, bytes: number) => ({
  bytes: new Uint8Array(Float32Array.from({ length: bytes / 4 }, (_, at) => Math.sin(site * 17 + at)).buffer),
  weight: 100 + site,
});

/** Three sites, of which the last one brings its update when it is told to. */
async function federate(config: string) {
  const federation = await coordinator(config);
  const outcomes: Outcome[] = [];
  for (const site of [0, 1])
    await federation.join(`site-${site}`, {
      makeUpdate: (_offer, bytes) => updateOf(site, bytes),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
  const { promise: asked, resolve } = Promise.withResolvers<{ offer: Offer; bytes: number }>();
  const last = await federation.join('site-2', {
    makeUpdate: (offer, bytes) => {
      resolve({ offer, bytes });
      return undefined;
    },
  });
  const { id } = await federation.api.startRun(TASK, 'tiny.yaml');
  const bringLast = async () => {
    const { offer, bytes } = await asked;
    await last.report(offer, updateOf(2, bytes));
  };
  const finish = async () => {
    await bringLast();
    await expect
      .poll(async () => (await federation.api.run(id)).status, { timeout: 15_000 })
      .toBe('completed');
    return (await federation.api.models(id)).map(({ hash }) => hash);
  };
  return { ...federation, id, outcomes, finish, bringLast };
}

describe('a round that lasts', () => {
  it('is sealed while it is open: sites are told counted, their bytes go, and the model has the same bits', async () => {
    const plain = await federate('');
    const expected = await plain.finish();
    expect(plain.outcomes.map(({ modelHash }) => Buffer.from(modelHash).toString('hex'))).toEqual([
      expected[0],
      expected[0],
    ]);

    const sealed = await federate('seal: { afterS: 0.05 }\n');
    await expect.poll(() => sealed.outcomes.length, { timeout: 10_000 }).toBe(2);
    // There is no model yet, and nobody needs their bytes any more.
    expect(sealed.outcomes.map(({ outcome, modelHash }) => [outcome, modelHash.length])).toEqual([
      ['counted', 0],
      ['counted', 0],
    ]);
    expect((await sealed.api.run(sealed.id)).history).toMatchObject([
      { status: 'open', members: [{ outcome: 'counted' }, { outcome: 'counted' }] },
    ]);
    await expect.poll(() => readdirSync(join(sealed.folder, 'data', 'spool'))).toEqual([]);
    // Revoked after it was counted: what is in a sum stays in it.
    await sealed.api.revoke('site-0', 'test');
    expect(await sealed.finish()).toEqual(expected);
    expect(sealed.outcomes.slice(2)).toMatchObject([{ outcome: 'counted' }]);
  });

  const paused = {
    status: 'paused',
    waitsForPerson: true,
    reason: expect.stringMatching(/^no blob .* waits for `muster run resume`$/),
  };

  /** Two sites were told `counted`, all updates are here, and the model cannot be made until `mend`. */
  async function held() {
    const sealed = await federate('seal: { afterS: 0.05 }\n');
    const { api, id, folder, outcomes } = sealed;
    await expect.poll(() => outcomes.length, { timeout: 10_000 }).toBe(2);
    const [base] = await api.models(id);
    const hash = base?.hash ?? '';
    const blob = join(folder, 'data', 'blobs', 'sha256', hash.slice(0, 2), hash.slice(2));
    renameSync(blob, `${blob}.away`);
    await sealed.bringLast();
    await expect.poll(() => api.run(id), { timeout: 10_000 }).toMatchObject(paused);
    return { ...sealed, mend: () => renameSync(`${blob}.away`, blob) };
  }

  it('keeps what was told `counted` when the model cannot be made, until a person says what is to become of it', async () => {
    const plain = await federate('');
    const expected = await plain.finish();
    const { api, id, outcomes, mend } = await held();
    await api.resumeRun(id); // in vain
    await expect.poll(() => api.run(id), { timeout: 10_000 }).toMatchObject(paused);
    mend();
    await api.resumeRun(id);
    await expect.poll(async () => (await api.run(id)).status, { timeout: 15_000 }).toBe('completed');
    expect((await api.models(id)).map((model) => model.hash)).toEqual(expected);
    expect(outcomes.map(({ outcome }) => outcome)).not.toContain('abandoned');
  });

  it('gives up what was told `counted` when a person says so, and tells the sites', async () => {
    const anew = await held();
    anew.mend();
    const members = async () => (await anew.api.run(anew.id)).history.map(({ members }) => members);
    await anew.api.resumeRun(anew.id, { newAttempt: true });
    await expect
      .poll(() => anew.outcomes.slice(2, 4), { timeout: 10_000 })
      .toMatchObject(Array(2).fill({ outcome: 'abandoned', code: 'CANCELLED' }));
    await expect
      .poll(async () => (await members()).at(-1)?.filter(({ outcome }) => outcome === 'counted'), {
        timeout: 10_000,
      })
      .toHaveLength(2); // the second attempt is sealed too
    expect((await members())[0]).toMatchObject(Array(3).fill({ outcome: 'abandoned', code: 'CANCELLED' }));
    const stopped = await held();
    await stopped.api.cancelRun(stopped.id);
    expect(await stopped.api.run(stopped.id)).toMatchObject({
      status: 'cancelled',
      history: [{ members: Array(3).fill({ outcome: 'abandoned', code: 'CANCELLED' }) }],
    });
  });
});
