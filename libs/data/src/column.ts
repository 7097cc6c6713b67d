/** @module A column of a table in memory: a number is a normalised float32, a category or a class a code of 1 or 2 bytes. */
import type { LabelCodes } from './dataset.ts';
import type { ColumnSchema } from './schema.ts';

/** Why a cell cannot be taken, in words that carry nothing of the cell. */
interface CellFault {
  readonly fault: string;
}

/** Digits with a decimal point and an exponent; no hex, no `Infinity`, no thousands, no units. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export interface Column {
  readonly name: string;
  /** Floats that one row of this column gives: 1, or one per category. */
  readonly width: number;
  readonly bytesPerRow: number;
  readonly missingCount: number;
  /** The stored form of a cell (trimmed), or why there is none. Stores nothing. */
  read(cell: string, missing: boolean): number | CellFault;
  append(value: number): void;
  /** Ends growth: memory shrinks to the rows. */
  seal(): void;
  write(row: number, out: Float32Array, offset: number): void;
  statistics(): ColumnStatistics;
  release(): void;
}

/** Of the values as the model sees them: normalised numbers, or codes of categories. */
interface ColumnStatistics {
  readonly kind: 'number' | 'category';
  readonly constant: boolean;
  readonly mean: number;
  readonly deviation: number;
}

export function makeColumn(schema: ColumnSchema): Column {
  return schema.type === 'number' ? new NumberColumn(schema) : new CategoryColumn(schema);
}

class NumberColumn implements Column {
  readonly name: string;
  readonly width = 1;
  readonly bytesPerRow = 4;
  missingCount = 0;
  readonly #mean: number;
  readonly #deviation: number;
  readonly #missing: number | undefined;
  // Normalised on the way in, in double precision: a time stamp kept raw in float32 would lose its low digits.
  readonly #values = new Growing((length) => new Float32Array(length));

  constructor(schema: ColumnSchema & { type: 'number' }) {
    this.name = schema.name;
    this.#mean = schema.mean;
    this.#deviation = schema.deviation;
    this.#missing = schema.missing === 'refuse' ? undefined : schema.missing.value;
  }

  read(cell: string, missing: boolean): number | CellFault {
    if (missing) {
      if (this.#missing === undefined) return { fault: 'a missing value where a number should be' };
      this.missingCount++;
      return this.#normalise(this.#missing);
    }
    if (!NUMBER.test(cell)) {
      const comma = NUMBER.test(cell.replace(',', '.'));
      return {
        fault: comma ? 'a number with a comma where a point should be' : 'a text where a number should be',
      };
    }
    return this.#normalise(Number(cell));
  }

  append(value: number): void {
    this.#values.push(value);
  }

  seal(): void {
    this.#values.seal();
  }

  write(row: number, out: Float32Array, offset: number): void {
    out[offset] = this.#values.items[row] ?? 0;
  }

  statistics(): ColumnStatistics {
    return { kind: 'number', ...moments(this.#values.items) };
  }

  release(): void {
    this.#values.release();
  }

  #normalise(value: number): number | CellFault {
    const normalised = Math.fround((value - this.#mean) / this.#deviation);
    return Number.isFinite(normalised) ? normalised : { fault: 'a number too large to be normalised' };
  }
}

class CategoryColumn implements Column {
  readonly name: string;
  readonly width: number;
  readonly bytesPerRow: number;
  missingCount = 0;
  readonly #codes: ReadonlyMap<string, number>;
  readonly #missing: number | undefined;
  readonly #values: Growing<LabelCodes>;

  constructor(schema: ColumnSchema & { type: 'category' }) {
    this.name = schema.name;
    this.width = schema.categories.length;
    this.#codes = codesOf(schema.categories);
    this.#missing = schema.missing === 'refuse' ? undefined : this.#codes.get(schema.missing.value);
    this.#values = growingCodes(schema.categories.length);
    this.bytesPerRow = this.#values.items.BYTES_PER_ELEMENT;
  }

  read(cell: string, missing: boolean): number | CellFault {
    // A category that is spelt like a marker of the missing is that category.
    const code = this.#codes.get(cell);
    if (code !== undefined) return code;
    if (!missing) return { fault: 'a text that is none of the declared categories' };
    if (this.#missing === undefined) return { fault: 'a missing value where a category should be' };
    this.missingCount++;
    return this.#missing;
  }

  append(value: number): void {
    this.#values.push(value);
  }

  seal(): void {
    this.#values.seal();
  }

  write(row: number, out: Float32Array, offset: number): void {
    out.fill(0, offset, offset + this.width);
    out[offset + (this.#values.items[row] ?? 0)] = 1;
  }

  statistics(): ColumnStatistics {
    return { kind: 'category', ...moments(this.#values.items) };
  }

  release(): void {
    this.#values.release();
  }
}

/** The position of each name in a declared list. */
export function codesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, code) => [name, code]));
}

/** Codes below `count` in as few bytes as they need. */
export function growingCodes(count: number): Growing<LabelCodes> {
  return new Growing<LabelCodes>((length) =>
    count <= 256 ? new Uint8Array(length) : new Uint16Array(length),
  );
}

/** A typed array that grows by half until it is sealed to its length. */
export class Growing<T extends Float32Array | LabelCodes> {
  readonly #make: (length: number) => T;
  #items: T;
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#items = make(0);
  }

  /** The storage; rows beyond those pushed are present, as zeros, until `seal`. */
  get items(): T {
    return this.#items;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#items.length) this.#move(Math.max(64, Math.ceil(this.#length * 1.5)));
    this.#items[this.#length++] = value;
  }

  seal(): void {
    if (this.#items.length !== this.#length) this.#move(this.#length);
  }

  release(): void {
    this.#length = 0;
    this.#items = this.#make(0);
  }

  #move(capacity: number): void {
    const grown = this.#make(capacity);
    grown.set(this.#items.subarray(0, this.#length));
    this.#items = grown;
  }
}

function moments(values: Float32Array | LabelCodes): { constant: boolean; mean: number; deviation: number } {
  const first = values[0] ?? 0;
  let constant = true;
  let sum = 0;
  for (const value of values) {
    if (value !== first) constant = false;
    sum += value;
  }
  const count = Math.max(1, values.length);
  const mean = sum / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { constant, mean, deviation: Math.sqrt(squares / count) };
}
