/** @module The fields of a settings file as a person looks them up, read from its schema: path, type and range, default, meaning. */
import { z } from 'zod';

export interface Field {
  /** Where it stands: `rounds.deadlineS`, or `data.columns[].name` for a field of each item of a list. */
  readonly path: string;
  /** The kind of map that has this field, where there are several: `mlp` of `model.architecture: mlp`. '' if all have it. */
  readonly kind: string;
  /** Type, range and unit, in Markdown. */
  readonly type: string;
  /** What holds when it is left out, in Markdown: its default, or that it is required. */
  readonly absent: string;
  readonly meaning: string;
}

/** A schema that others refer to by name. */
export interface Definition {
  readonly name: string;
  readonly meaning: string;
  /** '' for one that has fields. */
  readonly type: string;
  readonly fields: readonly Field[];
}

type Node = z.core.JSONSchema.JSONSchema;

/**
 * Every field of `schema`, each below the map that holds it. A map that says nothing of itself has no row of its own; throws for any
 * other field without a description.
 */
export function fieldsOf(schema: z.ZodType, path = ''): readonly Field[] {
  return below(jsonSchema(schema), path, '');
}

/** What `schema` refers to by name (`title`), each once, in the order in which it is met. */
export function definitionsOf(schema: z.ZodType): readonly Definition[] {
  const found = new Map<string, Definition>();
  const visit = (node: Node): void => {
    if (node.title !== undefined && !found.has(node.title)) {
      const fields = below(node, '', '');
      const type = fields.length > 0 ? '' : typeOf(untitled(node));
      found.set(node.title, { name: node.title, meaning: node.description ?? '', type, fields });
    }
    for (const child of children(node)) visit(child);
  };
  visit(jsonSchema(schema));
  return [...found.values()];
}

/** What the file as a whole is for. */
export function meaningOf(schema: z.ZodType): string {
  const { description } = jsonSchema(schema);
  if (description === undefined) throw new Error('the schema of a file has no description');
  return description;
}

function untitled({ title: _, ...node }: Node): Node {
  return node;
}

function jsonSchema(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: 'input' });
}

function below(node: Node, path: string, kind: string): readonly Field[] {
  const options = kindsOf(node);
  if (options !== undefined) return options.flatMap((option) => fieldsOfKind(option, path));
  const required = new Set(node.required);
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    field(nodeOf(child), path === '' ? key : `${path}.${key}`, kind, required.has(key)),
  );
  const maps = optionsOf(node).filter((option) => !isInline(option));
  return [...own, ...maps.flatMap((option) => below(option, path, kind))];
}

function field(node: Node, path: string, kind: string, required: boolean): readonly Field[] {
  if (node.description === undefined) {
    if (node.properties !== undefined) return below(node, path, kind);
    throw new Error(`${path} has no description in its schema`);
  }
  const row = { path, kind, type: typeOf(node), absent: absent(node, required), meaning: node.description };
  if (node.title !== undefined) return [row];
  const items = nodeOf(node.items);
  const inner =
    node.type === 'array' && items.title === undefined
      ? below(items, `${path}[]`, kind)
      : below(node, path, kind);
  return [row, ...inner];
}

interface Kind {
  readonly key: string;
  readonly name: string;
  readonly node: Node;
}

/** The kinds of a union of maps that a constant tells apart; undefined for any other schema. */
function kindsOf(node: Node): readonly Kind[] | undefined {
  const options = optionsOf(node);
  const kinds = options.flatMap((option) => {
    const tag = Object.entries(option.properties ?? {}).find(
      ([, value]) => nodeOf(value).const !== undefined,
    );
    return tag === undefined ? [] : [{ key: tag[0], name: String(nodeOf(tag[1]).const), node: option }];
  });
  return options.length > 0 && kinds.length === options.length ? kinds : undefined;
}

function fieldsOfKind({ key, name, node }: Kind, path: string): readonly Field[] {
  const tag = `${path === '' ? key : `${path}.${key}`}: ${name}`;
  if (node.description === undefined) throw new Error(`${tag} has no description in its schema`);
  const { [key]: _, ...properties } = node.properties ?? {};
  return [
    { path: tag, kind: '', type: '', absent: '', meaning: node.description },
    ...below({ ...node, properties }, path, name),
  ];
}

