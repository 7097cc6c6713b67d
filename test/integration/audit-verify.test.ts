/** Logs that the real writer made, and what can be done to them: the verifier must see it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventDraft,
  formatForkEvidence,
  formatTrustedState,
  formatVerifierKey,
  openCheckpoint,
  parseTrustedState,
  readEvent,
  signRotation,
  type VerifyReport,
  type VerifyRequest,
  verifyForkEvidence,
  verifyLog,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { digestOf, WrittenFederation, witnessOf } from '../../tools/audit/written-federation.ts';
import { keyOf, publishEntries, WrittenLog } from '../../tools/audit/written-log.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-audit-verify-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => join(root, String(++folders));

/** A federation after some rounds, published as it went. */
async function written(rounds: number, sites = 4): Promise<WrittenFederation> {
  const federation = new WrittenFederation(newFolder(), sites);
  federation.begin();
  await federation.publish();
  for (let i = 0; i < rounds; i += 1) {
    federation.round();
    if (i % 3 === 0) await federation.publish();
  }
  await federation.publish();
  await federation.publish();
  return federation;
}

const verifyOf = (federation: WrittenFederation, more: Partial<VerifyRequest> = {}): Promise<VerifyReport> =>
  verifyLog({
    source: LogCopy.of(federation.coordinator.folder),
    policy: federation.policy(),
    nowS: federation.nowS,
    maxAgeS: 900,
    depth: 'events',
    ...more,
  });
const siteCopy = (federation: WrittenFederation, n = 0): LogCopy =>
  LogCopy.of(federation.sites[n]?.own.folder ?? '');
const kinds = ({ findings }: VerifyReport) => [...new Set(findings.map(({ kind }) => kind))];
const said = ({ findings }: VerifyReport) =>
  findings.map(({ kind, rule, entry, message }) => `${kind} ${rule ?? ''} ${entry ?? ''}: ${message}`);

let lawful: WrittenFederation;
beforeAll(async () => {
  lawful = await written(6);
});

describe('a lawful federation', () => {
  it('has nothing to find, in its log, in that of each site, and between them', async () => {
    for (const [n, site] of lawful.sites.entries()) {
      const report = await verifyOf(lawful, { site: siteCopy(lawful, n) });
      expect(said(report)).toEqual([]);
      expect(report.reconciled).toEqual({ site: site.id, both: 12, siteOnly: 0, federationOnly: 0 });
      expect(report.log?.events).toBe(report.log?.size);
      expect(report.log?.olderFiles).toBeGreaterThan(3);
      expect(report.log?.cosigners).toHaveLength(4);
    }
  });

  it("is verified by a site's own log alone, too", async () => {
    const source = siteCopy(lawful);
    const report = await verifyOf(lawful, { source, policy: lawful.loosePolicy() });
    expect(kinds(report)).toEqual(['warning']);
    expect(report.log?.events).toBe(report.log?.size);
  });

  it('goes on from what was verified before', async () => {
    const federation = await written(1);
    const { state } = await verifyOf(federation);
    if (!state) throw new Error('no state');
    federation.round();
    await federation.publish();
    const kept = parseTrustedState(Buffer.from(formatTrustedState(state)));
    const report = await verifyOf(federation, { state: kept });
    expect([said(report), report.evidence]).toEqual([[], undefined]);
    expect(report.state?.size).toBeGreaterThan(state.size);
  });
});

