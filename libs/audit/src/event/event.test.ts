import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@muster/canonical';
import { asMusterError } from '@muster/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSigningKey } from '../signing-key.ts';
import { EVENT_NAMES, type EventName, kindOf } from './catalogue.ts';
import { type AuditEvent, isSignedBy, linkOf, readEvent, signEvent } from './event.ts';
import { examples } from './examples.fixture.ts';
import { CHAIN_START, produce } from './producer.ts';

const key = makeSigningKey('fed-7/coordinator', 'ed25519', new Uint8Array(32).fill(7));
const producer = { source: '//fed-7/coordinator', key };
const at = { id: '019aa0f2-7c5b-7abc-8def-0123456789ab', time: '2025-11-20T20:55:46.123Z' };

const entryOf = (name: EventName, data: object = examples[name]): Uint8Array =>
  produce(producer, CHAIN_START, { name, role: 'coordinator', data: data as never }, at).entry;

const refused = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    return asMusterError(thrown).code;
  }
  return 'accepted';
};

describe('an audit event', () => {
  it.each(EVENT_NAMES.options)('%s is written, read and checked', (name) => {
    const entry = entryOf(name);
    const event = readEvent(entry);
    expect(event.data).toEqual(examples[name]);
    expect(isSignedBy(event, key.verifier)).toBe(true);
    const other = makeSigningKey('fed-7/coordinator', 'ed25519', new Uint8Array(32).fill(8));
    expect(isSignedBy(event, other.verifier)).toBe(false);
    expect(isSignedBy({ ...event, flseq: 1 }, key.verifier)).toBe(false);
  });

  it('is bound to the one before it', () => {
    const draft = { name: 'clock.skew', role: 'system', data: { skewS: 3 } } as const;
    const first = produce(producer, CHAIN_START, draft, at);
    const second = readEvent(produce(producer, first.end, draft, at).entry);
    expect([second.flseq, second.flprev]).toEqual([1, linkOf(first.entry)]);
  });

  it('takes nothing that the catalogue does not name: no field more, no other type, no hidden class more', () => {
    const entry = entryOf('update.rejected');
    const event = JSON.parse(Buffer.from(entry).toString());
    const changed = (changes: object): string =>
      refused(() => readEvent(Buffer.from(canonicalJson({ ...event, ...changes }))));
    expect(changed({})).toBe('accepted');
    for (const changes of [
      { note: 'x' },
      { data: { ...event.data, patient: 'p1' } },
      { data: { ...event.data, reason: 'Dr. Smith said no' } },
      { type: 'fl.audit.v1.patient.seen' },
      { type: 'fl.audit.v1.toString' },
      { dataschema: 'urn:fl:audit:v1:update.received' },
      { flpii: `${'A'.repeat(43)}=` },
      { flactor: 'smith' },
      { subject: 'run/x/patient/7' },
      { flprev: 'x' },
      { flseq: -1 },
      { flseq: 1.5 },
      { time: '2026-11-21T20:00:00Z' },
      { id: '0c6f3cc8-6a07-4a0e-8b3a-0123456789ab' },
      { source: '//fed-7/site/hospital-a' },
      { flref: [] },
      { flref: ['origin#01'] },
      { flsig: event.flsig.slice(1) },
    ])
      expect([changes, changed(changes)]).toEqual([changes, 'AUDIT_EVENT_INVALID']);
    expect(refused(() => readEvent(Buffer.from(JSON.stringify(event, null, 1))))).toBe('AUDIT_EVENT_INVALID');
    expect(refused(() => readEvent(Buffer.concat([entry, Buffer.from(' ')])))).toBe('AUDIT_EVENT_INVALID');
    expect(refused(() => readEvent(Buffer.alloc(8_193, 0x20)))).toBe('AUDIT_EVENT_INVALID');
  });
});