function absent(node: Node, required: boolean): string {
  if (typeof node.absent === 'string') return node.absent;
  if (required) return '(required)';
  if (node.default === undefined) return 'none';
  return isEmptyMap(node.default) && node.properties !== undefined ? '' : `\`${inYaml(node.default)}\``;
}

function typeOf(node: Node): string {
  if (node.title !== undefined) return `[${node.title}](#${node.title})`;
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return oneOf(node.enum.map((value) => `\`${String(value)}\``));
  const [first] = kindsOf(node) ?? [];
  if (first !== undefined) return `map; which fields it has is told by \`${first.key}\``;
  const options = optionsOf(node);
  if (options.length > 0) return options.map(typeOf).join(' or ');
  switch (node.type) {
    case 'integer':
      return `whole number${range(node)}`;
    case 'number':
      return `number${range(node)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return text(node);
    case 'array':
      return list(node);
    case 'object':
      return map(node);
    default:
      throw new Error(`no words for a schema of type ${String(node.type)}`);
  }
}

function range(node: Node): string {
  const least = limit(node.minimum);
  const most = limit(node.maximum);
  const unit = typeof node.unit === 'string' ? ` ${node.unit}` : '';
  const bounds = [
    node.exclusiveMinimum === undefined ? '' : `above ${node.exclusiveMinimum}`,
    least !== undefined && most !== undefined ? `${least} to ${most}` : '',
    least !== undefined && most === undefined ? `from ${least}` : '',
    least === undefined && most !== undefined ? `at most ${most}` : '',
    node.exclusiveMaximum === undefined ? '' : `below ${node.exclusiveMaximum}`,
  ].filter((bound) => bound !== '');
  if (bounds.length === 0) return unit === '' ? '' : `,${unit}`;
  return `, ${bounds.join(', ')}${unit}`;
}

/** zod bounds a whole number by what a double holds exactly: no limit that anybody set. */
function limit(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function text({ minLength, maxLength, pattern, format }: Node): string {
  if (format === 'date') return 'a day, as in `2027-12-31`';
  if (pattern !== undefined)
    return `text, \`${pattern}\`${maxLength === undefined ? '' : `, at most ${maxLength} characters`}`;
  if (maxLength === undefined) return 'text';
  return `text, ${minLength ?? 0} to ${maxLength} characters`;
}

function list(node: Node): string {
  const [item = nodeOf(node.items)] = (node.prefixItems ?? []).map(nodeOf);
  const { minItems, maxItems } = node;
  const from = minItems === undefined ? '' : ` of ${minItems} or more`;
  const size =
    maxItems === undefined ? from : ` of ${minItems === maxItems ? '' : `${minItems ?? 0} to `}${maxItems}`;
  return `list${size}: ${typeOf(item)}`;
}

function map(node: Node): string {
  if (node.additionalProperties !== undefined && node.additionalProperties !== false) {
    return `map by name: ${typeOf(nodeOf(node.propertyNames))}`;
  }
  if (!isInline(node)) return 'map';
  return Object.entries(node.properties ?? {})
    .map(([key, value]) => `\`{ ${key} }\`: ${typeOf(nodeOf(value))}`)
    .join('');
}

/** A map of one field that says nothing of itself is told within the type of whatever it is. */
function isInline({ properties, description }: Node): boolean {
  return Object.keys(properties ?? {}).length === 1 && description === undefined;
}

function oneOf(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

/** A default as it would stand in the file. */
function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const inner = Object.entries(value).map(([key, one]) => `${key}: ${inYaml(one)}`);
    return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
  }
  return value === ',' ? '","' : String(value);
}

function isEmptyMap(value: unknown): boolean {
  return (
    value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0
  );
}

function optionsOf(node: Node): readonly Node[] {
  return (node.oneOf ?? node.anyOf ?? []).map(nodeOf);
}

function children(node: Node): readonly Node[] {
  const items = node.items === undefined ? [] : [node.items];
  return [...Object.values(node.properties ?? {}), ...optionsOf(node), ...items].flatMap((child) =>
    typeof child === 'object' && !Array.isArray(child) ? [child] : [],
  );
}

function nodeOf(schema: Node['items']): Node {
  return typeof schema === 'object' && !Array.isArray(schema) ? schema : {};
}