describe('a later epoch', () => {
  it('begins where the one before it ended, with what was under way', async () => {
    const { coordinator, clock } = lawful;
    for (const isNamed of [true, false]) {
      const next = new WrittenLog({
        origin: coordinator.origin.replace(/1$/, '2'),
        folder: newFolder(),
        source: coordinator.producer.source,
        seed: 3,
        clock,
      });
      const previous = Buffer.from(LogCopy.of(coordinator.folder).at('checkpoint')).toString('base64');
      next.begin(isNamed ? { previous } : {});
      next.record('round.abandoned', { run: 'iris-00000000', round: 3, attempt: 1, reason: 'CANCELLED' });
      const offer = { ...lawful.offer(), round: 7, model: lawful.model(6) };
      next.record('task.offered', offer);
      next.record('task.offered', { ...offer, attempt: 2, model: digestOf('other') });
      await next.publish();
      const policy = {
        ...lawful.loosePolicy(),
        logs: [{ key: next.key.verifier, url: null }],
      };
      const report = await verifyOf(lawful, { source: LogCopy.of(next.folder), policy });
      expect(said(report).filter((line) => !line.includes('asks for no witness'))).toEqual([
        ...(isNamed ? [] : [expect.stringMatching(/^warning epoch 0: .*where the epoch before it ended/)]),
        expect.stringMatching(/^warning order 1: .*of an earlier epoch/),
        expect.stringMatching(/^warning lineage 2: .*has begun in an earlier epoch/),
        expect.stringMatching(/^semantic lineage 3: .*does not stand at the model/),
      ]);
    }
  });

  it('takes all that a site has signed before it began, of an attempt too that is offered again', async () => {
    const federation = await written(1);
    const { coordinator, clock } = federation;
    const [site] = federation.sites;
    if (!site) throw new Error('no site');
    clock.nowMs += 60_000;
    const next = new WrittenLog({
      origin: coordinator.origin.replace(/1$/, '2'),
      folder: newFolder(),
      source: coordinator.producer.source,
      seed: 3,
      clock,
    });
    const previous = Buffer.from(LogCopy.of(coordinator.folder).at('checkpoint')).toString('base64');
    next.begin({ previous });
    next.record('site.enrolled', {
      site: site.id,
      producerKey: formatVerifierKey(site.own.producer.key.verifier),
      roles: ['trains'],
    });
    next.record('task.offered', { ...federation.offer(), round: 1, model: federation.model(0) });
    const { source, key } = { source: `${site.own.producer.source}/out`, key: site.own.producer.key };
    for (const { entry } of site.out.from(source, 0, 100)) next.log.admit(entry, source, key.verifier);
    await next.publish();
    const policy = { ...federation.loosePolicy(), logs: [{ key: next.key.verifier, url: null }] };
    const report = await verifyOf(federation, { source: LogCopy.of(next.folder), policy });
    expect(kinds(report)).toEqual(['warning']);
    expect(said(report).filter((line) => line.includes('of an earlier epoch'))).toHaveLength(2);
  });
});

describe('keys', () => {
  it('change as both keys have signed, and not otherwise', async () => {
    for (const isSigned of [true, false]) {
      const federation = await written(1);
      const [site] = federation.sites;
      if (!site) throw new Error('no site');
      const [old, next] = [site.own.producer.key, keyOf('next', 99)];
      const change = signRotation(
        {
          holder: 'site',
          site: site.id,
          reason: 'scheduled',
          effectiveSize: federation.coordinator.log.size + 1,
        },
        isSigned ? old : keyOf(old.verifier.name, 98),
        next,
      );
      federation.coordinator.record('key.rotated', { ...change, old: formatVerifierKey(old.verifier) });
      // Goes on with its old key.
      federation.send(site, 'policy.acknowledged', { site: site.id, policy: site.policy });
      await federation.publish();
      expect(said(await verifyOf(federation))).toEqual([
        isSigned
          ? expect.stringMatching(/semantic signature .*it is not signed by the key of/)
          : expect.stringMatching(/semantic key .*a change of keys is not signed by the keys that it names/),
      ]);
    }
  });
});