/** What is about people, or can be traced to them, or tells what the data look like. */
const forbidden = [
  'Jane Doe',
  'jane.doe@hospital.example',
  'hospital\\jdoe',
  '10.4.17.201',
  '2001:db8::17',
  'MRN-00412233',
  '/data/oncology/patients.csv',
  'C:\\data\\patients.csv',
  "SELECT * FROM patient WHERE name = 'Doe'",
  'the scan of the patient in bed 4',
  '0.9731',
  '1e-3',
  `sha256:${'a'.repeat(63)}`,
  '+49 170 1234567',
  '1971-03-04',
  '<b>x</b>',
  'ß',
  'a\nb',
];

/** Paths to every value of an example, lists and objects included. */
function pathsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each, index) => pathsOf(each, [...path, index]))];
  if (value !== null && typeof value === 'object')
    return [path, ...Object.entries(value).flatMap(([name, each]) => pathsOf(each, [...path, name]))];
  return [path];
}

function withValue(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return put;
  if (Array.isArray(value))
    return value.map((each, index) => (index === first ? withValue(each, rest, put) : each));
  return { ...(value as object), [first]: withValue(Reflect.get(value as object, first), rest, put) };
}

describe('what must not be in a log', () => {
  it('is refused in every field of every event', () => {
    for (const name of EVENT_NAMES.options)
      for (const path of pathsOf(examples[name]))
        for (const text of forbidden) {
          const isDecimal = text === '0.9731' && isDecimalField(name, path);
          if (isDecimal) continue;
          const data = withValue(examples[name], path, text) as object;
          expect([name, path, text, refused(() => entryOf(name, data))]).toEqual([
            name,
            path,
            text,
            'AUDIT_EVENT_INVALID',
          ]);
        }
  });

  it('is refused as a field of its own, at any depth', () => {
    for (const name of EVENT_NAMES.options)
      for (const path of pathsOf(examples[name])) {
        const at = valueAt(examples[name], path);
        if (at === null || typeof at !== 'object' || Array.isArray(at)) continue;
        const data = withValue(examples[name], path, { ...at, patientId: 'x' }) as object;
        expect([name, path, refused(() => entryOf(name, data))]).toEqual([name, path, 'AUDIT_EVENT_INVALID']);
      }
  });

  it('is refused as a number of rows: only powers of two from 32 on', () => {
    const { rows, ...rest } = examples['dataset.accessed'];
    expect(rows).toBe(1_024);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (exact) => {
        const isBucket = exact >= 32 && Number.isInteger(Math.log2(exact));
        const code = refused(() => entryOf('dataset.accessed', { ...rest, rows: exact }));
        expect(code).toBe(isBucket ? 'accepted' : 'AUDIT_EVENT_INVALID');
      }),
    );
  });

  it('is refused as text of any kind where the catalogue has words, and random bytes are no event', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const code = refused(() => entryOf('task.refused', { ...examples['task.refused'], reason: text }));
        const isWord = kindOf('task.refused').data.safeParse({
          ...examples['task.refused'],
          reason: text,
        }).success;
        expect(code).toBe(isWord ? 'accepted' : 'AUDIT_EVENT_INVALID');
      }),
    );
    for (let n = 0; n < 200; n += 1)
      expect(refused(() => readEvent(randomBytes(n)))).toBe('AUDIT_EVENT_INVALID');
  });
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((at, part) => Reflect.get(at as object, part), value);
}

function isDecimalField(name: EventName, path: readonly (string | number)[]): boolean {
  const value = valueAt(examples[name], path);
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
}

it('an event that was changed by one bit is no event, or not signed by its author', () => {
  const entry = entryOf('model.published');
  const event: AuditEvent = readEvent(entry);
  const { flsig: _, ...unsigned } = event;
  expect(signEvent(unsigned, key)).toEqual(entry);
  expect(refused(() => signEvent(event, key))).toBe('AUDIT_EVENT_INVALID'); // is signed already
  for (let bit = 0; bit < entry.length * 8; bit += 1) {
    const changed = Uint8Array.from(entry);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    let isBelieved = false;
    try {
      isBelieved = isSignedBy(readEvent(changed), key.verifier);
    } catch {}
    expect([bit, isBelieved]).toEqual([bit, false]);
  }
  expect(event.type).toBe('fl.audit.v1.model.published');
});
