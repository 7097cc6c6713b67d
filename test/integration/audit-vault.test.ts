/** What a log only commits to: disclosed, erased, kept for a time, and missed when it is gone without a word. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditEvent,
  actorOf,
  Eraser,
  type EventData,
  formatDisclosure,
  nameOf,
  openUnderPolicy,
  proveEntry,
  readEvent,
  readTile,
  type Secret,
  TreeReader,
  VaultCheck,
  verifiedEntries,
  verifyDisclosure,
  verifyLog,
  verifyLogProof,
} from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { openVault, type Vault } from '@muster/store';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { LogCopy } from '../../tools/audit/log-copy.ts';
import { keyOf, WrittenLog } from '../../tools/audit/written-log.ts';

const root = mkdtempSync(join(tmpdir(), 'muster-audit-vault-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const CASE = `c-${'0b'.repeat(16)}`;
const START_MS = Date.parse('2027-03-01T12:00:00Z');

let clock: { nowMs: number };
let folder: string;
let vault: Vault;
let log: WrittenLog;
let eraser: Eraser;
beforeEach(() => {
  clock = { nowMs: START_MS };
  folder = mkdtempSync(join(root, 'party-'));
  vault = openVault(join(folder, 'vault.db'), 0);
  onTestFinished(() => vault.close());
  log = writtenLog(1);
  eraser = eraserOf(log);
  log.begin();
});

function writtenLog(epoch: number, keeper: Pick<Vault, 'keep'> = vault): WrittenLog {
  return new WrittenLog({
    origin: `audit.example.org/fed/7/${epoch}`,
    folder: join(folder, `log-${epoch}`),
    source: '//fed-7/coordinator',
    seed: 1,
    clock,
    vault: keeper,
  });
}

const eraserOf = ({ origin, log: writer, rows }: WrittenLog, keeper = vault): Eraser =>
  new Eraser({ origin, log: writer, rows, vault: keeper, wallMs: () => clock.nowMs, random: systemRandom });

/** A person does something; gives the index of the entry. */
function act(who: string, why: string, written = log): number {
  clock.nowMs += 1_000;
  const at = { atMs: clock.nowMs, random: systemRandom };
  const actor = actorOf(vault, { issuer: 'operator', subject: who }, at);
  const data = { action: 'site-invited', fourEyes: false } as const;
  return written.record('admin.action', data, { role: 'coord.admin', actor, hidden: { pii: { who, why } } })
    .index;
}

/** Figures that stay where they are. */
function figures(accuracy: number): number {
  clock.nowMs += 1_000;
  const data = { case: CASE, severity: 'low', category: 'model' } as const;
  return log.record('incident.opened', data, { hidden: { conf: { accuracy } } }).index;
}

const policy = () => ({
  logs: [{ key: keyOf(log.origin, 1).verifier, url: null }],
  witnesses: [],
  groups: [],
  quorum: 'none',
});
const copy = () => LogCopy.of(log.folder);
const events = (): readonly AuditEvent[] => log.entries().map((entry) => readEvent(entry));
const eventsOf = (name: string) => events().filter((event) => nameOf(event) === name);
const isOnDisk = (text: string | Uint8Array): boolean =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(Buffer.from(text)));

/** The published log beside the vault. */
async function checked(keeper: Partial<Pick<Vault, 'find' | 'origins'>> = vault) {
  await log.publish();
  const source = copy();
  const { checkpoint } = openUnderPolicy(source.at('checkpoint'), policy());
  const reader = new TreeReader(checkpoint, (tile) => readTile(source, tile));
  const check = new VaultCheck(log.origin, {
    find: (commitment) => (keeper.find ? keeper.find(commitment) : vault.find(commitment)),
    origins: () => keeper.origins?.() ?? vault.origins(),
    oldestMs: () => vault.oldestMs(),
  });
  for await (const { index, entry } of verifiedEntries(source, reader, 0, checkpoint.size))
    check.entry(index, entry);
  return check.finish();
}
const lawful = async () => {
  const report = await verifyLog({
    source: copy(),
    policy: policy(),
    nowS: clock.nowMs / 1000,
    maxAgeS: null,
    depth: 'events',
  });
  return report.findings.filter(({ kind }) => kind !== 'warning');
};