/** What the writer lets through and no log may hold: the draft is added to a lawful log. */
const unlawful: Readonly<Record<string, readonly [RegExp, (federation: WrittenFederation) => void]>> = {
  'a beginning in the middle': [/epoch .*begins once/, ({ coordinator }) => coordinator.begin()],
  'an offer of another model than the newest': [
    /lineage .*does not stand at the model/,
    (fed) => fed.coordinator.record('task.offered', { ...fed.offer(), round: 7, model: digestOf('other') }),
  ],
  'an offer of a round that is not due': [
    /order .*round 9 is offered/,
    (fed) => fed.coordinator.record('task.offered', { ...fed.offer(), round: 9, model: fed.model(6) }),
  ],
  'an offer to fewer than must count': [
    /cohort .*4 sites are asked, and 5 are needed/,
    (fed) =>
      fed.coordinator.record('task.offered', { ...fed.offer(), round: 7, model: fed.model(6), minCohort: 5 }),
  ],
  'a manifest of an epoch that is not next': [
    /manifest .*manifest 4 does not follow manifest 2/,
    (fed) => {
      manifest(fed, 2, 'two', 'one');
      manifest(fed, 4, 'four', 'three');
    },
  ],
  'a manifest that follows another one': [
    /manifest .*manifest 3 does not follow manifest 2/,
    (fed) => {
      manifest(fed, 2, 'two', 'one');
      manifest(fed, 3, 'three', 'another');
    },
  ],
  'a later manifest that follows none': [
    /manifest .*does not say which one it follows/,
    (fed) => manifest(fed, 2, 'two'),
  ],
  'an answer to what was not asked': [
    /order .*7\.1 was never offered/,
    (fed) => send(fed, 'task.accepted', { ...attempt(fed), how: 'manual' }),
  ],
  'an answer without the offer': [
    /reference .*names no offer/,
    (fed) => {
      offer(fed);
      send(fed, 'task.accepted', { ...attempt(fed), how: 'manual' });
    },
  ],
  'an update without consent': [
    /order .*without having accepted/,
    (fed) => {
      offer(fed);
      send(fed, 'update.released', { ...attempt(fed), ...release(fed) });
    },
  ],
  'an update that nobody sent': [
    /order .*has released no such update/,
    (fed) => {
      offer(fed);
      fed.coordinator.record('update.received', { ...attempt(fed), update: hash32(1) });
    },
  ],
  'a cohort of nobody': [
    /cohort .*3 sites count, and updates of 0 were received/,
    (fed) => {
      offer(fed);
      const { site: _, ...named } = attempt(fed);
      fed.coordinator.record('cohort.closed', { ...named, cohortRoot: hash32(1), members: 3 });
    },
  ],
  'a cohort below the threshold': [
    /cohort .*2 sites count, and 3 are needed/,
    (fed) => {
      offer(fed);
      const { site: _, ...named } = attempt(fed);
      fed.coordinator.record('cohort.closed', { ...named, cohortRoot: hash32(1), members: 2 });
    },
  ],
  'an aggregate without a cohort': [
    /order .*no cohort was closed/,
    (fed) => {
      offer(fed);
      aggregate(fed, fed.model(6));
    },
  ],
  'an aggregate of an old model': [
    /lineage .*does not stand at the model from which/,
    (fed) => {
      offer(fed);
      aggregate(fed, fed.model(5));
    },
  ],
  'a model that no aggregate is': [
    /lineage .*no aggregate of round 7 is this model/,
    (fed) =>
      fed.coordinator.record('model.published', {
        run: fed.run,
        round: 7,
        model: digestOf('from nowhere'),
        parent: fed.model(6),
        plan: digestOf('plan'),
        use: 'research',
      }),
  ],
  'a site that speaks for another': [
    /key .*cannot say this: task.refused/,
    (fed) => {
      offer(fed);
      const [, other] = fed.sites;
      send(fed, 'task.refused', {
        ...attempt(fed),
        site: other?.id ?? '',
        reason: 'manual',
        how: 'manual',
      });
    },
  ],
  'a site that changes the key of the coordinator': [
    /^semantic key \d+: .*\/out cannot say this: key.rotated$/,
    (fed) => {
      const { producer, log } = fed.coordinator;
      const change = { holder: 'coordinator', reason: 'lost', effectiveSize: log.size + 1 } as const;
      send(fed, 'key.rotated', signRotation(change, producer.key, keyOf(producer.key.verifier.name, 98)));
    },
  ],
  'a site that ends the key of the coordinator': [
    /^semantic key \d+: .*\/out cannot say this: key.revoked$/,
    (fed) => {
      const old = formatVerifierKey(fed.coordinator.producer.key.verifier);
      send(fed, 'key.revoked', { holder: 'coordinator', old, reason: 'compromised', effectiveSize: 0 });
    },
  ],
  'a site that publishes a model': [
    /^semantic key \d+: .*\/out cannot say this: model.deployed$/,
    (fed) => {
      const { attempt: _, ...named } = attempt(fed);
      send(fed, 'model.deployed', { ...named, model: digestOf('from nowhere'), target: 'clinical' });
    },
  ],
  'a coordinator that speaks for a site': [
    /key .*cannot say this: task.accepted/,
    (fed) => {
      offer(fed);
      fed.coordinator.record('task.accepted', { ...attempt(fed), how: 'automatic' });
    },
  ],
  'a cause that lies ahead': [
    /reference .*entry 100000, which is not before it/,
    ({ coordinator }) =>
      coordinator.record('clock.skew', { skewS: 1 }, { refs: [`${coordinator.origin}#100000`] }),
  ],
  'a clock that is set back': [
    /time .*before it is later/,
    (fed) => {
      fed.clock.nowMs -= 600_000;
      fed.coordinator.record('clock.skew', { skewS: 1 });
      fed.clock.nowMs += 600_000;
    },
  ],
  'privacy that is given back': [
    /budget .*epsilon 0\.5 is spent in all, and 1\.25 was before/,
    (fed) => {
      spend(fed, '1.25', '8');
      spend(fed, '0.5', '8');
    },
  ],
  'privacy beyond its cap': [
    /budget .*8\.000000000000001 is spent, and 8 is the cap/,
    (fed) => spend(fed, '8.000000000000001', '8'),
  ],
  'a checkpoint of a site that shrinks': [
    /seen .*has 1 entries, and had/,
    (fed) =>
      fed.coordinator.record('witness.checkpoint_seen', {
        origin: fed.sites[0]?.own.origin ?? '',
        size: 1,
        root: hash32(1),
      }),
  ],
};

