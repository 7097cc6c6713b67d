/** @module A YAML file as plain values, with the line and column of every one of them. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Issue, Path } from './issue.ts';

/** A configuration of a person is a few kilobytes. */
const SIZE_MAX_BYTES = 1_048_576;
/** How often all aliases together may repeat what they stand for: an anchor bomb multiplies without end. */
const ALIAS_COUNT_MAX = 100;
/** Deeper than any schema of ours, far less than what exhausts the stack. */
const DEPTH_MAX = 64;

interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlDocument {
  /** JSON values only; the top is a map. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where the value at `path` stands; for what is missing, the innermost map or list that is there. */
  readonly locate: (path: Path) => Position;
  /** Where the key at the end of `path` stands. */
  readonly locateKey: (path: Path) => Position;
}

export type YamlResult =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads YAML 1.2 (core schema, one document, text keys, no tags, no merge keys). Refused with an issue, never thrown: syntax errors,
 * duplicate keys, more than 1 MiB, aliases that expand without bounds, nesting beyond 64, anything but a map at the top.
 */
export function readYaml(source: string, file: string): YamlResult {
  const refuse = (message: string, expected: string, at: Position = { line: 1, column: 1 }): YamlResult => ({
    ok: false,
    issues: [{ file, ...at, field: '', message, expected }],
  });
  const sizeBytes = new TextEncoder().encode(source).length;
  if (sizeBytes > SIZE_MAX_BYTES)
    return refuse(`the file has ${sizeBytes} bytes`, `at most ${SIZE_MAX_BYTES} bytes`);
  const tooDeep = nestingBeyond(source);
  if (tooDeep !== null) return refuse(`brackets nested deeper than ${DEPTH_MAX}`, 'a flat file', tooDeep);
  const counter = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    // A byte order mark is no content and must not shift the first column.
    const document = parseDocument(source.replace(/^\uFEFF/, ''), {
      lineCounter: counter,
      prettyErrors: false,
      stringKeys: true,
      resolveKnownTags: false,
      logLevel: 'error',
    });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      const issues = faults.map((fault): Issue => {
        const told = explainSyntax(fault.code, fault.message);
        return { file, ...at(fault.pos[0]), field: '', ...told };
      });
      return { ok: false, issues };
    }
    const { contents } = document;
    if (contents === null) return refuse('the file is empty', 'a map of names to values');
    if (depthOf(contents) > DEPTH_MAX) return refuse(`nested deeper than ${DEPTH_MAX}`, 'a flat file');
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_COUNT_MAX });
    if (!isRecord(value)) {
      return refuse(`the file holds ${describe(value)}`, 'a map of names to values', at(contents.range[0]));
    }
    const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
    return {
      ok: true,
      document: {
        value,
        locate: (path) => at(offsetOf(contents, path, resolve)),
        locateKey: (path) => at(keyOffsetOf(contents, path, resolve)),
      },
    };
  } catch (error) {
    // yaml throws for what it finds only while it builds values: too many aliases, an alias inside its own anchor.
    return refuse(
      error instanceof Error ? error.message : String(error),
      'a file without anchors that multiply',
    );
  }
}

type Resolve = (node: unknown) => unknown;

/** The offset of the value at `path`, or of the innermost node on the way to it. */
function offsetOf(top: Node, path: Path, resolve: Resolve): number {
  let offset = top.range?.[0] ?? 0;
  let node: unknown = top;
  for (const part of path) {
    const next = childOf(resolve(node), part);
    if (next === null) return offset;
    node = next.value;
    // `key:` with nothing after it has no place of its own to point at.
    offset = isEmptyScalar(node)
      ? next.keyOffset
      : ((isNode(node) ? node.range?.[0] : undefined) ?? next.keyOffset);
  }
  return offset;
}

function keyOffsetOf(top: Node, path: Path, resolve: Resolve): number {
  let node: unknown = top;
  let offset = top.range?.[0] ?? 0;
  for (const part of path) {
    const next = childOf(resolve(node), part);
    if (next === null) return offset;
    node = next.value;
    offset = next.keyOffset;
  }
  return offset;
}

function childOf(
  node: unknown,
  part: string | number,
): { readonly value: unknown; readonly keyOffset: number } | null {
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part];
    return isNode(item) ? { value: item, keyOffset: item.range?.[0] ?? 0 } : null;
  }
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    if (isScalar(key) && key.value === part) return { value, keyOffset: key.range?.[0] ?? 0 };
  }
  return null;
}

function isEmptyScalar(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '');
}

function depthOf(top: Node): number {
  let deepest = 0;
  const stack: { readonly node: unknown; readonly depth: number }[] = [{ node: top, depth: 1 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    deepest = Math.max(deepest, next.depth);
    if (isMap(next.node))
      for (const pair of next.node.items) stack.push({ node: pair.value, depth: next.depth + 1 });
    if (isSeq(next.node))
      for (const item of next.node.items) stack.push({ node: item, depth: next.depth + 1 });
  }
  return deepest;
}

/** Where brackets alone go too deep; counted before parsing, because the parser is recursive. Brackets in text may count, too. */
function nestingBeyond(source: string): Position | null {
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index];
    if (char === '\n') {
      line += 1;
      lineStart = index + 1;
    } else if (char === '[' || char === '{') depth += 1;
    else if ((char === ']' || char === '}') && depth > 0) depth -= 1;
    if (depth > DEPTH_MAX) return { line, column: index - lineStart + 1 };
  }
  return null;
}

function explainSyntax(
  code: string,
  message: string,
): { readonly message: string; readonly expected: string } {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { message: 'this key stands in the same map already', expected: 'each key once' };
    case 'MULTIPLE_DOCS':
      return { message: 'the file holds more than one document', expected: 'one document, without ---' };
    case 'NON_STRING_KEY':
      return { message: 'a key that is not text', expected: 'text; put quotes around it' };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'nested too deeply to be read', expected: 'a flat file' };
    case 'TAB_AS_INDENT':
      return { message: 'a tab as indentation', expected: 'spaces' };
    default:
      return { message: message.split('\n', 1)[0] ?? message, expected: '' };
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a few words, for messages: `the text 'abc'`, `the number 3`, `a list`. */
export function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `the text '${value.length > 40 ? `${value.slice(0, 39)}…` : value}'`;
    case 'number':
    case 'bigint':
      return `the number ${value}`;
    case 'boolean':
      return `${value}`;
    case 'undefined':
      return 'nothing';
    default:
      return 'a map';
  }
}
