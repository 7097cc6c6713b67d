/** @module JSON in the one form that is hashed: RFC 8785 (JCS). Two writers of the same values write the same bytes. */
import { MusterError } from '@muster/errors';

/**
 * The canonical text of a JSON value: members sorted by UTF-16 code units (section 3.2.3), no white space, numbers and text as
 * ECMAScript writes them (3.2.2). Members that are `undefined` are left out. INVALID_ARGUMENT for what JSON cannot carry: NaN,
 * infinities, lone surrogates, anything but plain values.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

/**
 * The value that a canonical text holds. INVALID_ARGUMENT for a text that is no JSON, and for JSON that is written in another way than
 * RFC 8785 has it: white space, another order of members, a member twice, another form of a number or an escape, lists nested beyond
 * what the stack holds.
 */
export function parseCanonicalJson(text: string): unknown {
  let value: unknown;
  let again: string;
  try {
    value = JSON.parse(text);
    if (isPlainlyCanonical(value, text)) return value;
    again = canonicalJson(value);
  } catch (cause) {
    // Lists within lists by the ten thousand end here too, by a RangeError.
    throw new MusterError('INVALID_ARGUMENT', 'the text is no JSON that has a canonical form', { cause });
  }
  if (again !== text)
    throw new MusterError('INVALID_ARGUMENT', 'the JSON is not written in its canonical form');
  return value;
}

/**
 * A quick way to say yes, several times as fast as writing it anew: ECMAScript writes numbers and text as RFC 8785 does, so what is left is
 * the order of members, and half pairs, which it would write as escapes.
 */
function isPlainlyCanonical(value: unknown, text: string): boolean {
  return !text.includes('\\ud') && JSON.stringify(value) === text && isSorted(value);
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before: string | undefined;
  for (const [key, item] of Object.entries(value)) {
    if ((before !== undefined && before >= key) || !isSorted(item)) return false;
    before = key;
  }
  return true;
}

function write(value: unknown, where: string): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw refused(where, `the number ${value}`);
      return JSON.stringify(value);
    case 'string':
      return quote(value, where);
    case 'object':
      return Array.isArray(value) ? writeList(value, where) : writeMap(value, where);
    default:
      throw refused(where, `a ${typeof value}`);
  }
}

function writeList(list: readonly unknown[], where: string): string {
  return `[${list.map((item, index) => write(item, `${where}[${index}]`)).join(',')}]`;
}

function writeMap(map: object, where: string): string {
  if (!isPlain(map)) throw refused(where, 'an object of a class');
  let text = '';
  // Without a comparator `sort` goes by UTF-16 code units; localeCompare would depend on the machine.
  for (const key of Object.keys(map).sort()) {
    const item = map[key];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${quote(key, where)}:${write(item, `${where}.${key}`)}`;
  }
  return `{${text}}`;
}

function isPlain(map: object): map is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(map);
  return prototype === Object.prototype || prototype === null;
}

/** What stands in quotes as it is: ASCII without quotes, backslashes and control characters. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string, where: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw refused(where, 'text with half a surrogate pair');
  return JSON.stringify(text);
}

function refused(where: string, what: string): MusterError {
  return new MusterError('INVALID_ARGUMENT', `${where} holds ${what}, which canonical JSON cannot carry`);
}
