/** @module A YAML file against a schema: the parsed value, or everything that is wrong with it and where. */
import type { z } from 'zod';
import { explainFaults, type Finding } from './explain.ts';
import { fieldName, type Issue } from './issue.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

/** More than these help nobody, and a hostile file could make millions. */
const ISSUES_MAX = 50;

/** The checked value with its defaults, or up to 50 issues in the order of the file. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Checks `text` (YAML, at most 1 MiB) against `schema`. Never throws for what is in the text: each fault is an issue with file, line,
 * column, field, message and what was expected; unknown keys come with the nearest known one. Serves task.yaml, site.yaml and
 * coordinator.yaml alike.
 */
export function validateYaml<T>(text: string, file: string, schema: z.ZodType<T>): Validated<T> {
  const read = readYaml(text, file);
  if (!read.ok) return { ok: false, issues: read.issues.slice(0, ISSUES_MAX) };
  const parsed = schema.safeParse(read.document.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const findings = explainFaults(parsed.error, read.document.value, schema);
  const issues = findings.map((finding) => place(finding, file, read.document));
  return { ok: false, issues: issues.sort(byPosition).slice(0, ISSUES_MAX) };
}

function place(finding: Finding, file: string, document: YamlDocument): Issue {
  const { path, atKey, message, expected } = finding;
  const { line, column } = atKey ? document.locateKey(path) : document.locate(path);
  return { file, line, column, field: fieldName(path), message, expected };
}

function byPosition(a: Issue, b: Issue): number {
  return a.line - b.line || a.column - b.column;
}
