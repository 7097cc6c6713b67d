import {
  AuditLog,
  type EventData,
  type EventDraft,
  type EventName,
  makeSigningKey,
  originOf,
  outSourceOf,
  PartyKeys,
  sourceOf,
} from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { systemRandom } from '@muster/identity';
import { AuditRows, coordinatorMigrations, memorySqlite, migrate } from '@muster/store';
import { beforeEach, expect, it } from 'vitest';
import { SiteEvents } from './site-events.ts';
import { subjectOf } from './subject.ts';

const federation = '00112233445566778899aabbccddeeff';
const site = { federation, role: 'site', pseudonym: 's-0123456789abcdef' } as const;
const keys = new PartyKeys(site, new Uint8Array(32).fill(1));
const ref = { run: 'iris-00000000', round: 1, attempt: 1 };
const subject = subjectOf(ref);
const DAY_MS = 86_400_000;
let nowMs: number;

function logOf(source: string, key = keys.producer): AuditLog {
  const db = memorySqlite();
  migrate(db, coordinatorMigrations, 0);
  return new AuditLog({
    rows: new AuditRows(db),
    producer: { source, key },
    wallMs: () => nowMs,
    random: systemRandom,
  });
}

/** The log of an epoch with one offer, and a site that writes events; `give` brings the next of them. */
function federationLog(epoch = 1) {
  const party = { federation, role: 'coordinator' } as const;
  const key = makeSigningKey(`${federation}/coordinator`, 'ed25519', new Uint8Array(32).fill(2));
  const log = logOf(sourceOf(party), key);
  const origin = originOf(party, 'audit.example.org', epoch);
  const hash = Buffer.alloc(32).toString('base64');
  const digest = `sha256:${'0'.repeat(64)}`;
  const vkey = `${federation}+00000000+A${'A'.repeat(43)}`;
  const begun = { origin, key: vkey, producerKey: vkey };
  log.record({ name: 'log.epoch_started', role: 'coordinator', subject: 'log', data: begun });
  const offer = log.record({
    name: 'task.offered',
    role: 'coordinator',
    subject,
    data: {
      ...ref,
      cohortRoot: hash,
      cohort: 2,
      plan: digest,
      model: digest,
      layout: digest,
      purpose: 'research',
      minCohort: 2,
      expires: new Date(nowMs).toISOString(),
    },
  });
  const asked = new Set(['site-0']);
  const own = {
    ...{ site: 'site-0', pseudonym: site.pseudonym, enrolledMs: 0, leftMs: null },
    ...{
      producerKey: keys.producer.verifier.publicKey,
      witnessKey: new Uint8Array(),
      logKey: new Uint8Array(),
    },
  };
  const events = new SiteEvents({
    log,
    origin,
    parties: { of: (name) => (name === 'site-0' ? own : undefined) },
    federation,
    isAsked: (_, name) => asked.has(name),
  });
  const out = logOf(outSourceOf(site));
  let brought = 0;
  const give = <Name extends EventName>(draft: Omit<EventDraft<Name>, 'role'>): string => {
    const { entry } = out.record({ ...draft, role: 'agent' });
    try {
      events.admit('site-0', [entry]);
      brought += 1;
      return `taken ${brought}`;
    } catch (thrown) {
      return asMusterError(thrown).code;
    }
  };
  return { log, events, give, asked, place: `${origin}#${offer.index}` };
}

const answer = { ...ref, site: site.pseudonym, how: 'automatic' } as const;
const release: EventData<'update.released'> = {
  ...ref,
  site: site.pseudonym,
  update: Buffer.alloc(32).toString('base64'),
  sizeBytes: 1,
  codec: 'f32',
  kind: 'update',
  noise: 'none',
  secureAggregation: false,
};

beforeEach(() => {
  nowMs = 1_800_000_000_000;
});

it('what a site says of its part is taken: what it agrees to, refuses and releases', () => {
  const { give, events, place } = federationLog();
  expect([
    give({ name: 'task.refused', subject, data: { ...answer, reason: 'unlogged' } }),
    give({ name: 'task.refused', subject, refs: [place], data: { ...answer, reason: 'busy' } }),
    give({ name: 'task.accepted', subject, refs: [place], data: answer }),
    give({ name: 'update.released', subject, data: release }),
    give({ name: 'update.released', subject, data: { ...release, kind: 'evaluation' } }),
  ]).toEqual(['taken 1', 'taken 2', 'taken 3', 'taken 4', 'taken 5']);
  expect([events.hasAccepted('site-0', subject), events.nextOf('site-0')]).toEqual([true, 5]);
});

const later = subjectOf({ ...ref, attempt: 2 });
it.each<[string, (log: ReturnType<typeof federationLog>) => string]>([
  [
    'the end of a key',
    ({ give }) => give({ name: 'site.left', data: { site: site.pseudonym, reason: 'revoked' } }),
  ],
  [
    'a model',
    ({ give }) =>
      give({
        name: 'model.deployed',
        data: {
          ...{ run: ref.run, round: 1, site: site.pseudonym },
          model: `sha256:${'1'.repeat(64)}`,
          target: 'test',
        },
      }),
  ],
  [
    'the word of another site',
    ({ give, place }) =>
      give({
        name: 'task.accepted',
        subject,
        refs: [place],
        data: { ...answer, site: 's-fedcba9876543210' },
      }),
  ],
  [
    'consent to what nobody offered',
    ({ give, place }) =>
      give({ name: 'task.accepted', subject: later, refs: [place], data: { ...answer, attempt: 2 } }),
  ],
  [
    'consent under the name of another attempt',
    ({ give, place }) =>
      give({ name: 'task.accepted', subject, refs: [place], data: { ...answer, attempt: 2 } }),
  ],
  ['consent that names no offer', ({ give }) => give({ name: 'task.accepted', subject, data: answer })],
  [
    'consent that names another entry',
    ({ give, place }) =>
      give({ name: 'task.accepted', subject, refs: [place.replace(/\d+$/, '999')], data: answer }),
  ],
  [
    'consent of who was not asked',
    ({ give, place, asked }) => {
      asked.clear();
      return give({ name: 'task.accepted', subject, refs: [place], data: answer });
    },
  ],
  ['an update without consent', ({ give }) => give({ name: 'update.released', subject, data: release })],
])('beyond that nothing is: %s', (_, say) => {
  const log = federationLog();
  const { size } = log.log;
  expect([say(log), log.log.size]).toEqual(['AUDIT_EVENT_INVALID', size]);
});

it('of what was under way before a log began anew the site’s word is taken', () => {
  const { give } = federationLog(2);
  const data = { ...answer, attempt: 2 };
  expect(give({ name: 'task.accepted', subject: later, data })).toBe('AUDIT_EVENT_INVALID');
  nowMs -= DAY_MS;
  expect(federationLog(2).give({ name: 'task.accepted', subject: later, data })).toBe('AUDIT_EVENT_INVALID');
  const anew = federationLog(2);
  nowMs -= DAY_MS;
  expect(anew.give({ name: 'task.accepted', subject: later, data })).toBe('taken 1');
});
