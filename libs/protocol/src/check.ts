/** @module Enforces the limits that the .proto files declare, before any handler sees a message. */
import { MusterError } from '@muster/errors';
import { type FieldLimit, LIMITS } from './generated/limits.ts';

/** Control characters: a terminal that shows a peer's words would obey them. */
const CONTROL = /\p{Cc}/gu;

/**
 * The message as a plain object that owns every field of its definition, defaults included: what protobufjs decodes keeps defaults on a
 * prototype, where a copy by spread would lose them. Throws MALFORMED when a limit is broken; names the field, never its value.
 */
export function checkedMessage(name: string, message: unknown): object {
  const fields = LIMITS[name];
  if (fields === undefined || message === null || typeof message !== 'object')
    malformed(name, 'is no message');
  const plain: Record<string, unknown> = {};
  for (const [field, limit] of Object.entries(fields)) {
    const value: unknown = Reflect.get(message, field);
    const path = `${name}.${field}`;
    if (limit.repeated) {
      if (!Array.isArray(value)) malformed(path, 'is no list');
      if (value.length > (limit.itemsMax ?? 0))
        malformed(path, `has ${value.length} items, at most ${limit.itemsMax ?? 0} are allowed`);
      plain[field] = value.map((item: unknown) => checkedValue(path, item, limit));
    } else plain[field] = checkedValue(path, value, limit);
  }
  return plain;
}

function checkedValue(path: string, value: unknown, limit: FieldLimit): unknown {
  switch (limit.type) {
    case 'message':
      if (value === null || value === undefined) {
        if (limit.required) malformed(path, 'is missing');
        return null;
      }
      return checkedMessage(limit.message ?? '', value);
    case 'bytes':
      if (!(value instanceof Uint8Array)) malformed(path, 'is no bytes');
      if (limit.bytesExact !== undefined && value.length !== limit.bytesExact)
        malformed(path, `has ${value.length} bytes, ${limit.bytesExact} are expected`);
      if (limit.bytesMax !== undefined && value.length > limit.bytesMax)
        malformed(path, `has ${value.length} bytes, at most ${limit.bytesMax} are allowed`);
      return value;
    case 'string':
      if (typeof value !== 'string') malformed(path, 'is no text');
      if (value.length > (limit.charsMax ?? 0))
        malformed(path, `has ${value.length} characters, at most ${limit.charsMax ?? 0} are allowed`);
      return value.replace(CONTROL, ' ');
    case 'number':
      // A figure may be NaN or infinite only where the definition bounds it neither way: admission judges those.
      if (typeof value !== 'number') malformed(path, 'is no number');
      if (limit.atLeast !== undefined && !(value >= limit.atLeast))
        malformed(path, `is below ${limit.atLeast}`);
      if (limit.atMost !== undefined && !(value <= limit.atMost)) malformed(path, `is above ${limit.atMost}`);
      if (limit.whole && !Number.isSafeInteger(value)) malformed(path, 'is no whole number');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') malformed(path, 'is no truth value');
      return value;
  }
}

function malformed(path: string, why: string): never {
  throw new MusterError('MALFORMED', `${path} ${why}`, { detail: { field: path } });
}