describe('a commitment', () => {
  it('is in no log without its secret in the vault, whatever becomes of the transaction', () => {
    const failing = {
      keep: () => {
        throw new Error('the disk is full');
      },
    };
    const written = writtenLog(2, failing);
    expect(() => act('ada', 'because', written)).toThrow('the disk is full');
    expect(written.entries()).toEqual([]);
    // The other way round a secret is left, which nothing commits to.
    expect(() =>
      log.rows.atomically(() => {
        act('ada', 'an act that is undone');
        throw new Error('undone');
      }),
    ).toThrow('undone');
    expect([log.entries().length, isOnDisk('an act that is undone')]).toEqual([1, true]);
    eraser.settle();
    expect(isOnDisk('an act that is undone')).toBe(true);
    clock.nowMs += DAY_MS + 1;
    eraser.settle();
    expect(isOnDisk('an act that is undone')).toBe(false);
  });

  it('opens, and is missed when the vault lost or altered what it is to', async () => {
    const [first, second] = [act('ada', 'because'), figures(0.9)];
    expect(await checked()).toEqual({ opened: 2, erased: [], others: 0, findings: [] });
    const broken = await checked({ find: () => undefined, origins: () => [log.origin] });
    expect(broken.findings.map(({ kind, rule, entry }) => [kind, rule, entry])).toEqual([
      ['semantic', 'vault', first],
      ['semantic', 'vault', second],
    ]);
    const others = ['audit.example.org/fed/7/site/s-0123456789abcdef/1'];
    expect((await checked({ find: () => undefined, origins: () => others })).findings).toEqual([
      expect.objectContaining({
        kind: 'semantic',
        rule: 'vault',
        message: `the vault belongs to another log, ${others}: it has nothing of what this one hides`,
      }),
    ]);
    const lost = await checked({ find: () => undefined, origins: () => [...others, log.origin] });
    expect(lost.findings).toHaveLength(2);
    const altered = (commitment: string): Secret | undefined => {
      const found = vault.find(commitment);
      return found && { ...found, payload: { accuracy: 0.99 } };
    };
    expect((await checked({ find: altered })).findings).toMatchObject([
      { entry: first, message: expect.stringContaining('altered') },
      { entry: second, message: expect.stringContaining('altered') },
    ]);
  });
});

describe('a disclosure', () => {
  const disclosureOf = async (index: number, hidden: 'conf' | 'pii') => {
    await log.publish();
    const { proof, entry } = await proveEntry(copy(), policy(), index);
    const secret = vault.find(readEvent(entry)[`fl${hidden}`] ?? '');
    if (!secret) throw new Error('the vault has not what was disclosed');
    const { salt, payload } = secret;
    return { proof, entry, disclosed: [{ class: hidden, salt, payload }] };
  };
  const nowS = START_MS / 1000;

  it('is verified by whoever has the policy and the file alone', async () => {
    const index = act('ada', 'a new hospital joins');
    for (let more = 0; more < 5; more += 1) figures(more);
    const bytes = formatDisclosure(await disclosureOf(index, 'pii'));
    const { event, disclosed, checkpoint, findings, ...rest } = verifyDisclosure(bytes, policy(), nowS);
    expect([rest.index, nameOf(event), checkpoint.size]).toEqual([index, 'admin.action', 7]);
    expect(disclosed).toMatchObject([{ class: 'pii', payload: { who: 'ada', why: 'a new hospital joins' } }]);
    expect(findings.map(({ kind }) => kind)).toEqual(['warning']);
  });

  it('is refused when a bit of any of its bytes is another one', async () => {
    const index = act('ada', 'a new hospital joins');
    const bytes = formatDisclosure(await disclosureOf(index, 'pii'));
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      expect(() => verifyDisclosure(flipped, policy(), nowS), `byte ${at}`).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(AUDIT_|SIGNATURE_INVALID)/) }),
      );
    }
  });

  it('is of nothing but what the entry hides, and of that once', async () => {
    const disclosure = await disclosureOf(act('ada', 'because'), 'pii');
    const other = await disclosureOf(figures(0.5), 'conf');
    const [part] = disclosure.disclosed;
    if (!part) throw new Error('nothing is disclosed');
    for (const disclosed of [
      [{ ...part, class: 'conf' as const }],
      [part, part],
      [{ ...part, salt: new Uint8Array(32) }],
      [{ ...part, payload: { who: 'bob', why: 'because' } }],
      other.disclosed,
    ])
      expect(() => verifyDisclosure(formatDisclosure({ ...disclosure, disclosed }), policy(), nowS)).toThrow(
        expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' }),
      );
    expect(() =>
      verifyDisclosure(formatDisclosure({ ...disclosure, entry: other.entry }), policy(), nowS),
    ).toThrow(expect.objectContaining({ code: 'AUDIT_PROOF_INVALID' }));
  });
});

