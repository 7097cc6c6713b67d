import { formatLogProof, formatVerifierKey, makeSigningKey, verifyForkEvidence } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import type { Body, LogHead, Offer } from '@muster/protocol';
import { LogTrust, memorySqlite, migrate, siteMigrations, Witnessed } from '@muster/store';
import { systemClock } from '@muster/transport';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeLogger } from '../logger.ts';
import { certificates, FEDERATION, manifest, originOfEpoch, ShownLog, sites } from './shown-log.fixture.ts';
import { SiteAudit } from './site-audit.ts';

const [own = never(), ...others] = sites;
const NOW_S = 1_800_000_000;
let nowS = NOW_S;
let db: ReturnType<typeof memorySqlite>;
let shown: (size: number) => Promise<LogHead>;
let asked: number;
let evidence: string[];
let events: string[];
let told: string[];

beforeEach(() => {
  nowS = NOW_S;
  db = memorySqlite();
  migrate(db, siteMigrations, 0);
  asked = 0;
  evidence = [];
  events = [];
  told = [];
  shown = async () => never();
});

/** What a coordinator tells of its log at registration. */
const logOf = (logPolicy: Uint8Array) => ({ logPolicy, logWitnesses: certificates });

/** The gates of a process of the site. */
function siteAudit({ isRequired = true } = {}): SiteAudit {
  const trust = new LogTrust(db);
  return new SiteAudit({
    federationId: FEDERATION,
    identity: own.identity,
    pin: { current: manifest, trouble: undefined, assertSound: async () => {} },
    trustedWitnesses: [],
    isRequired,
    witnessed: new Witnessed(db),
    trust,
    clock: { ...systemClock, wallMs: () => nowS * 1000 },
    log: makeLogger('silent', 'site'),
    ask: async (body: Body) => {
      if (body.kind !== 'logHeadRequest') return never();
      asked += 1;
      return { kind: 'logHead', value: await shown(body.value.size) };
    },
    keep: async (_name, text) => void evidence.push(text),
    told: (trouble) => void told.push(trouble?.code ?? ''),
    forkSeen: async ({ origin }) => void events.push(`fork of ${origin}`),
    staleSeen: async ({ ageS }) => void events.push(`stale for ${ageS} s`),
    goneOn: async (origin, after) => {
      trust.recorded(origin);
      events.push(`${after} ${origin}`);
    },
  });
}

const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'open',
    (thrown) => asMusterError(thrown).code,
  );
const cosigned = async (audit: SiteAudit, log: ShownLog, oldSize: number): Promise<number> =>
  (await audit.answer(await log.addCheckpoint(oldSize, nowS))).status;

describe('what leaves a site', () => {
  it('leaves while a quorum has seen the log within a quarter of an hour, and asks no more often than that', async () => {
    const log = new ShownLog(5);
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    shown = (size) => log.headFrom(size, nowS);
    expect(await codeOf(audit.assertOpen())).toBe('open');
    nowS += 899;
    expect(await codeOf(audit.assertOpen())).toBe('open');
    expect(asked).toBe(1);
    nowS += 2;
    expect(await codeOf(audit.assertOpen())).toBe('open');
    expect(asked).toBe(2);
  });

  it('stays when no quorum has: old cosignatures, too few of them, or no word at all', async () => {
    const log = new ShownLog(5);
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    shown = (size) => log.headFrom(size, nowS - 901);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_STALE');
    shown = (size) => log.headFrom(size, nowS, 2);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_QUORUM_NOT_REACHED');
    shown = async () => {
      throw new Error('no connection');
    };
    expect(await codeOf(audit.assertOpen())).toBe('INTERNAL');
    expect(events).toEqual(['stale for 901 s']);
  });

  it('stays where the coordinator keeps no log, unless the policy of the site does without', async () => {
    const audit = siteAudit();
    audit.registered(logOf(new Uint8Array()));
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_UNLOGGED');
    expect(await codeOf(siteAudit({ isRequired: false }).assertOpen())).toBe('open');
  });

  it('stays while the disk does not tell what was cosigned, and no longer', async () => {
    const log = new ShownLog(5);
    shown = (size) => log.headFrom(size, nowS);
    db.script('ALTER TABLE audit_witnessed RENAME TO away');
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    expect(await codeOf(audit.assertOpen())).not.toBe('open');
    db.script('ALTER TABLE away RENAME TO audit_witnessed');
    expect(await codeOf(audit.assertOpen())).toBe('open');
  });

  it('stays when what is shown does not go on from what was cosigned', async () => {
    // From a power of two on, a proof convicts nobody.
    const [log, other] = [new ShownLog(4), new ShownLog(9, { words: 'another' })];
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    expect(await cosigned(audit, log, 0)).toBe(200);
    shown = (size) => other.headFrom(size, nowS);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_PROOF_INVALID');
    shown = async () => new ShownLog(3).headFrom(0, nowS);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_PROOF_INVALID');
    shown = (size) => new ShownLog(9).headFrom(size, nowS);
    expect(await codeOf(audit.assertOpen())).toBe('open');
  });
});

