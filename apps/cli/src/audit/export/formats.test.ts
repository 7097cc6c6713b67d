import { AuditLog, type EventDraft, makeSigningKey } from '@muster/audit';
import { policySchema } from '@muster/policy';
import { AuditRows, memorySqlite, migrate, siteMigrations } from '@muster/store';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShownEntry, shownEntry } from '../entries.ts';
import { csvCell, csvLine, csvTable } from './csv.ts';
import type { ExportFormat } from './export-row.ts';
import { jsonLines } from './jsonl.ts';
import { OCSF_VERSION, ocsfLines } from './ocsf.ts';
import { ropaRegister } from './ropa.ts';

const site = 's-0123456789abcdef';
const digest = `sha256:${'0f'.repeat(32)}`;
const hash32 = Buffer.alloc(32, 1).toString('base64');
const actor = `p:${'a'.repeat(22)}`;
const ref = { run: 'mnist-0a1b2c3d', round: 2, attempt: 1 };
const ORIGIN = 'audit.example.org/fed/7/1';
const SITE_ORIGIN = `audit.example.org/fed/7/site/${site}/1`;

/** Entries of a log in which coordinator and site write. */
function entriesOf(...drafts: readonly (readonly ['coordinator' | 'site', Omit<EventDraft, 'role'>])[]) {
  const db = memorySqlite();
  migrate(db, siteMigrations, 0);
  const rows = new AuditRows(db);
  let nowMs = Date.parse('2027-03-01T10:00:00Z');
  const logOf = (source: string) =>
    new AuditLog({
      rows,
      producer: { source, key: makeSigningKey('key', 'ed25519', new Uint8Array(32).fill(1)) },
      wallMs: () => (nowMs += 30_000),
      random: (bytes) => new Uint8Array(bytes).fill(9),
    });
  const logs = { coordinator: logOf('//fed-7/coordinator'), site: logOf(`//fed-7/site/${site}/out`) };
  return drafts.map(([who, draft]) => shownEntry(logs[who].record({ role: 'agent', ...draft })));
}

const offer: EventDraft<'task.offered'>['data'] = {
  ...{ ...ref, cohortRoot: hash32, cohort: 4, plan: digest, model: digest, layout: digest },
  ...{ purpose: 'research', minCohort: 3, expires: '2027-03-02T10:00:00.000Z' },
};
const released: EventDraft<'update.released'>['data'] = {
  ...{ ...ref, site, update: hash32, sizeBytes: 407_080, codec: 'f32', kind: 'update' },
  ...{ noise: 'none', secureAggregation: false },
};
const work = () =>
  entriesOf(
    ['coordinator', { name: 'task.offered', data: offer }],
    ['site', { name: 'task.accepted', data: { ...ref, site, how: 'manual' }, actor, refs: [`${ORIGIN}#0`] }],
    ['site', { name: 'update.released', data: released, conf: new Uint8Array(32) }],
    ['site', { name: 'task.refused', data: { ...ref, round: 3, site, how: 'automatic', reason: 'purpose' } }],
  );
const noEvent: ShownEntry = { index: 4, event: null, raw: '+/8=' };
const textOf = (format: ExportFormat, entries: readonly ShownEntry[], origin = ORIGIN): string =>
  [
    format.begin({ origin, size: entries.length }),
    ...entries.map((each) => format.entry(each)),
    format.end(),
  ].join('');
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

describe('JSON Lines', () => {
  it('has each entry as it is in the log', () => {
    const entries = [...work(), noEvent];
    const parsed: unknown[] = linesOf(textOf(jsonLines(), entries)).map((line) => JSON.parse(line));
    expect(parsed).toEqual(entries);
  });
});

