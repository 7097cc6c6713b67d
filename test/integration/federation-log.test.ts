import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AuditEvent,
  assessCheckpoint,
  decodeBundle,
  nameOf,
  parseCheckpoint,
  parseLogPolicy,
  parseNote,
  readEvent,
} from '@muster/audit';
import { pseudonymOf, verifyOffer } from '@muster/audit/witness';
import { hex, type Offer } from '@muster/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import type { VirtualAgent } from '../../tools/virtual/virtual-agent.ts';
import { closeAll, coordinator, tinyTask } from './harness.ts';

afterEach(closeAll);

/** Every event under the checkpoint that is served, out of the files alone. */
function eventsOf(folder: string): readonly AuditEvent[] {
  const root = join(folder, 'data', 'audit', '1');
  const note = readFileSync(join(root, 'checkpoint'));
  const { size } = parseCheckpoint(parseNote(note).text);
  const entries: Uint8Array[] = [];
  const bundles = join(root, 'tile', 'entries');
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(256, size - first);
    const name = `${first / 256}`.padStart(3, '0');
    const path = width === 256 ? name : join(`${name}.p`, `${width}`);
    entries.push(...decodeBundle(readFileSync(join(bundles, path)), width));
  }
  expect(readdirSync(bundles).length).toBeGreaterThan(0);
  return entries.map((entry) => readEvent(entry));
}

describe("the federation's log", () => {
  it('has every act of the coordinator and of its operators, with the transaction that it is', async () => {
    const { folder, api, join: enter, finish } = await coordinator();
    for (const site of ['site-0', 'site-1'])
      await enter(site, {
        makeUpdate: (_offer, bytes) => ({ bytes: new Uint8Array(bytes), weight: 3 }),
      });
    const run = await finish(tinyTask('max: 2, cohort: 2, quorum: 2, deadlineS: 20'));
    expect(run.status).toBe('completed');
    await api.addOperator('second');
    await api.revoke('site-1', 'leaves');
    const names = () =>
      eventsOf(folder)
        .filter(({ source }) => source.endsWith('/coordinator'))
        .map((event) => nameOf(event));
    await expect.poll(names, { timeout: 5_000 }).toContain('site.left');
    expect(names()).toEqual([
      'log.epoch_started',
      'manifest.changed',
      'admin.action',
      'admin.action',
      'site.enrolled',
      'admin.action',
      'site.enrolled',
      'admin.action',
      'model.published',
      'task.offered',
      'update.received',
      'update.received',
      'cohort.closed',
      'aggregate.produced',
      'model.published',
      'task.offered',
      'update.received',
      'update.received',
      'cohort.closed',
      'aggregate.produced',
      'model.published',
      'admin.action',
      'admin.action',
      'site.left',
    ]);
    const ofSites = eventsOf(folder).filter(({ source }) => source.endsWith('/out'));
    expect(ofSites.filter((event) => nameOf(event) === 'task.accepted')).toHaveLength(4);
    expect(ofSites.filter((event) => nameOf(event) === 'update.released')).toHaveLength(4);
    const models = (await api.models(run.id)).map(({ hash }) => `sha256:${hash}`);
    const published = eventsOf(folder).flatMap(({ data }) =>
      'use' in data && 'plan' in data ? [data.model] : [],
    );
    expect(published.toSorted()).toEqual(models.toSorted());
  });

  it('is cosigned by the sites that are connected, each of which goes on from what it has cosigned', async () => {
    const { folder, join: enter, finish } = await coordinator();
    const agents = [];
    for (const site of ['site-0', 'site-1', 'site-2'])
      agents.push(
        await enter(site, {
          makeUpdate: (_offer, bytes) => ({ bytes: new Uint8Array(bytes), weight: 3 }),
        }),
      );
    await finish(tinyTask('max: 2, cohort: 3, quorum: 2, deadlineS: 20'));
    const policy = parseLogPolicy(agents[2]?.logPolicy ?? new Uint8Array());
    const assessed = () =>
      assessCheckpoint(readFileSync(join(folder, 'data', 'audit', '1', 'checkpoint')), policy);
    await expect.poll(() => assessed().cosigners.length, { timeout: 5_000 }).toBe(3);
    expect(assessed().hasQuorum).toBe(true);
  });

  it('is signed twice where that is asked for, and verified by both keys', async () => {
    const { folder, join: enter, finish } = await coordinator('audit: { secondSignature: ml-dsa-44 }\n');
    const agents = [];
    for (const site of ['site-0', 'site-1'])
      agents.push(
        await enter(site, {
          makeUpdate: (_offer, bytes) => ({ bytes: new Uint8Array(bytes), weight: 3 }),
        }),
      );
    const run = await finish(tinyTask('max: 1, cohort: 2, quorum: 2, deadlineS: 20'));
    expect(run.status).toBe('completed');
    const policy = parseLogPolicy(agents[1]?.logPolicy ?? new Uint8Array());
    expect(policy.logs.map(({ key }) => key.type)).toEqual(['ed25519', 'subtree/v1']);
    const note = () => readFileSync(join(folder, 'data', 'audit', '1', 'checkpoint'));
    await expect.poll(() => assessCheckpoint(note(), policy).hasQuorum, { timeout: 5_000 }).toBe(true);
    const { signatures, checkpoint } = assessCheckpoint(note(), policy);
    const own = signatures.filter(({ key }) => key.name === checkpoint.origin);
    expect(own.map(({ key }) => key.type)).toEqual(['ed25519', 'subtree/v1']);
  });

  it('holds every offer before it is made, and proves to each site that it is among those who were asked', async () => {
    const { join: enter, enrol, finish } = await coordinator();
    const offers: { readonly site: VirtualAgent; readonly offer: Offer }[] = [];
    for (const name of ['site-0', 'site-1', 'site-2']) {
      const site: VirtualAgent = await enter(name, {
        makeUpdate: (offer, bytes) => {
          offers.push({ site, offer });
          return { bytes: new Uint8Array(bytes), weight: 3 };
        },
      });
    }
    await enrol('site-3'); // a witness that is not there
    await finish(tinyTask('max: 2, cohort: 3, quorum: 2, deadlineS: 20'));
    expect(offers).toHaveLength(6);
    for (const { site, offer } of offers) {
      const claim = {
        run: offer.ref?.run ?? '',
        round: offer.ref?.round ?? 0,
        attempt: 1,
        plan: hex(offer.planHash),
        model: hex(offer.modelHash),
        layout: hex(offer.layoutHash),
        quorum: 2,
        pseudonym: pseudonymOf(site.identity.identity.signing.publicKey),
      };
      const policy = parseLogPolicy(site.logPolicy);
      const { index, size } = verifyOffer(offer.logged ?? never(), claim, policy);
      expect(index).toBeLessThan(size);
      const other = { ...claim, pseudonym: 's-0000000000000000' };
      expect(() => verifyOffer(offer.logged ?? never(), other, policy)).toThrow(/root/);
    }
  });
});

function never(): never {
  throw new Error('the offer is not logged');
}
