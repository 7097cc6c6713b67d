/** @module Bytes that go wrong: a bit turned, a part missing, doubled, moved or overwritten, something put in. */
import fc from 'fast-check';

/** `at` and `length` are shares of the bytes, so that a mutation fits whatever it is used on. */
export interface ByteMutation {
  readonly kind: 'flip' | 'cut' | 'drop' | 'double' | 'insert' | 'overwrite' | 'append';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const SHARE = 1_000;

const mutation: fc.Arbitrary<ByteMutation> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'drop', 'double', 'insert', 'overwrite', 'append'),
  at: fc.nat(SHARE - 1),
  length: fc.oneof(fc.nat(8), fc.nat(SHARE - 1)),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
});

export const byteMutations = (maxLength: number): fc.Arbitrary<readonly ByteMutation[]> =>
  fc.array(mutation, { maxLength, size: 'max' });

export function mutateBytes(bytes: Uint8Array, mutations: readonly ByteMutation[]): Buffer {
  return mutations.reduce<Buffer>(mutateOnce, Buffer.from(bytes));
}

function mutateOnce(bytes: Buffer, { kind, at, length, bytes: other }: ByteMutation): Buffer {
  const from = Math.floor((at * bytes.length) / SHARE);
  const to = Math.min(bytes.length, from + 1 + Math.floor((length * bytes.length) / SHARE / 4));
  const before = bytes.subarray(0, from);
  const after = bytes.subarray(to);
  switch (kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[from] = (copy[from] ?? 0) ^ (1 << (length % 8));
      return copy;
    }
    case 'cut':
      return Buffer.from(before);
    case 'drop':
      return Buffer.concat([before, after]);
    case 'double':
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    case 'insert':
      return Buffer.concat([before, other, bytes.subarray(from)]);
    case 'overwrite': {
      const copy = Buffer.from(bytes);
      copy.set(other.subarray(0, bytes.length - from), from);
      return copy;
    }
    case 'append':
      return Buffer.concat([bytes, other]);
  }
}