describe('CSV', () => {
  it('has an event a line, flat, and reads back', () => {
    const rows: readonly Record<string, string>[] = parse(textOf(csvTable(), [...work(), noEvent]), {
      columns: true,
    });
    expect(rows[1]).toMatchObject({
      ...{ index: '1', event: 'task.accepted', actor, run: ref.run, round: '2', attempt: '1', site },
      ...{ refs: `${ORIGIN}#0`, data: '{"how":"manual"}', commits_conf: '' },
    });
    expect(rows[2]?.commits_conf).toBe(Buffer.alloc(32).toString('base64'));
    expect(rows[4]).toMatchObject({ event: 'no event', data: "'+/8=" });
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    ' =1',
    '\t=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '|cmd',
    '%0A=',
  ])('has %j as text, which no spreadsheet computes', (text) => {
    const [[cell = ''] = []]: string[][] = parse(csvLine([text]), { relax_column_count: true });
    expect(cell).toMatch(/^'/);
  });

  it('is the cells that were put in, whatever they hold, and begins no formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [row = []]: string[][] = parse(csvLine(cells), { skip_empty_lines: false });
        expect(row).toHaveLength(cells.length);
        for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 500 },
    );
    expect([csvCell('plain'), csvCell('a "word"'), csvCell('a\u0000b')]).toEqual([
      'plain',
      '"a ""word"""',
      'a\\u0000b',
    ]);
  });
});

