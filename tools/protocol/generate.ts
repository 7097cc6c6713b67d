/**
 * @module `node tools/protocol/generate.ts [--check]`: codecs, types and limits of @muster/protocol from its .proto files, the only
 * definition of the wire. With --check nothing is written, and stale files are an error.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs';

const root = join(import.meta.dirname, '..', '..');
const protoFolder = join(root, 'libs', 'protocol', 'proto');
const outFolder = join(root, 'libs', 'protocol', 'src', 'generated');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** The options of options.proto, by the name they have in limits.ts. */
const OPTIONS: Readonly<Record<string, string>> = {
  '(bytes_exact)': 'bytesExact',
  '(bytes_max)': 'bytesMax',
  '(chars_max)': 'charsMax',
  '(items_max)': 'itemsMax',
  '(at_least)': 'atLeast',
  '(at_most)': 'atMost',
  '(required)': 'required',
  '(whole)': 'whole',
};

function protoFiles(): readonly string[] {
  return readdirSync(protoFolder)
    .filter((name) => name.endsWith('.proto') && name !== 'options.proto')
    .sort();
}

/** pbjs would generate codecs for descriptor.proto as well, which the options import: they are cut out before it reads. */
function withoutOptions(text: string): string {
  return text.replace(/import "options\.proto";\n/, '').replace(/ \[\([^\]]*\)[^\]]*\]/g, '');
}