const hash32 = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const attempt = (fed: WrittenFederation) => ({
  run: fed.run,
  round: 7,
  attempt: 1,
  site: fed.sites[0]?.id ?? '',
});
const release = (_: WrittenFederation) =>
  ({
    update: hash32(1),
    sizeBytes: 1,
    codec: 'f32',
    kind: 'update',
    noise: 'none',
    secureAggregation: false,
  }) as const;
function manifest(fed: WrittenFederation, epoch: number, text: string, previous?: string): void {
  fed.coordinator.record('manifest.changed', {
    epoch,
    manifest: digestOf(text),
    ...(previous === undefined ? {} : { previous: digestOf(previous) }),
    organisations: 3,
    revoked: 0,
  });
}

function offer(fed: WrittenFederation): void {
  fed.coordinator.record('task.offered', { ...fed.offer(), round: 7, model: fed.model(6) });
}
function send(fed: WrittenFederation, name: EventDraft['name'], data: EventDraft['data']): void {
  const [site] = fed.sites;
  if (site) fed.send(site, name, data);
}
function aggregate(fed: WrittenFederation, parent: string): void {
  const { site: _, ...named } = attempt(fed);
  fed.coordinator.record('aggregate.produced', {
    ...named,
    rule: 'fedavg',
    weights: 'equal',
    cohortRoot: hash32(1),
    members: 3,
    parent,
    model: digestOf('next'),
  });
}
function spend(fed: WrittenFederation, epsilonTotal: string, cap: string): void {
  const { site: _, ...named } = attempt(fed);
  send(fed, 'privacy.budget_spent', {
    ...named,
    dataset: 'd-0123456789abcdef',
    unit: 'record',
    mechanism: 'gaussian',
    noiseMultiplier: '1.1',
    clipNorm: '1',
    sampleRate: '0.1',
    steps: 10,
    epsilonStep: '0.1',
    delta: '0.00001',
    epsilonTotal,
    cap,
    accountant: 'rdp',
    accountantVersion: 1,
    ledger: digestOf('ledger'),
  });
}

describe('an answer', () => {
  it('that refuses what was not shown to be in the log names no offer', async () => {
    const federation = await written(6);
    offer(federation);
    send(federation, 'task.refused', { ...attempt(federation), reason: 'unlogged', how: 'automatic' });
    await federation.publish();
    await federation.publish();
    expect(said(await verifyOf(federation))).toEqual([]);
  });
});

describe('an unlawful entry, rightly signed:', () => {
  it.each(Object.entries(unlawful))('%s', async (_, [expected, write]) => {
    const federation = await written(6);
    write(federation);
    await federation.publish();
    federation.coordinator.record('clock.skew', { skewS: 1 });
    await federation.publish();
    const report = await verifyOf(federation);
    expect(said(report).join('\n')).toMatch(expected);
    expect(kinds(report)).toContain('semantic');
    expect(kinds(report)).not.toContain('integrity');
  });

  it.each([
    [
      'data that were read without consent',
      /order .*data were read for .* 7\.1, which was not accepted/,
      (fed: WrittenFederation) => {
        const { site: _, ...named } = attempt(fed);
        fed.sites[0]?.own.record('dataset.accessed', {
          ...named,
          dataset: 'd-0123456789abcdef',
          schema: digestOf('schema'),
          purpose: 'research',
          use: 'training',
          rows: 32,
        });
      },
    ],
    [
      'an update without access to data',
      /order .*no access to data is logged/,
      (fed: WrittenFederation) => {
        offer(fed);
        send(fed, 'update.released', { ...attempt(fed), ...release(fed) });
      },
    ],
    [
      'an act under a policy that there was not',
      /policy .*was not this site's policy by then/,
      (fed: WrittenFederation) =>
        fed.sites[0]?.own.record('clock.skew', { skewS: 1 }, { basis: `policy/9@${digestOf('9')}` }),
    ],
    [
      'a policy that replaces another one than there was',
      /policy .*does not replace/,
      (fed: WrittenFederation) =>
        fed.sites[0]?.own.record('policy.changed', {
          new: `policy/2@${digestOf('2')}`,
          changes: ['columns'],
          effective: new Date(fed.clock.nowMs).toISOString(),
        }),
    ],
  ])("%s, in a site's own log", async (_, expected, write) => {
    const federation = await written(6);
    write(federation);
    await federation.publish();
    await federation.publish();
    const source = siteCopy(federation);
    const report = await verifyOf(federation, { source, policy: federation.loosePolicy() });
    expect(said(report).join('\n')).toMatch(expected);
  });
});