it('a log that signs with a second key is one log', async () => {
  const log = new ShownLog(5);
  const second = makeSigningKey(log.origin, 'subtree/v1', new Uint8Array(32).fill(9));
  const line = `log ${formatVerifierKey(second.verifier)}\n`;
  const audit = siteAudit();
  audit.registered(logOf(Buffer.concat([Buffer.from(line), log.policyText()])));
  expect(await cosigned(audit, log, 0)).toBe(200);
  shown = async (size) => ({
    ...(await log.headFrom(size, nowS)),
    policy: Buffer.concat([Buffer.from(line), log.policyText()]),
  });
  expect(await codeOf(audit.assertOpen())).toBe('open');
  audit.registered(logOf(Buffer.from(line)));
  expect(await codeOf(audit.assertOpen())).toBe('AUDIT_POLICY_INVALID');
});

describe('an offer', () => {
  const ref = { run: 'iris-00000000', round: 1, attempt: 1 };
  const offerAt = (log: ShownLog, index: number): Offer => ({
    ref,
    planHash: new Uint8Array(32),
    modelHash: new Uint8Array(32),
    layoutHash: new Uint8Array(32),
    codec: 'f32',
    deadlineMs: 1_000,
    cohortSize: 3,
    quorum: 2,
    signature: new Uint8Array(64),
    secure: null,
    logged: {
      entry: log.entries[index] ?? new Uint8Array(),
      proof: formatLogProof({ index, hashes: [], checkpoint: log.note(nowS, 0), extra: null }),
      cohortIndex: 0,
      cohortPath: [],
    },
  });

  it('has the place that the coordinator says, where the policy of the site asks for no log', async () => {
    const log = new ShownLog(5);
    for (const isRequired of [true, false]) {
      const audit = siteAudit({ isRequired });
      audit.registered(logOf(log.policyText()));
      const placed = audit.placeOf(offerAt(log, 3), ref);
      if (isRequired) expect(await codeOf(placed)).not.toBe('open');
      else expect(await placed).toBe(`${log.origin}#3`);
    }
    expect(await siteAudit({ isRequired: false }).placeOf({ ...offerAt(log, 3), logged: null }, ref)).toBe(
      undefined,
    );
  });
});

