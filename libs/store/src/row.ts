/** @module Column readers: a value from the database becomes a typed one here, or the store is called corrupt. */
import { MusterError } from '@muster/errors';
import type { Row, SqlValue } from './db.ts';

function unfit(column: string, wanted: string, value: SqlValue | undefined): MusterError {
  const found = value === undefined ? 'no such column' : value === null ? 'null' : typeof value;
  return new MusterError('STORAGE_CORRUPT', `column ${column} should hold ${wanted} but holds ${found}`, {
    detail: { column },
  });
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unfit(column, 'text', value);
  return value;
}

export function integerOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw unfit(column, 'an integer', value);
  return value;
}

export function realOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw unfit(column, 'a number', value);
  return value;
}

export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw unfit(column, 'bytes', value);
  return value;
}

/** One of a closed list of words. */
export function wordOf<const W extends string>(row: Row, column: string, words: readonly W[]): W {
  const value = row[column];
  const word = words.find((one) => one === value);
  if (word === undefined) throw unfit(column, words.join(' | '), value);
  return word;
}

/** `null` for an SQL null, else what `read` makes of the column. */
export function nullable<T>(row: Row, column: string, read: (row: Row, column: string) => T): T | null {
  return row[column] === null ? null : read(row, column);
}

const NON_FINITE = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * A JSON document as stored text. JSON has no NaN or infinity, and a diverged loss is one: they are kept as the
 * texts 'NaN', 'Infinity', '-Infinity' and `figuresOf` reads them back.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
  if (text === undefined) throw new MusterError('INVALID_ARGUMENT', 'the value has no JSON form');
  return text;
}

/** The document of a JSON column. Its meaning is its writer's: the reader parses it. */
export function jsonOf(row: Row, column: string): unknown {
  const text = textOf(row, column);
  try {
    return JSON.parse(text);
  } catch {
    throw unfit(column, 'JSON', text);
  }
}

/** Named numbers: accuracy, loss, bytes, seconds. */
export type Figures = Readonly<Record<string, number>>;

export function figuresOf(row: Row, column: string): Figures {
  const document = jsonOf(row, column);
  if (typeof document !== 'object' || document === null) throw unfit(column, 'figures', textOf(row, column));
  const figures: Record<string, number> = {};
  for (const [name, value] of Object.entries(document)) {
    const figure = typeof value === 'string' ? NON_FINITE.get(value) : value;
    if (typeof figure !== 'number') throw unfit(column, `a number under "${name}"`, textOf(row, column));
    figures[name] = figure;
  }
  return figures;
}