describe('OCSF', () => {
  const lines = (entries: readonly ShownEntry[]): readonly Record<string, unknown>[] =>
    linesOf(textOf(ocsfLines(), entries)).map((line) => JSON.parse(line));

  it('has for each event the class that fits, and what the schema asks of all', () => {
    const access = { method: 'credential', network: 'private', count: 3 } as const;
    const by = (action: 'operator-added' | 'operator-removed' | 'site-invited') =>
      ['coordinator', { name: 'admin.action', actor, data: { action, fourEyes: false, ...target } }] as const;
    const target = { target: { type: 'operator', id: `p:${'b'.repeat(22)}` } } as const;
    const found = lines([
      ...work(),
      noEvent,
      ...entriesOf(
        ['coordinator', { name: 'auth.failed', data: { ...access, reason: 'wrong' } }],
        ['coordinator', { name: 'auth.succeeded', actor, data: access }],
        ['coordinator', { name: 'auth.locked', data: access }],
        by('operator-added'),
        by('operator-removed'),
        by('site-invited'),
        [
          'coordinator',
          {
            name: 'privacy.erasure_completed',
            data: { case: `c-${'0a'.repeat(16)}`, basis: 'other', commitments: [], deadlineMet: true },
          },
        ],
      ),
    ]);
    expect(found.map(({ type_uid, status }) => [type_uid, status])).toEqual([
      [600301, 'Success'],
      [600303, 'Success'],
      [600302, 'Success'],
      [600303, 'Failure'],
      [300201, 'Failure'],
      [300201, 'Success'],
      [300109, 'Success'],
      [300101, 'Success'],
      [300106, 'Success'],
      [600303, 'Success'],
      [600304, 'Success'],
    ]);
    for (const event of found) {
      const { class_uid, category_uid, activity_id, type_uid } = event;
      expect(type_uid).toBe(Number(class_uid) * 100 + Number(activity_id));
      expect(category_uid).toBe(Math.floor(Number(class_uid) / 1000));
      expect(event).toMatchObject({
        metadata: {
          version: OCSF_VERSION,
          product: { name: 'Muster', vendor_name: 'Muster' },
          log_name: ORIGIN,
        },
        severity_id: expect.any(Number),
        time: expect.any(Number),
        actor: expect.objectContaining({ app_name: expect.any(String) }),
        src_endpoint: { uid: expect.stringMatching(/^\/\/fed-7\//) },
      });
      if (class_uid === 6003) expect(event).toMatchObject({ api: { operation: expect.any(String) } });
      else expect(event).toMatchObject({ user: { uid: expect.any(String) } });
    }
    expect(found[7]).toMatchObject({ user: { uid: target.target.id }, actor: { user: { uid: actor } } });
    expect(found[2]).toMatchObject({ unmapped: { index: 2, flconf: Buffer.alloc(32).toString('base64') } });
  });
});

describe('the register of processing', () => {
  const nowMs = Date.parse('2027-03-02T00:00:00Z');
  const written = {
    version: 7,
    tasks: ['*'],
    architectures: ['mlp'],
    minCohort: 3,
    maxRounds: 9,
    metrics: [],
  };
  const policy = policySchema.parse({
    ...{ ...written, purposes: { research: ['6-1-e'] }, expires: '2027-12-31' },
    datasets: { flowers: { columns: ['width | <b>'] } },
  });

  it('has a row for each site and purpose, and says what the log cannot know', () => {
    const register = ropaRegister({ as: 'csv', policy, nowMs });
    const evaluated: EventDraft<'update.released'>['data'] = { ...released, kind: 'evaluation' };
    const second = entriesOf(['site', { name: 'update.released', data: evaluated }]);
    const rows: readonly Record<string, string>[] = parse(
      textOf(register, [...work(), ...second], SITE_ORIGIN),
      { columns: true },
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      ...{ controller: site, purpose: 'research', 'rounds agreed to': '1', 'updates released': '1' },
      ...{ 'evaluations released': '1', 'readings of data': '0' },
      'legal basis': 'GDPR 6(1)(e), public interest',
      'transfers to third countries': expect.stringContaining('not in the log'),
      'time limits': expect.stringContaining('2027-12-31'),
      'technical and organisational measures': expect.stringContaining('at least 2 other sites'),
      'categories of personal data': expect.stringContaining('flowers'),
    });
    // What was refused before its offer is known has no purpose.
    expect(rows[1]).toMatchObject({
      purpose: 'unknown',
      'rounds refused': '1',
      'legal basis': expect.stringContaining('not in'),
    });
  });

  it('says nothing of the policy, and of readings, of sites in the log of all', () => {
    const rows: readonly Record<string, string>[] = parse(
      textOf(ropaRegister({ as: 'csv', policy: undefined, nowMs }), work()),
      { columns: true },
    );
    expect(rows[0]).toMatchObject({
      'readings of data': 'in the log of the site',
      'legal basis': 'in the policy of the site',
    });
    expect(() => textOf(ropaRegister({ as: 'csv', policy, nowMs }), work())).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  it("takes the purpose from a site's own log too, where the offer is not", () => {
    const [accepted] = entriesOf([
      'site',
      { name: 'task.accepted', data: { ...ref, site, how: 'automatic' } },
    ]);
    const data = {
      ...ref,
      dataset: 'd-0123456789abcdef',
      schema: digest,
      purpose: 'sepsis',
      use: 'training',
    } as const;
    const [accessed] = entriesOf(['site', { name: 'dataset.accessed', data }]);
    const [left] = entriesOf(['site', { name: 'update.released', data: released }]);
    if (!accepted || !accessed || !left) throw new Error('no entries');
    const register = ropaRegister({ as: 'csv', policy: undefined, nowMs });
    const rows: readonly Record<string, string>[] = parse(
      textOf(register, [accepted, accessed, left], SITE_ORIGIN),
      { columns: true },
    );
    expect(rows).toMatchObject([
      {
        purpose: 'sepsis',
        'rounds agreed to': '1',
        'readings of data': '1',
        'updates released': '1',
        'legal basis': 'in the policy of the site',
      },
    ]);
  });

  it('is Markdown in which no text is markup', () => {
    const text = textOf(ropaRegister({ as: 'markdown', policy, nowMs }), work(), SITE_ORIGIN);
    expect(text).toContain('# Record of processing activities');
    expect(text).toContain('| first activity | 2027-03-01');
    expect(text).toContain('width &#124; &#60;b&#62;');
    expect(text).not.toContain('<b>');
    expect(textOf(ropaRegister({ as: 'markdown', policy: undefined, nowMs }), [])).toContain(
      'tells of no processing',
    );
  });
});
