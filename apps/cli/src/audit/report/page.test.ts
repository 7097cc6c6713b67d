import { AuditLog, type EventDraft, makeSigningKey, type Recorded } from '@muster/audit';
import { policySchema } from '@muster/policy';
import { AuditRows, memorySqlite, migrate, siteMigrations } from '@muster/store';
import { describe, expect, it } from 'vitest';
import { AUDIT_EXIT } from '../audit-exit.ts';
import { type PageFacts, reportPage } from './page.ts';
import { SiteStory } from './site-story.ts';

const site = 's-0123456789abcdef';
const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&<svg/onload=alert(1)>';
const digest = `sha256:${'0f'.repeat(32)}`;
const hash32Of = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const hash32 = hash32Of(1);
const ref = { run: 'mnist-0a1b2c3d', round: 2, attempt: 1 };
const basis = `policy/7@${digest}`;

/** Entries as the party writes them. */
function writer(source: string): (draft: Omit<EventDraft, 'role'>) => Recorded {
  const db = memorySqlite();
  migrate(db, siteMigrations, 0);
  let nowMs = Date.parse('2027-03-01T10:00:00Z');
  const log = new AuditLog({
    rows: new AuditRows(db),
    producer: { source, key: makeSigningKey('key', 'ed25519', new Uint8Array(32).fill(1)) },
    wallMs: () => (nowMs += 60_000),
    random: (bytes) => new Uint8Array(bytes).fill(9),
  });
  return (draft) => log.record({ role: 'agent', ...draft });
}

const offer: EventDraft<'task.offered'> = {
  name: 'task.offered',
  role: 'coordinator',
  data: {
    ...ref,
    ...{ cohortRoot: hash32, cohort: 4, plan: digest, model: digest, layout: digest },
    ...{ purpose: 'research', minCohort: 3, expires: '2027-03-02T10:00:00.000Z' },
  },
};
const released: Omit<EventDraft<'update.released'>, 'role'> = {
  name: 'update.released',
  basis,
  conf: new Uint8Array(32),
  data: {
    ...{ ...ref, site, update: hash32, sizeBytes: 407_080, codec: 'f32', kind: 'update' },
    ...{ noise: 'none', secureAggregation: false },
  },
};

/** A round in which the site took part, and one that it refused. */
function storyOf(hidden: unknown): SiteStory {
  const story = new SiteStory(site, () => hidden);
  const own = writer(`//fed-7/site/${site}`);
  const federation = writer('//fed-7/coordinator');
  const mine: readonly Omit<EventDraft, 'role'>[] = [
    { name: 'task.accepted', basis, pii: new Uint8Array(32), data: { ...ref, site, how: 'manual' } },
    {
      name: 'dataset.accessed',
      conf: new Uint8Array(32),
      data: { ...ref, dataset: 'd-0123456789abcdef', schema: digest, purpose: 'research', use: 'training' },
    },
    released,
    { ...released, data: { ...released.data, update: hash32Of(2), sizeBytes: 94, kind: 'evaluation' } },
    { name: 'task.refused', data: { ...ref, round: 3, site, how: 'automatic', reason: 'purpose' } },
    { name: 'task.refused', data: { ...ref, round: 4, site, how: 'automatic', reason: 'manual' } },
  ];
  const theirs: readonly Omit<EventDraft, 'role'>[] = [
    offer,
    { name: 'task.accepted', data: { ...ref, site, how: 'manual' } },
    { name: 'update.received', data: { ...ref, site, update: hash32 } },
    { ...released, data: { ...released.data, update: hash32Of(2), kind: 'evaluation' } },
    { name: 'update.received', data: { ...ref, site, update: hash32Of(2) } },
    {
      name: 'aggregate.produced',
      data: {
        ...{ ...ref, rule: 'fedavg', weights: 'examples', cohortRoot: hash32, members: 3 },
        ...{ parent: digest, model: `sha256:${'ab'.repeat(32)}` },
      },
    },
    { name: 'site.suspended', data: { site, reason: 'operator' } },
    { name: 'policy.acknowledged', data: { site, policy: `policy/1@${digest}` } },
    { name: 'site.suspended', data: { site: 's-ffffffffffffffff', reason: 'operator' } },
  ];
  for (const draft of mine) {
    const { index, entry } = own(draft);
    story.own(index, entry);
  }
  for (const draft of theirs) {
    const { index, entry } = federation(draft);
    story.federation(index, entry);
  }
  return story;
}