describe('an erasure', () => {
  it('of an entry leaves the log lawful, its proofs valid, the disclosure that was made good, and nothing on the disk', async () => {
    const index = act('ada', 'words that must go');
    const kept = act('bob', 'words that may stay');
    await log.publish();
    const { proof, entry } = await proveEntry(copy(), policy(), index);
    const { salt } = vault.find(readEvent(entry).flpii ?? '') ?? { salt: new Uint8Array(1) };
    expect([isOnDisk('words that must go'), isOnDisk(salt)]).toEqual([true, true]);
    const erased = eraser.erase({
      target: { entries: [index] },
      basis: 'art-17-1',
      caseId: CASE,
      deadlineMet: true,
      role: 'coord.admin',
      pii: { by: 'the officer' },
    });
    expect(erased).toEqual({ caseId: CASE, secrets: 1, entries: [index], persons: 0, completed: [kept + 2] });
    expect([isOnDisk('words that must go'), isOnDisk(salt)]).toEqual([false, false]);
    expect(isOnDisk('words that may stay')).toBe(true);
    expect(await checked()).toEqual({
      opened: 2,
      erased: [{ entry: index, hidden: 'pii', by: kept + 2 }],
      others: 0,
      findings: [],
    });
    expect(await lawful()).toEqual([]);
    expect(verifyLogProof(proof, entry, policy()).index).toBe(index);
    expect(eventsOf('privacy.erasure_completed')[0]?.data).toEqual({
      case: CASE,
      basis: 'art-17-1',
      commitments: [index],
      deadlineMet: true,
    });
    // Once more there is nothing to erase: then nothing is logged either.
    const before = log.entries().length;
    const again = {
      target: { entries: [kept, index] },
      basis: 'other',
      deadlineMet: true,
      role: 'system',
    } as const;
    expect(() => eraser.erase(again)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect([log.entries().length, isOnDisk('words that may stay')]).toEqual([before, true]);
  });

  it('of a person takes all that is about it, by name or pseudonym, and the name with it', async () => {
    const ada = [act('ada@example.org', 'one'), act('ada@example.org', 'two')];
    clock.nowMs += 100 * DAY_MS; // another quarter, another pseudonym
    ada.push(act('ada@example.org', 'three'));
    const bob = act('bob@example.org', 'four');
    const pseudonyms = new Set(ada.map((index) => events()[index]?.flactor));
    expect(pseudonyms.size).toBe(2);
    const order = { basis: 'art-17-1', deadlineMet: true, role: 'system' } as const;
    const erased = eraser.erase({ ...order, target: { person: ['ada@example.org'] } });
    expect(erased).toMatchObject({ secrets: 3, persons: 2, entries: ada });
    expect([isOnDisk('ada@example.org'), isOnDisk('bob@example.org')]).toEqual([false, true]);
    const report = await checked();
    expect([report.opened, report.erased.map(({ entry }) => entry), report.findings]).toEqual([1, ada, []]);
    // The same person is somebody else from now on.
    const next = events()[act('ada@example.org', 'five')]?.flactor;
    expect(pseudonyms.has(next)).toBe(false);
    const actor = events()[bob]?.flactor ?? '';
    expect(eraser.erase({ ...order, target: { person: [actor] } })).toMatchObject({ secrets: 1, persons: 1 });
    expect(() => eraser.erase({ ...order, target: { person: ['nobody'] } })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  it('that was broken off at any step is taken up, and told once it is done', async () => {
    for (const step of ['wipe', 'logged'] as const) {
      const index = act('ada', `words before ${step}`);
      const failing = new Proxy(vault, {
        get: (target, name) => {
          if (name === step)
            return () => {
              throw new Error(`killed at ${step}`);
            };
          const found: unknown = Reflect.get(target, name);
          return typeof found === 'function' ? found.bind(target) : found;
        },
      });
      const order = { basis: 'contract', deadlineMet: false, role: 'system' } as const;
      expect(() => eraserOf(log, failing).erase({ ...order, target: { entries: [index] } })).toThrow(
        'killed at',
      );
      clock.nowMs += 60_000;
      eraser.settle(); // a minute is over at the next moment, not yet
      expect(vault.hasUnlogged()).toBe(true);
      clock.nowMs += 1;
      eraser.settle();
      expect([vault.hasUnlogged(), isOnDisk(`words before ${step}`)]).toEqual([false, false]);
      const report = await checked();
      expect([report.erased.some(({ entry }) => entry === index), report.findings]).toEqual([true, []]);
    }
  });

  it('of what an earlier epoch has committed to is told by reference', () => {
    const index = act('ada', 'words of the first epoch');
    eraser.settle();
    const next = writtenLog(2);
    next.begin();
    const erased = eraserOf(next).erase({
      target: { person: ['ada'] },
      basis: 'art-17-1',
      deadlineMet: true,
      role: 'system',
    });
    expect(erased).toMatchObject({ secrets: 1, entries: [] });
    const told = next.entries().map((entry) => readEvent(entry));
    expect(told.at(-1)?.flref).toEqual([`${next.origin}#1`, `${log.origin}#${index}`]);
  });

  it('that is told, and was not done, is found', async () => {
    const index = act('ada', 'words that are still there');
    const data: EventData<'privacy.erasure_completed'> = {
      case: CASE,
      basis: 'other',
      commitments: [index],
      deadlineMet: true,
    };
    log.record('privacy.erasure_completed', data);
    expect((await checked()).findings).toMatchObject([
      { entry: index, message: expect.stringContaining('still has it') },
    ]);
    // Nor does a word beforehand excuse what is lost.
    const early = { ...data, commitments: [log.entries().length + 1] };
    log.record('privacy.erasure_completed', early);
    act('ada', 'words to come');
    const lost = await checked({ find: () => undefined, origins: () => [log.origin] });
    expect(lost.findings.map(({ entry }) => entry)).toEqual([index + 3]);
  });
});

describe('retention', () => {
  it('lets go of each class when its time is over, and tells of it', async () => {
    const [name, figure] = [act('ada', 'old words'), figures(0.5)];
    clock.nowMs += 2 * DAY_MS;
    act('ada', 'new words');
    const [pii, conf] = [clock.nowMs - DAY_MS, clock.nowMs - DAY_MS];
    const [first] = eraser.retain({ piiMs: pii, confMs: 0 });
    expect(first).toMatchObject({ secrets: 1, entries: [name] });
    expect(eraser.retain({ piiMs: pii, confMs: 0 })).toEqual([]);
    expect(eraser.retain({ piiMs: 0, confMs: conf })).toMatchObject([{ entries: [figure] }]);
    expect(eventsOf('privacy.erasure_completed').map(({ data }) => 'basis' in data && data.basis)).toEqual([
      'retention',
      'retention',
    ]);
    const report = await checked();
    expect([report.opened, report.findings, isOnDisk('old words')]).toEqual([1, [], false]);
    expect(await lawful()).toEqual([]);
  });

  it('of many entries is told by as many events as they need', () => {
    const indexes = Array.from({ length: 300 }, (_, i) => act('ada', `words ${i}`));
    const [erased] = eraser.retain({ piiMs: clock.nowMs + 1, confMs: 0 });
    expect(erased?.entries).toEqual(indexes);
    expect(erased?.completed).toHaveLength(2);
  });
});
