/** @module What a schema found wrong, in words: the path, what stands there, what was expected, and what may have been meant. */
import { z } from 'zod';
import type { Path } from './issue.ts';
import { closest } from './spelling.ts';
import { describe, isRecord } from './yaml-document.ts';

export interface Finding {
  readonly path: Path;
  /** Whether the key is at fault rather than its value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly expected: string;
}

type Fault = z.core.$ZodIssue;

/** Every fault that zod found in `value`, each as one finding or, for unions and unknown keys, as several. */
export function explainFaults(error: z.ZodError, value: unknown, schema: z.ZodType): readonly Finding[] {
  return error.issues.flatMap((fault) => explain(fault, [], value, schema));
}

function explain(fault: Fault, base: Path, top: unknown, schema: z.ZodType): readonly Finding[] {
  const path: Path = [
    ...base,
    ...fault.path.map((part) => (typeof part === 'symbol' ? part.toString() : part)),
  ];
  const value = valueAt(top, path);
  if (fault.code === 'unrecognized_keys') {
    return fault.keys.map((key) => unknownKey([...path, key], knownKeys(schema, path, top)));
  }
  if (fault.code === 'invalid_union' && fault.errors.length > 0)
    return explainUnion(fault, path, top, schema);
  if (fault.code === 'invalid_element' || fault.code === 'invalid_key') {
    return fault.issues.flatMap((inner) => explain(inner, path, top, schema));
  }
  const expected = isWhole(fault, schema, path, top) ? 'a whole number' : expectation(fault);
  if (value === undefined) return [{ path, atKey: false, message: 'is missing', expected }];
  const own = ownMessage(fault);
  const choices = choicesOf(fault);
  const meant = typeof value === 'string' ? closest(value, choices) : null;
  const hint = meant === null ? '' : `; did you mean '${meant}'?`;
  return [{ path, atKey: false, message: own ?? `is ${describe(value)}${hint}`, expected }];
}

/** A union names its faults per option: those of the option that was meant are told, or all options if none was. */
function explainUnion(
  fault: Extract<Fault, { code: 'invalid_union' }>,
  path: Path,
  top: unknown,
  schema: z.ZodType,
): readonly Finding[] {
  const options: readonly (readonly Fault[])[] = fault.errors;
  const fits = (option: readonly Fault[]) =>
    !option.some(
      (one) => one.path.length === 0 && (one.code === 'invalid_type' || one.code === 'invalid_value'),
    );
  const meant = options.filter(fits).sort((a, b) => a.length - b.length)[0];
  if (meant !== undefined) return meant.flatMap((inner) => explain(inner, path, top, schema));
  const value = valueAt(top, path);
  const expected = [...new Set(options.flatMap((option) => option.slice(0, 1).map(expectation)))].join(
    ' or ',
  );
  return [
    { path, atKey: false, message: value === undefined ? 'is missing' : `is ${describe(value)}`, expected },
  ];
}

function unknownKey(path: Path, known: readonly string[]): Finding {
  const key = String(path.at(-1));
  const meant = closest(key, known);
  const message = meant === null ? 'is not known here' : `is not known here; did you mean '${meant}'?`;
  return { path, atKey: true, message, expected: known.length === 0 ? '' : `one of ${known.join(', ')}` };
}

/** What would have been right, in words. */
function expectation(fault: Fault): string {
  switch (fault.code) {
    case 'invalid_type':
      return TYPES[fault.expected] ?? fault.expected;
    case 'invalid_value':
      return fault.values.map((value) => `'${String(value)}'`).join(' or ');
    case 'invalid_union':
      return choicesOf(fault)
        .map((value) => `'${value}'`)
        .join(' or ');
    case 'too_small':
      return bound(fault.origin, fault.minimum, fault.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(fault.origin, fault.maximum, fault.inclusive === false ? 'less than' : 'at most');
    case 'invalid_format':
      // The author's words for a pattern say more than the pattern.
      if (ownMessage(fault) !== null) return '';
      return fault.pattern === undefined ? fault.format : `text that matches ${fault.pattern}`;
    case 'not_multiple_of':
      return `a multiple of ${fault.divisor}`;
    case 'custom':
      return typeof fault.params?.expected === 'string' ? fault.params.expected : '';
    default:
      return '';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
  null: 'nothing',
};

function bound(origin: string, limit: number | bigint, relation: string): string {
  const plural = Number(limit) === 1 ? '' : 's';
  if (origin === 'string') return `${relation} ${limit} character${plural}`;
  if (origin === 'array' || origin === 'tuple') return `${relation} ${limit} item${plural}`;
  return `${relation} ${limit}`;
}

/** The message of the schema's author where there is one; zod's own are replaced by better ones. */
function ownMessage(fault: Fault): string | null {
  return fault.code === 'custom' || !/^(Invalid|Too (small|big)|Unrecognized)/.test(fault.message)
    ? fault.message
    : null;
}

function choicesOf(fault: Fault): readonly string[] {
  if (fault.code === 'invalid_value') return fault.values.map(String);
  if (fault.code === 'invalid_union' && 'options' in fault && Array.isArray(fault.options)) {
    return fault.options.map(String);
  }
  return [];
}

function valueAt(top: unknown, path: Path): unknown {
  let value = top;
  for (const part of path) {
    if (Array.isArray(value) && typeof part === 'number') value = value[part];
    else if (isRecord(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

/** The keys that the schema knows at `path`. */
function knownKeys(schema: z.ZodType, path: Path, top: unknown): readonly string[] {
  const value = valueAt(top, path);
  const keys = schemasAt(schema, path, top)
    .filter((option) => allows(option, value))
    .flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : []));
  return [...new Set(keys)];
}

/** zod says "number" where text stands for a whole number; a person who mends it needs to know which. */
function isWhole(fault: Fault, schema: z.ZodType, path: Path, top: unknown): boolean {
  if (fault.code !== 'invalid_type' || fault.expected !== 'number') return false;
  return schemasAt(schema, path, top).some((option) => option instanceof z.ZodNumber && option.isInt);
}

/** The schemas that may stand at `path`; of a union, the options that the value's literals allow. */
function schemasAt(schema: z.ZodType, path: Path, top: unknown): readonly z.core.$ZodType[] {
  let options = unwrap(schema);
  for (const [depth, part] of path.entries()) {
    const value = valueAt(top, path.slice(0, depth));
    options = options.filter((option) => allows(option, value)).flatMap((option) => childrenOf(option, part));
  }
  return options;
}

function childrenOf(schema: z.core.$ZodType, part: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return unwrap(schema.element);
  if (schema instanceof z.ZodRecord) return unwrap(schema.valueType);
  if (!(schema instanceof z.ZodObject)) return [];
  const child: z.core.$ZodType | undefined = schema.shape[part];
  return child === undefined ? [] : unwrap(child);
}

/** Whether an object schema could be meant: none of its literal fields says otherwise. */
function allows(schema: z.core.$ZodType, value: unknown): boolean {
  if (!(schema instanceof z.ZodObject) || !isRecord(value)) return true;
  return Object.entries(schema.shape).every(
    ([key, field]) =>
      !(field instanceof z.ZodLiteral) || !Object.hasOwn(value, key) || field.safeParse(value[key]).success,
  );
}

/** Takes off what wraps a schema (optional, default, pipe, …) and opens unions. */
function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  ) {
    return unwrap(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrap(option));
  return [schema];
}
