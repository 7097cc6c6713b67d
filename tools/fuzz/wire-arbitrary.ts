/**
 * @module Messages of the wire as fast-check makes them: from the generated table of fields and limits, mostly within the limits, at
 * their borders and one beyond; then the tree is broken, and then its bytes.
 */
import { type FieldLimit, LIMITS } from '@muster/protocol/testing';
import fc from 'fast-check';
import { byteMutations, mutateBytes } from './byte-mutation.ts';
import { encodeWire, replaceField, type WireBody, type WireField } from './wire.ts';

const LENGTH_MAX = 2_000;
const known = new Map<string, fc.Arbitrary<readonly WireField[]>>();

/** The fields of a message. What it must have is nearly always there. */
export function fieldsOf(message: string): fc.Arbitrary<readonly WireField[]> {
  const made = known.get(message);
  if (made) return made;
  const limits = Object.entries(LIMITS[message] ?? {});
  const always = limits.filter(([, { oneof }]) => !oneof).map(([, limit]) => fieldOf(limit));
  const bodies = limits.filter(([, { oneof }]) => oneof).map(([, limit]) => fieldOf(limit, 0));
  const body = bodies.length > 0 ? fc.oneof(...bodies) : fc.constant([]);
  const fields = fc.tuple(body, ...always).map((groups) => groups.flat());
  known.set(message, fields);
  return fields;
}

/** A message's bytes, broken now and then: in its tree, in its bytes, or not at all. */
export function bytesOf(message: string): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 4, arbitrary: fieldsOf(message).map(encodeWire) },
    { weight: 4, arbitrary: brokenTree(message).map(encodeWire) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(brokenTree(message), byteMutations(3))
        .map(([fields, mutations]) => mutateBytes(encodeWire(fields), mutations)),
    },
    { weight: 1, arbitrary: many(message) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
}

interface TreeMutation {
  readonly kind: 'double' | 'drop' | 'number' | 'wire' | 'length' | 'tag' | 'nest' | 'body';
  readonly at: number;
  readonly by: number;
  readonly body: WireBody;
}

const anyBody: fc.Arbitrary<WireBody> = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ kind: 'varint' as const, value })),
  fc.uint8Array({ maxLength: 70 }).map((bytes) => ({ kind: 'bytes' as const, bytes })),
  fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => ({ kind: 'fixed' as const, bytes })),
);

const treeMutation: fc.Arbitrary<TreeMutation> = fc.record({
  kind: fc.constantFrom('double', 'drop', 'number', 'wire', 'length', 'tag', 'nest', 'body'),
  at: fc.nat(500),
  by: fc.integer({ min: -70, max: 600 }),
  body: anyBody,
});

function brokenTree(message: string): fc.Arbitrary<readonly WireField[]> {
  return fc
    .tuple(fieldsOf(message), fc.array(treeMutation, { minLength: 1, maxLength: 4 }))
    .map(([fields, mutations]) =>
      mutations.reduce<readonly WireField[]>(
        (tree, mutation) => replaceField(tree, mutation.at, (field) => mutated(field, mutation)),
        fields,
      ),
    );
}

function mutated(field: WireField, { kind, by, body }: TreeMutation): readonly WireField[] {
  switch (kind) {
    case 'double':
      return Array(2 + (Math.abs(by) % 3)).fill(field);
    case 'drop':
      return [];
    case 'number':
      return [{ ...field, id: Math.max(0, field.id + by) }];
    case 'wire':
      return [{ ...field, wire: Math.abs(by) % 8 }];
    case 'length':
      return [{ ...field, lengthBy: by }];
    case 'tag':
      return [{ ...field, tagBy: 1 + (Math.abs(by) % 9) }];
    case 'nest':
      return [nested(field, 1 + (Math.abs(by) % 300))];
    case 'body':
      return [{ ...field, wire: wireOf(body), body }];
  }
}

function nested(field: WireField, levels: number): WireField {
  let inner = field;
  for (let level = 0; level < levels; level += 1)
    inner = { id: field.id, wire: 2, body: { kind: 'message', fields: [inner] } };
  return inner;
}

function wireOf(body: WireBody): number {
  return body.kind === 'varint' ? 0 : body.kind === 'fixed' ? 1 : 2;
}

/** The same field thousands of times: small on the wire, large in memory if nobody counts. */
function many(message: string): fc.Arbitrary<Buffer> {
  return fc
    .record({
      id: fc.oneof(fc.constantFrom(...idsOf(message)), fc.nat(2 ** 29 - 1)),
      body: fc.oneof(anyBody, fc.constant({ kind: 'bytes' as const, bytes: new Uint8Array() })),
      times: fc.integer({ min: 2, max: 20_000 }),
    })
    .map(({ id, body, times }) => {
      const one = encodeWire([{ id, wire: wireOf(body), body }]);
      return Buffer.alloc(Math.min(one.length * times, 900_000), one);
    });
}

