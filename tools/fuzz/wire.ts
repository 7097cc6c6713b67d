/**
 * @module A protobuf message as a tree that can be broken in any way before it becomes bytes: lengths that lie, numbers in too many
 * bytes, fields of another number or wire type. Encoding: protobuf.dev, "Encoding".
 */
export type WireBody =
  | { readonly kind: 'varint'; readonly value: bigint }
  | { readonly kind: 'fixed'; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly fields: readonly WireField[] };

export interface WireField {
  readonly id: number;
  readonly wire: number;
  readonly body: WireBody;
  /** Added to the length that is told. */
  readonly lengthBy?: number;
  /** Bytes in which the tag is written beyond those that it needs. */
  readonly tagBy?: number;
}

export function encodeWire(fields: readonly WireField[]): Buffer {
  return Buffer.concat(fields.flatMap(encodeField));
}

function encodeField({ id, wire, body, lengthBy = 0, tagBy = 0 }: WireField): readonly Uint8Array[] {
  const tag = varint((BigInt(id) << 3n) | BigInt(wire), tagBy);
  switch (body.kind) {
    case 'varint':
      return [tag, varint(body.value)];
    case 'fixed':
      return [tag, body.bytes];
    case 'bytes':
      return [tag, varint(BigInt(Math.max(0, body.bytes.length + lengthBy))), body.bytes];
    case 'message': {
      const bytes = encodeWire(body.fields);
      return [tag, varint(BigInt(Math.max(0, bytes.length + lengthBy))), bytes];
    }
  }
}

/** Seven bits a byte, least first; `extra` bytes that say nothing. */
function varint(value: bigint, extra = 0): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  if (extra === 0) return Uint8Array.from([...bytes, Number(rest)]);
  return Uint8Array.from([...bytes, Number(rest) | 0x80, ...Array(extra - 1).fill(0x80), 0]);
}

/** A message with one of its fields, at any depth, replaced by others. `at` is taken modulo the number of fields. */
export function replaceField(
  fields: readonly WireField[],
  at: number,
  change: (field: WireField) => readonly WireField[],
): readonly WireField[] {
  const total = countFields(fields);
  if (total === 0) return fields;
  let left = at % total;
  const walk = (level: readonly WireField[]): readonly WireField[] =>
    level.flatMap((field) => {
      const isIt = left === 0;
      left -= 1;
      if (isIt) return change(field);
      if (field.body.kind !== 'message' || left < 0) return [field];
      return [{ ...field, body: { kind: 'message' as const, fields: walk(field.body.fields) } }];
    });
  return walk(fields);
}

function countFields(fields: readonly WireField[]): number {
  return fields.reduce(
    (sum, { body }) => sum + 1 + (body.kind === 'message' ? countFields(body.fields) : 0),
    0,
  );
}
