/** @module Text that has bytes in UTF-8: half a surrogate pair has none, and the peer would refuse the whole message for it. */
import { LIMITS } from './generated/limits.ts';

/** The message itself when all its text is well formed, or else a copy with U+FFFD for each half of a pair. */
export function wellFormed(name: string, message: object): object {
  let copy: Record<string, unknown> | undefined;
  for (const [field, { type, message: inner, repeated }] of Object.entries(LIMITS[name] ?? {})) {
    if (type !== 'string' && type !== 'message') continue;
    const value: unknown = Reflect.get(message, field);
    const sound =
      repeated && Array.isArray(value)
        ? value.map((each: unknown) => wellFormedValue(inner, each))
        : wellFormedValue(inner, value);
    const isChanged =
      Array.isArray(sound) && Array.isArray(value)
        ? sound.some((each, index) => each !== value[index])
        : sound !== value;
    if (!isChanged) continue;
    copy ??= { ...message };
    copy[field] = sound;
  }
  return copy ?? message;
}

function wellFormedValue(message: string | undefined, value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  return message !== undefined && value !== null && typeof value === 'object'
    ? wellFormed(message, value)
    : value;
}