describe('a fork', () => {
  it('ends the part of the site in that log for good: nothing is cosigned, nothing leaves, and the evidence is kept', async () => {
    const [log, other] = [new ShownLog(5), new ShownLog(5, { words: 'another' })];
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    expect(await cosigned(audit, log, 0)).toBe(200);
    expect(await cosigned(audit, other, 5)).toBe(422);
    expect([evidence.length, events]).toEqual([1, [`fork of ${log.origin}`]]);
    expect(await cosigned(audit, log, 5)).toBe(403);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_FORK');
    const next = siteAudit(); // after a restart
    next.registered(logOf(log.policyText()));
    expect(await codeOf(next.assertOpen())).toBe('AUDIT_FORK');
    expect(await cosigned(next, log, 5)).toBe(403);
  });

  it.each([5, 9])(
    'is seen in a head of %i entries that is only shown, too, and in a proof of it',
    async (size) => {
      const [log, other] = [new ShownLog(5), new ShownLog(size, { words: 'another' })];
      const proven = (text: string | undefined) => {
        const { first, second } = verifyForkEvidence(
          Buffer.from(text ?? ''),
          log.policyOf().logs.map(({ key }) => key),
        );
        return [first.size, second.size];
      };
      const audit = siteAudit();
      audit.registered(logOf(log.policyText()));
      expect(await cosigned(audit, log, 0)).toBe(200);
      shown = (from) => other.headFrom(from === size ? 0 : from, nowS);
      expect(await codeOf(audit.assertOpen())).toBe('AUDIT_FORK');
      expect(evidence.map(proven)).toEqual([[5, size]]);
      db.run('DELETE FROM audit_fork');
      const next = siteAudit();
      next.registered(logOf(log.policyText()));
      expect(await cosigned(next, other, 5)).toBe(422);
      expect(evidence.map(proven)).toEqual([
        [5, size],
        [5, size],
      ]);
    },
  );

  it('is got over by a later log alone, to which two people have agreed', async () => {
    const [log, other] = [new ShownLog(5), new ShownLog(5, { words: 'another' })];
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    await cosigned(audit, log, 0);
    await cosigned(audit, other, 5);
    const later = new ShownLog(2, { epoch: 2 });
    audit.registered(logOf(later.policyText()));
    shown = (size) => later.headFrom(size, nowS);
    const agree = (by: string) =>
      new LogTrust(db).agree({ origin: originOfEpoch(2), by, why: 'talked it over', atMs: 0 });
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_LOG_CHANGED');
    agree('Ada');
    expect(() => agree('Ada')).toThrow(/already/);
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_LOG_CHANGED');
    expect(await cosigned(audit, later, 0)).toBe(403);
    agree('Grace');
    expect(await codeOf(audit.assertOpen())).toBe('open');
    expect(await cosigned(audit, later, 0)).toBe(200);
    expect(events.filter((event) => !event.startsWith('fork of'))).toEqual([`fork ${later.origin}`]);
    audit.registered(logOf(log.policyText()));
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_FORK');
  });
});

describe('another log than the one that was cosigned', () => {
  it('of a later epoch waits for a person; of an earlier one, or of others, it is a fork', async () => {
    const log = new ShownLog(5, { epoch: 2 });
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    await cosigned(audit, log, 0);
    audit.registered(logOf(new ShownLog(5, { epoch: 1 }).policyText()));
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_FORK');
    const later = new ShownLog(5, { epoch: 3 });
    audit.registered(logOf(later.policyText()));
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_LOG_CHANGED');
    new LogTrust(db).agree({ origin: later.origin, by: 'Ada', why: 'restored', atMs: 0 });
    shown = (size) => later.headFrom(size, nowS);
    expect(await codeOf(audit.assertOpen())).toBe('open');
    expect(events).toEqual([`new-epoch ${later.origin}`]);
    expect(told).toEqual(['', 'AUDIT_FORK', 'AUDIT_LOG_CHANGED', '']);
  });

  it('under the same name and another key is a fork', async () => {
    const log = new ShownLog(5);
    const audit = siteAudit();
    audit.registered(logOf(log.policyText()));
    await cosigned(audit, log, 0);
    audit.registered(logOf(new ShownLog(5, { seed: 2 }).policyText()));
    expect(await codeOf(audit.assertOpen())).toBe('AUDIT_FORK');
  });
});

it.each([
  ['without this site', (log: ShownLog) => log.policyText(1, others)],
  ['of half of its witnesses', (log: ShownLog) => replaced(log, / 3 /, ' 2 ')],
  [
    'of two logs',
    (log: ShownLog) =>
      Buffer.concat([
        log.policyText(),
        Buffer.from(
          `log ${formatVerifierKey(makeSigningKey('other', 'ed25519', new Uint8Array(32).fill(9)).verifier)}\n`,
        ),
      ]),
  ],
  ['of no witness', (log: ShownLog) => replaced(log, /^quorum .*$/m, 'quorum none')],
  [
    'of some of its witnesses',
    (log: ShownLog) => replaced(log, new RegExp(`^(group .*) ${own.pseudonym}`, 'm'), '$1'),
  ],
])('a policy %s is refused: two histories could be cosigned under it', async (_name, policyOf) => {
  const audit = siteAudit();
  audit.registered(logOf(policyOf(new ShownLog(5))));
  expect(await codeOf(audit.assertOpen())).toBe('AUDIT_POLICY_INVALID');
});

const replaced = (log: ShownLog, what: RegExp, by: string): Uint8Array =>
  Buffer.from(Buffer.from(log.policyText()).toString().replace(what, by));
function never(): never {
  throw new Error('nobody asks for it');
}