function idsOf(message: string): readonly number[] {
  const ids = Object.values(LIMITS[message] ?? {}).map(({ id }) => id);
  return ids.length > 0 ? ids : [1];
}

/** `absent` is the weight of leaving the field out. */
function fieldOf(limit: FieldLimit, absent?: number): fc.Arbitrary<readonly WireField[]> {
  const one = bodyOf(limit).map((body): WireField => ({ id: limit.id, wire: wireOf(body), body }));
  const present = limit.repeated
    ? fc.array(one, { maxLength: 4 })
    : one.map((field): readonly WireField[] => [field]);
  const weight = absent ?? (limit.required || limit.bytesExact !== undefined ? 1 : 10);
  if (weight === 0) return present;
  return fc.oneof({ weight: 50, arbitrary: present }, { weight, arbitrary: fc.constant([]) });
}

function bodyOf(limit: FieldLimit): fc.Arbitrary<WireBody> {
  switch (limit.type) {
    case 'message':
      return fieldsOf(limit.message ?? '').map((fields) => ({ kind: 'message', fields }));
    case 'bytes':
      return bytesBody(limit);
    case 'string':
      return textBody(limit);
    case 'bool':
      return fc.oneof(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map(asVarint);
    case 'number':
      return limit.wire === 0 ? wholeBody(limit) : doubleBody(limit);
  }
}

function bytesBody({ bytesExact, bytesMax = 0 }: FieldLimit): fc.Arbitrary<WireBody> {
  const length = bytesExact ?? Math.min(bytesMax, LENGTH_MAX);
  return fc
    .oneof(
      { weight: 40, arbitrary: fc.constant(length) },
      { weight: 1, arbitrary: fc.constantFrom(length + 1, Math.max(0, length - 1), 0) },
    )
    .chain((size) => fc.uint8Array({ minLength: size, maxLength: size, size: 'max' }))
    .map((bytes) => ({ kind: 'bytes', bytes }));
}

/** Words that the protocol gives a meaning. */
const WORDS = [
  'f32',
  'counted',
  'LATE',
  'SITE_REVOKED',
  'fetch',
  'image',
  'table',
  '',
  '{}',
  '{"a":1}',
  'a'.repeat(65),
];

function textBody({ charsMax = 0 }: FieldLimit): fc.Arbitrary<WireBody> {
  const fits = WORDS.filter((word) => word.length <= charsMax);
  const text = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...fits) },
    {
      weight: 20,
      arbitrary: fc.string({ unit: 'binary', maxLength: Math.floor(Math.min(charsMax, 80) / 2) }),
    },
    { weight: 2, arbitrary: fc.constant('ü'.repeat(Math.min(charsMax, LENGTH_MAX))) },
    { weight: 1, arbitrary: fc.constant('ü'.repeat(Math.min(charsMax + 1, LENGTH_MAX))) },
  );
  return fc.oneof(
    { weight: 40, arbitrary: text.map((each) => asBytes(Buffer.from(each, 'utf8'))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map(asBytes) },
  );
}

function wholeBody({ atLeast = 0, atMost = 2 ** 32 - 1 }: FieldLimit): fc.Arbitrary<WireBody> {
  const borders = [atLeast, atLeast - 1, atMost, atMost + 1, 2 ** 32 - 1, 2 ** 32].map((each) =>
    BigInt(each),
  );
  return fc
    .oneof(
      {
        weight: 40,
        arbitrary: fc.bigInt({ min: BigInt(atLeast), max: BigInt(Math.min(atMost, atLeast + 8)) }),
      },
      { weight: 4, arbitrary: fc.constantFrom(...borders) },
      { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
    )
    .map(asVarint);
}

function doubleBody({ atLeast = 0, atMost = 1e15, whole }: FieldLimit): fc.Arbitrary<WireBody> {
  const inside = whole
    ? fc.integer({ min: atLeast, max: Math.min(atMost, 4_000_000) })
    : fc.double({ min: Math.max(atLeast, -1e15), max: Math.min(atMost, 1e15), noNaN: true });
  const odd = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    -1,
    0.5,
    2 ** 53,
    2 ** 53 - 1,
    1e308,
    atMost,
    atLeast,
  ];
  return fc
    .oneof({ weight: 20, arbitrary: inside }, { weight: 1, arbitrary: fc.constantFrom(...odd) })
    .map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return { kind: 'fixed', bytes };
    });
}

const asVarint = (value: bigint): WireBody => ({ kind: 'varint', value });
const asBytes = (bytes: Uint8Array): WireBody => ({ kind: 'bytes', bytes });