function generate(): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-protocol-'));
  try {
    for (const name of protoFiles()) {
      writeFileSync(join(folder, name), withoutOptions(readFileSync(join(protoFolder, name), 'utf8')));
    }
    const run = (tool: string, args: readonly string[]): void => {
      execFileSync(process.execPath, [bin(tool), ...args], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    };
    const common = [
      '-t',
      'static-module',
      '-w',
      'es6',
      '--es6',
      '--force-number',
      '--no-service',
      '--no-delimited',
      '--no-verify',
      '--no-convert',
      '--no-create',
      '--no-beautify',
      '-p',
      folder,
    ];
    // Types need the comments that pbjs writes, the shipped code does not: two runs.
    run('pbjs', [...common, '-o', 'commented.js', ...protoFiles()]);
    run('pbts', ['--no-comments', '-o', 'messages.d.ts', 'commented.js']);
    run('pbjs', [...common, '--no-comments', '-o', 'messages.js', ...protoFiles()]);
    const tree = definitions();
    return new Map([
      ['messages.js', readFileSync(join(folder, 'messages.js'), 'utf8')],
      ['messages.d.ts', readFileSync(join(folder, 'messages.d.ts'), 'utf8')],
      ['limits.ts', limits(tree)],
      ['types.ts', types(tree)],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function definitions(): protobuf.Root {
  const tree = new protobuf.Root();
  // The imports are read together anyway, and descriptor.proto is not needed to read an option's value.
  for (const name of protoFiles()) {
    protobuf.parse(readFileSync(join(protoFolder, name), 'utf8').replace(/^import .*;$/gm, ''), tree, {
      keepCase: false,
    });
  }
  tree.resolveAll();
  return tree;
}

function messageTypes(tree: protobuf.Root): readonly protobuf.Type[] {
  const space = tree.lookup('muster.v1');
  if (!(space instanceof protobuf.Namespace)) throw new Error('no package muster.v1');
  const types = space.nestedArray.filter((each) => each instanceof protobuf.Type);
  return types.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Plain interfaces of what `decode` gives and `encode` takes: pbts' classes leave every field optional. */
function types(tree: protobuf.Root): string {
  const one = (field: protobuf.Field): string => {
    if (field.resolvedType instanceof protobuf.Type) return field.resolvedType.name;
    if (field.type === 'bytes') return 'Uint8Array';
    return field.type === 'string' ? 'string' : field.type === 'bool' ? 'boolean' : 'number';
  };
  const property = (field: protobuf.Field): string => {
    const required = field.options?.['(required)'] === true;
    const many = field.repeated ? `readonly ${one(field)}[]` : one(field);
    const absent =
      field.resolvedType instanceof protobuf.Type && !field.repeated && !required ? ' | null' : '';
    return `  readonly ${field.name}: ${many}${absent};`;
  };
  const plain = (type: protobuf.Type): string =>
    `export interface ${type.name} {\n${type.fieldsArray
      .filter((field) => !field.partOf)
      .map(property)
      .join('\n')}\n}\n`;
  const union = (type: protobuf.Type): string =>
    type.oneofsArray
      .map(
        (oneof) =>
          `export interface ${type.name}Bodies {\n${oneof.fieldsArray.map((field) => `  readonly ${field.name}: ${one(field)};`).join('\n')}\n}\n`,
      )
      .join('');
  const messages = messageTypes(tree);
  const unions = messages.filter((type) => type.oneofsArray.length > 0);
  return `// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
${messages
  .filter((type) => !unions.includes(type))
  .map(plain)
  .join('\n')}
${unions.map(union).join('\n')}
/** Every message without a union, by name. */
export interface Messages {
${messages
  .filter((type) => !unions.includes(type))
  .map((type) => `  readonly ${type.name}: ${type.name};`)
  .join('\n')}
}
`;
}

/** The table that `decode` enforces, read back from the options by reflection. */
function limits(tree: protobuf.Root): string {
  const table: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const type of messageTypes(tree)) table[type.name] = fieldsOf(type);
  const sorted = Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
export interface FieldLimit {
  /** Number of the field and type of its tag on the wire. */
  readonly id: number;
  readonly wire: 0 | 1 | 2;
  readonly type: 'bytes' | 'string' | 'number' | 'bool' | 'message';
  readonly message?: string;
  readonly repeated?: boolean;
  readonly required?: boolean;
  /** One of several of which a message carries at most one. */
  readonly oneof?: boolean;
  readonly whole?: boolean;
  readonly bytesExact?: number;
  readonly bytesMax?: number;
  readonly charsMax?: number;
  readonly itemsMax?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}
export const LIMITS: Readonly<Record<string, Readonly<Record<string, FieldLimit>>>> = ${JSON.stringify(sorted, null, 1)};
`;
}

function fieldsOf(type: protobuf.Type): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    type.fieldsArray.map((field) => {
      const limit: Record<string, unknown> = { id: field.id, wire: wireTypeOf(field) };
      if (field.resolvedType instanceof protobuf.Type) {
        limit.type = 'message';
        limit.message = field.resolvedType.name;
      } else if (field.type === 'bytes' || field.type === 'string' || field.type === 'bool')
        limit.type = field.type;
      else limit.type = 'number';
      if (field.repeated) limit.repeated = true;
      if (field.partOf) limit.oneof = true;
      for (const [option, name] of Object.entries(OPTIONS)) {
        const value: unknown = field.options?.[option];
        if (value !== undefined) limit[name] = value;
      }
      const bounded =
        limit.type === 'bytes'
          ? 'bytesExact' in limit || 'bytesMax' in limit
          : limit.type === 'string'
            ? 'charsMax' in limit
            : true;
      if (!bounded || (field.repeated && !('itemsMax' in limit))) {
        throw new Error(`${field.fullName} has no limit: every bytes, string and repeated field needs one`);
      }
      return [field.name, limit];
    }),
  );
}

/** Type of the tag: 0 varint, 1 eight bytes, 2 length-delimited. Only what the messages use and `scan` counts is let through. */
function wireTypeOf(field: protobuf.Field): number {
  const { type, resolvedType } = field;
  if (resolvedType instanceof protobuf.Type || type === 'bytes' || type === 'string') return 2;
  if (type === 'double') return 1;
  if (field.repeated)
    throw new Error(`${field.fullName}: repeated ${type} is not counted before it is decoded`);
  if (resolvedType instanceof protobuf.Enum || type === 'uint32' || type === 'bool') return 0;
  throw new Error(`${field.fullName}: ${type} is not used on this wire`);
}

const fresh = generate();
const stale = [...fresh].filter(([name, text]) => {
  try {
    return readFileSync(join(outFolder, name), 'utf8') !== text;
  } catch {
    return true;
  }
});
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    console.error(`libs/protocol/src/generated/${name} is stale: run node tools/protocol/generate.ts`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(join(outFolder, name), text);
  console.log(stale.length > 0 ? `wrote ${stale.map(([name]) => name).join(', ')}` : 'up to date');
}