describe('a keeper who lies', () => {
  it('and rewrites an entry, tiles and checkpoint with it, is found by the signature of its author', async () => {
    const entries = [...lawful.coordinator.entries()];
    const at = entries.findIndex((entry) => Buffer.from(entry).includes('update.released'));
    const forged = Buffer.from(
      Buffer.from(entries[at] ?? '')
        .toString()
        .replace('"sizeBytes":407080', '"sizeBytes":407081'),
    );
    const folder = newFolder();
    await publishEntries(lawful.coordinator, folder, entries.with(at, forged));
    const policy = lawful.loosePolicy();
    const report = await verifyOf(lawful, { source: LogCopy.of(folder), policy });
    expect(said(report).join('\n')).toMatch(/semantic signature .*is not signed by the key/);
    expect(said(report).join('\n')).toMatch(/semantic sequence .*does not follow the one before/);
    const { evidence, findings } = await verifyOf(lawful, {
      source: LogCopy.of(folder),
      policy,
      state: (await verifyOf(lawful)).state ?? unreachable(),
    });
    expect(findings.map(({ kind }) => kind)).toContain('fork');
    expect(evidence).toBeDefined();
  });

  it.each([
    [
      'leaves out',
      (entries: Uint8Array[], at: number) => entries.toSpliced(at, 1),
      /is not in the log before number/,
    ],
    [
      'reorders',
      (entries: Uint8Array[], at: number) => {
        const [moved] = entries.splice(at, 1);
        return moved ? entries.toSpliced(at + 9, 0, moved) : entries;
      },
      /is there again, or out of its place|is not in the log before/,
    ],
    [
      'repeats',
      (entries: Uint8Array[], at: number) => entries.toSpliced(at, 0, entries[at] ?? unreachable()),
      /is there again/,
    ],
  ])('and %s an event is found by its number', async (_, change, expected) => {
    const entries = [...lawful.coordinator.entries()];
    const at = entries.findIndex((entry) => readEvent(entry).type.endsWith('update.received'));
    const folder = newFolder();
    await publishEntries(lawful.coordinator, folder, change(entries, at));
    const report = await verifyOf(lawful, { source: LogCopy.of(folder), policy: lawful.loosePolicy() });
    expect(said(report).join('\n')).toMatch(expected);
    expect(kinds(report)).toContain('semantic');
  });

  it("and leaves out a site's newest event is found by the site", async () => {
    const federation = await written(1);
    const [site] = federation.sites;
    if (!site) throw new Error('no site');
    const { out, own } = site;
    const { entry } = out.record({
      name: 'policy.acknowledged',
      role: 'agent',
      data: { site: site.id, policy: site.policy },
    });
    own.log.admit(entry, `${own.producer.source}/out`, own.producer.key.verifier);
    await federation.publish();
    const soon = await verifyOf(federation, { site: siteCopy(federation) });
    expect(said(soon)).toEqual([expect.stringMatching(/^warning omission .*may not have come that far/)]);
    expect(soon.reconciled?.siteOnly).toBe(1);
    federation.clock.nowMs += 3_600_000;
    federation.coordinator.record('clock.skew', { skewS: 0 });
    await federation.publish();
    const late = await verifyOf(federation, { site: siteCopy(federation) });
    expect(said(late)).toEqual([
      expect.stringMatching(/^semantic omission .*policy.acknowledged .* is not in audit/),
    ]);
  });

  it('and backdates is found by the witnesses of later times, and by what it wrote before', async () => {
    const federation = await written(2);
    const nowMs = federation.clock.nowMs;
    federation.clock.nowMs += 86_400_000;
    federation.coordinator.record('clock.skew', { skewS: 0 });
    federation.clock.nowMs = nowMs;
    await federation.publish();
    const report = await verifyOf(federation);
    expect(said(report).join('\n')).toMatch(/semantic time .*later than the witnesses/);
  });

  it('and truncates, or restores a backup, is found by who has seen more', async () => {
    const federation = await written(2);
    const { state } = await verifyOf(federation);
    const folder = newFolder();
    const entries = federation.coordinator.entries().slice(0, 20);
    await publishEntries(federation.coordinator, folder, entries);
    const request = { source: LogCopy.of(folder), policy: federation.loosePolicy() };
    const report = await verifyOf(federation, { ...request, state: state ?? unreachable() });
    expect(said(report)).toContainEqual(expect.stringMatching(/^rollback .*shows 20 entries, and has shown/));
    const bySite = await verifyOf(federation, { ...request, site: siteCopy(federation) });
    expect(said(bySite).join('\n')).toMatch(/rollback seen .*shows 20 now/);
  });

  it('and shows two histories is found by who kept one, with evidence for all others', async () => {
    const federation = await written(2);
    const { state } = await verifyOf(federation);
    const entries = federation.coordinator.entries();
    const folder = newFolder();
    await publishEntries(federation.coordinator, folder, [
      ...entries.slice(0, 10),
      ...entries.slice(11),
      ...entries,
    ]);
    const request = { source: LogCopy.of(folder), policy: federation.loosePolicy(), depth: 'bytes' } as const;
    const { evidence, findings } = await verifyOf(federation, { ...request, state: state ?? unreachable() });
    expect(findings.map(({ kind }) => kind)).toContain('fork');
    if (!evidence) throw new Error('no evidence');
    const { bytes, name } = formatForkEvidence(evidence);
    expect(name).toMatch(/^fork-[0-9a-f]{64}\.json$/);
    const keys = [federation.coordinator.key.verifier];
    const fork = verifyForkEvidence(bytes, keys);
    expect(fork.first.size).toBe(state?.size);
    expect(fork.second.size).toBe(openCheckpoint(LogCopy.of(folder).at('checkpoint'), keys).checkpoint.size);
    const bySite = await verifyOf(federation, { ...request, depth: 'events', site: siteCopy(federation) });
    expect(said(bySite).join('\n')).toMatch(/fork seen .*another tree of/);
    // Whatever is altered, it proves this fork or nothing: lines of witnesses are nothing to it.
    for (let bit = 0; bit < bytes.length * 8; bit += 101) {
      const altered = Uint8Array.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      let proven: unknown = fork;
      try {
        proven = verifyForkEvidence(altered, keys);
      } catch (thrown) {
        expect(asMusterError(thrown).code).not.toBe('INTERNAL');
      }
      expect(proven).toEqual(fork);
    }
  });

  it('cannot make a quorum of two witnesses in four, when one may lie; and an old quorum is told', async () => {
    const folder = newFolder();
    const liars = lawful.sites
      .slice(0, 2)
      .map(({ id, witnessKey }) => witnessOf(id, witnessKey, lawful.clock, () => lawful.coordinator.key));
    await publishEntries(lawful.coordinator, folder, lawful.coordinator.entries(), liars);
    const report = await verifyOf(lawful, { source: LogCopy.of(folder), depth: 'bytes' });
    expect(said(report)).toEqual([expect.stringMatching(/^quorum .*2 of 4 witnesses/)]);
    const stale = await verifyOf(lawful, { nowS: lawful.nowS + 901, depth: 'checkpoint' });
    expect(said(stale)).toEqual([expect.stringMatching(/^stale .*901 s ago/)]);
    const told = await verifyOf(lawful, { nowS: lawful.nowS + 901, maxAgeS: null, depth: 'checkpoint' });
    expect([said(told), told.log?.quorumAgeS]).toEqual([[], 901]);
  });

  it('and gives the state of another log is refused before anything is compared', async () => {
    const { state } = await verifyOf(lawful, { source: siteCopy(lawful), policy: lawful.loosePolicy() });
    const code = await verifyOf(lawful, { state: state ?? unreachable() }).catch(
      (thrown: unknown) => asMusterError(thrown).code,
    );
    expect(code).toBe('INVALID_ARGUMENT');
  });
});

function unreachable(): never {
  throw new Error('it is there');
}
