/** @module Plain values (JSON, YAML) that go wrong: a value of another type or size, a key that is missing, misspelt or strange. */
import fc from 'fast-check';

export interface TreeMutation {
  readonly kind: 'replace' | 'drop' | 'rename' | 'add' | 'double' | 'nest' | 'copy';
  /** Which value, counted through the whole tree, modulo its size. */
  readonly at: number;
  readonly from: number;
  readonly key: string;
  readonly value: unknown;
}

/** Keys that an object may have by inheritance, or that a parser may take for its own. */
const STRANGE_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  '\0',
  '<<',
  '0',
  '-1',
  'ä',
  '\ud800',
];

const numbers = fc.constantFrom(
  0,
  -0,
  -1,
  0.5,
  1,
  2,
  3,
  64,
  65_537,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e21,
  1e308,
  Number.MIN_VALUE,
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  numbers,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(
    null,
    true,
    false,
    '',
    'true',
    '0x10',
    '1e3',
    '~',
    '2026-01-01',
    'NaN',
    '.inf',
    '*a',
    '&a',
    '!x',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(65, 500, 70_000).map((length) => 'a'.repeat(length)),
  fc.constantFrom('\ud800', '\u0000', '\u2028', '\u202e', '🙂'.repeat(30)),
);

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('name', 'type', ...STRANGE_KEYS), scalar, { maxKeys: 4 }),
  },
);

export const treeMutations = (maxLength: number): fc.Arbitrary<readonly TreeMutation[]> =>
  fc.array(
    fc.record<TreeMutation>({
      kind: fc.constantFrom(
        'replace',
        'replace',
        'replace',
        'drop',
        'rename',
        'add',
        'double',
        'nest',
        'copy',
      ),
      at: fc.nat(400),
      from: fc.nat(400),
      key: fc.oneof(fc.constantFrom(...STRANGE_KEYS), fc.string({ maxLength: 8 })),
      value,
    }),
    { maxLength, size: 'max' },
  );

export function mutateTree(tree: unknown, mutations: readonly TreeMutation[]): unknown {
  return mutations.reduce(mutateOnce, tree);
}

/** An entry of a map or a list, or nothing in its place. */
type Entry = readonly [key: string, value: unknown];

function mutateOnce(tree: unknown, mutation: TreeMutation): unknown {
  const all = valuesOf(tree);
  const chosen = mutation.at % all.length;
  let index = -1;
  const walk = (each: unknown): unknown => {
    index += 1;
    if (index === chosen && chosen === 0) return changedWhole(each, mutation);
    if (Array.isArray(each)) return each.flatMap((item) => step(['', item]).map(([, next]) => next));
    if (!isMap(each)) return each;
    return mapOf(Object.entries(each).flatMap(step));
  };
  const step = ([key, item]: Entry): readonly Entry[] => {
    if (index + 1 !== chosen) return [[key, walk(item)]];
    index += 1;
    return changed([key, item], mutation, all);
  };
  return walk(tree);
}

function changed([key, item]: Entry, mutation: TreeMutation, all: readonly unknown[]): readonly Entry[] {
  switch (mutation.kind) {
    case 'replace':
      return [[key, mutation.value]];
    case 'drop':
      return [];
    case 'rename':
      return [[mutation.key, item]];
    case 'add':
      return [
        [key, item],
        [mutation.key, mutation.value],
      ];
    case 'double':
      return [
        [key, item],
        [key, item],
      ];
    case 'nest':
      return [[key, nested(item, 1 + (mutation.from % 100))]];
    case 'copy':
      return [[key, all[mutation.from % all.length]]];
  }
}

function changedWhole(item: unknown, mutation: TreeMutation): unknown {
  const [first] = changed(['', item], mutation, [item]);
  return first ? first[1] : undefined;
}

function nested(item: unknown, levels: number): unknown {
  let inner = item;
  for (let level = 0; level < levels; level += 1) inner = level % 2 === 0 ? [inner] : { name: inner };
  return inner;
}

/** Every value of the tree, from its root on, in the order in which `mutateOnce` walks. */
function valuesOf(tree: unknown): readonly unknown[] {
  const inner = Array.isArray(tree) ? tree : isMap(tree) ? Object.values(tree) : [];
  return [tree, ...inner.flatMap(valuesOf)];
}

function isMap(each: unknown): each is Record<string, unknown> {
  return each !== null && typeof each === 'object' && !Array.isArray(each);
}

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function mapOf(entries: readonly Entry[]): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const [key, item] of entries)
    Object.defineProperty(map, key, { value: item, enumerable: true, writable: true, configurable: true });
  return map;
}
