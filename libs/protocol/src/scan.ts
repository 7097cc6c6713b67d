/**
 * @module Looks over the tags of a message before anything is built from it (architecture.md, section 4, "Distrust"): a megabyte of
 * two-byte fields would else become half a million objects before the first limit is checked. Encoding: protobuf.dev, "Encoding".
 *
 * Stricter than protobuf, which lets a later field replace an earlier one: a field stands once, a union holds one body, and there are
 * no groups. What this side does not know is passed over, in moderation, so that a newer peer is understood.
 */
import { MusterError } from '@muster/errors';
import { type FieldLimit, LIMITS } from './generated/limits.ts';

/** Most fields of one message that this side does not know. */
const UNKNOWN_FIELDS_MAX = 64;
const DOUBLE_BYTES = 8;
const WIRE = { varint: 0, eightBytes: 1, delimited: 2, fourBytes: 5 } as const;

interface KnownField extends FieldLimit {
  readonly name: string;
}

const FIELDS: ReadonlyMap<string, ReadonlyMap<number, KnownField>> = new Map(
  Object.entries(LIMITS).map(([message, fields]) => [
    message,
    new Map(Object.entries(fields).map(([name, limit]) => [limit.id, { ...limit, name }] as const)),
  ]),
);

/** Throws MALFORMED for bytes that are no message, or one with more fields than its definition allows. Builds nothing. */
export function scanMessage(message: string, bytes: Uint8Array): void {
  scanPart(message, new Cursor(bytes), bytes.length);
}

function scanPart(message: string, cursor: Cursor, end: number): void {
  const fields = FIELDS.get(message);
  const counts = new Map<string, number>();
  let unknown = 0;
  let unions = 0;
  while (cursor.at < end) {
    const tag = cursor.varint(end);
    if (tag < 8) malformed('a field of number zero');
    const wire = tag % 8;
    const field = fields?.get(Math.floor(tag / 8));
    const packed = field?.repeated === true && field.wire === WIRE.eightBytes && wire === WIRE.delimited;
    if (!field || !(field.wire === wire || packed)) {
      // The decoder passes a known field of another wire type over as well.
      unknown += 1;
      if (unknown > UNKNOWN_FIELDS_MAX) malformed(`${message} has too many unknown fields`);
      cursor.skip(wire, end);
      continue;
    }
    const start = cursor.at;
    const valueEnd = wire === WIRE.delimited ? cursor.delimitedEnd(end) : start;
    const count = (counts.get(field.name) ?? 0) + (packed ? (valueEnd - cursor.at) / DOUBLE_BYTES : 1);
    counts.set(field.name, count);
    if (count > (field.repeated ? (field.itemsMax ?? 0) : 1))
      malformed(`${message}.${field.name} stands too often`, `${message}.${field.name}`);
    if (field.oneof) {
      unions += 1;
      if (unions > 1) malformed(`${message} has more than one body`);
    }
    if (field.message !== undefined) scanPart(field.message, cursor, valueEnd);
    else if (wire === WIRE.delimited) cursor.at = valueEnd;
    else cursor.skip(wire, end);
  }
}

class Cursor {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A tag or a length: 32 bits in at most five bytes. */
  varint(end: number): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = this.at < end ? this.#bytes[this.at] : undefined;
      if (byte === undefined) malformed('a message is cut short');
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value >= 2 ** 32) break;
        return value;
      }
    }
    return malformed('a tag or a length has more than 32 bits');
  }

  /** Where the length-delimited value that begins here ends. */
  delimitedEnd(end: number): number {
    const length = this.varint(end);
    if (length > end - this.at) malformed('a message is cut short');
    return this.at + length;
  }

  skip(wire: number, end: number): void {
    switch (wire) {
      case WIRE.varint: {
        const first = this.at;
        while (this.at < end && (this.#bytes[this.at] ?? 0) >= 0x80) this.at += 1;
        this.at += 1;
        if (this.at - first > 10) malformed('a number has more than 64 bits');
        break;
      }
      case WIRE.eightBytes:
        this.at += 8;
        break;
      case WIRE.delimited:
        this.at = this.delimitedEnd(end);
        break;
      case WIRE.fourBytes:
        this.at += 4;
        break;
      default:
        malformed('a field of a type that this wire does not use');
    }
    if (this.at > end) malformed('a message is cut short');
  }
}

function malformed(why: string, field?: string): never {
  throw new MusterError('MALFORMED', why, field === undefined ? {} : { detail: { field } });
}