const facts = (more: Partial<PageFacts> = {}): PageFacts => ({
  names: { federations: new Map(), sites: new Map() },
  exit: AUDIT_EXIT.ok,
  log: undefined,
  site: undefined,
  findings: [],
  omitted: 0,
  vault: null,
  madeAt: '2027-03-01T12:00:00.000Z',
  story: { story: storyOf(undefined), policy: undefined, hasVault: false },
  ...more,
});

/** Names of all elements, and whatever could load or run something. */
const tagsOf = (page: string): ReadonlySet<string> =>
  new Set([...page.matchAll(/<([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, name]) => name ?? ''));

describe('a report', () => {
  it('has the name of a site beside its pseudonym where that is known to who makes it', () => {
    const { story } = facts().story ?? {};
    const names = { federations: new Map(), sites: new Map([[story?.site ?? '', 'north']]) };
    const title = (more: Partial<PageFacts>) => /<h1>(.*)<\/h1>/.exec(reportPage(facts(more)))?.[1];
    expect(title({})).toBe(`What was done with the data of site ${story?.site}`);
    expect(title({ names })).toBe(`What was done with the data of site ${story?.site} (north)`);
  });

  it('says what left, when, to whom, for what, under which policy, and what came of it', () => {
    const page = reportPage(facts());
    for (const words of [
      /<td>2027-03-01 10:06:00 UTC<\/td><td>an update of 407\.1 kB<\/td><td>the coordinator of the federation<\/td>/,
      /mnist-0a1b2c3d, round 2<\/td><td>research<\/td><td>version 7 \(0f0f0f0f0f0f\)<\/td><td>received; the round made the model abababababab/,
      /round 3<\/td><td>the site&#39;s policy does not allow this purpose<\/td><td>the policy, by itself/,
      /d-0123456789abcdef<\/td><td>training<\/td><td>research/,
      /round 4<\/td><td>no person of the site had decided about the plan<\/td><td>nobody yet/,
      /took note of the policy: policy version 1 \([0-9a-f]{12}\)</,
      /<b>3 times<\/b> the site was asked/,
      /<b>1 update<\/b> left the site, 407\.1 kB in all/,
      /<b>1 evaluation<\/b> left the site, 94 B in all/,
      /<td>4<\/td><td>1<\/td><td>0<\/td><td>1<\/td><td>1<\/td><td>1<\/td><td>abababababab/,
      /<h2 id="verdict">Verified<\/h2>/,
      /The site was suspended: reason operator/,
    ])
      expect(page).toMatch(words);
    expect(page.match(/The site was suspended/g)).toHaveLength(1); // another site's is not told
  });

  it('has what the vault tells, and the legal basis, where they are at hand', () => {
    const purposes = { research: ['6-1-e', '9-2-j'] };
    const written = { version: 7, purposes, tasks: ['*'], architectures: ['mlp'], datasets: {} };
    const policy = policySchema.parse({ ...written, minCohort: 3, maxRounds: 9, metrics: [] });
    const story = storyOf({ by: 'Ada Lovelace', why: 'ethics vote' });
    const page = reportPage(facts({ story: { story, policy, hasVault: true } }));
    expect(page).toContain('a person [by: Ada Lovelace; why: ethics vote]');
    expect(page).toContain('research (GDPR 6(1)(e), public interest; GDPR 9(2)(j), research)');
    expect(page).toContain('hand it on with care');
    expect(reportPage(facts())).not.toContain('Ada');
  });

  it('is injected by nothing that stands in a log, a vault, a policy or a finding', () => {
    const hidden = { [HOSTILE]: HOSTILE, list: [HOSTILE] };
    const policy = { ...policySchema.parse(policyWith(HOSTILE)), version: 1 };
    const finding = { kind: 'semantic', log: HOSTILE, message: HOSTILE, path: HOSTILE } as const;
    const report = {
      ...{
        name: HOSTILE,
        origin: HOSTILE,
        size: 1,
        root: HOSTILE,
        quorumAgeS: 5,
        entries: 1,
        events: 1,
        olderFiles: 0,
      },
      cosigners: [{ name: HOSTILE, timeS: 1 }],
    };
    const page = reportPage(
      facts({
        exit: AUDIT_EXIT.unlawful,
        log: report,
        site: report,
        findings: [finding, { ...finding, kind: 'warning' }],
        vault: { opened: 1, erased: [], others: 0, findings: [] },
        story: { story: storyOf(hidden), policy, hasVault: true },
      }),
    );
    expect(tagsOf(page)).toEqual(
      tagsOf(reportPage(facts({ ...plainFacts(), findings: [plain, { ...plain, kind: 'warning' }] }))),
    );
    expect(page.toLowerCase()).not.toMatch(/<script|<img|\son\w+="|<svg\/|javascript:/);
  });

  it('refers to nothing outside of itself, runs nothing, and can be read without seeing', () => {
    const page = reportPage(facts());
    expect(page).not.toMatch(/\b(src|href|action|data|srcset)\s*=|@import|url\(/i);
    expect([...page.matchAll(/https?:\/\/[^"]*/g)].map(([found]) => found)).toSatisfy((found: string[]) =>
      found.every((each) => each === 'http://www.w3.org/2000/svg'),
    );
    const tables = page.match(/<table>/g)?.length ?? 0;
    expect(tables).toBeGreaterThan(4);
    expect(page.match(/<table><caption>[^<]+<\/caption>/g)).toHaveLength(tables);
    const pictures = page.match(/<svg /g)?.length ?? 0;
    expect(pictures).toBe(2);
    expect(page.match(/<title id="[a-z-]+">[^<]+<\/title><desc id="[a-z-]+">[^<]+<\/desc>/g)).toHaveLength(2);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, named] of page.matchAll(/aria-labelledby="([^"]+)"/g))
      for (const id of (named ?? '').split(' ')) expect(ids).toContain(id);
  });

  it('tells nothing of logs that could not be verified, and says so above all', () => {
    const page = reportPage(facts({ exit: AUDIT_EXIT.altered, story: undefined }));
    expect(page).toContain('NOT verified: altered');
    expect(page).not.toContain('mnist');
    expect(page.indexOf('NOT verified')).toBeLessThan(page.indexOf('Nothing of what the logs say'));
  });
});

const plain = { kind: 'semantic', log: 'log', message: 'message', path: 'path' } as const;

function plainFacts(): Partial<PageFacts> {
  const report = {
    ...{
      name: 'log',
      origin: 'log',
      size: 1,
      root: 'root',
      quorumAgeS: 5,
      entries: 1,
      events: 1,
      olderFiles: 0,
    },
    cosigners: [{ name: 'name', timeS: 1 }],
  };
  const policy = policySchema.parse(policyWith('name'));
  return {
    exit: AUDIT_EXIT.unlawful,
    log: report,
    site: report,
    vault: { opened: 1, erased: [], others: 0, findings: [] },
    story: { story: storyOf({ name: 'name', list: ['name'] }), policy, hasVault: true },
  };
}

function policyWith(column: string) {
  return {
    ...{ version: 1, purposes: { research: ['6-1-e'] }, tasks: ['*'], architectures: ['mlp'] },
    ...{ datasets: { flowers: { columns: [column] } }, minCohort: 3, maxRounds: 9, metrics: [] },
  };
}
