/** @module A reference page of settings: for each file what it is for, an example that is checked, and a table of its fields. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIssue, validateYaml } from '@muster/task';
import type { z } from 'zod';
import { workspace } from '../processes/processes.ts';
import { type Definition, definitionsOf, type Field, fieldsOf, meaningOf } from './fields.ts';

export interface SettingsFile {
  readonly title: string;
  readonly schema: z.ZodType;
  /** Where its fields stand in the file that holds them; without it they stand at the top. */
  readonly path?: string;
  /** A file of the workspace, shown whole. Throws if the schema refuses it. */
  readonly example?: string;
}

/** The page in Markdown, its last line ended. */
export function settingsPage(
  title: string,
  intro: readonly string[],
  files: readonly SettingsFile[],
): string {
  const definitions = files.flatMap(({ schema }) => definitionsOf(schema));
  return [
    `# ${title}`,
    '',
    'Made from the schemas that check these files, by `node tools/docs/main.ts`; do not edit.',
    '',
    ...intro,
    ...files.flatMap(fileSection),
    ...definitions.flatMap(definitionSection),
    '',
  ].join('\n');
}

function fileSection(file: SettingsFile): readonly string[] {
  return [
    '',
    `## ${file.title}`,
    '',
    meaningOf(file.schema),
    ...(file.example === undefined ? [] : ['', '```yaml', checkedExample(file, file.example), '```']),
    '',
    ...table(fieldsOf(file.schema, file.path)),
  ];
}

function checkedExample({ schema }: SettingsFile, example: string): string {
  const text = readFileSync(join(workspace, example), 'utf8');
  const checked = validateYaml(text, example, schema);
  if (!checked.ok) throw new Error(checked.issues.map(formatIssue).join('\n'));
  return text.trimEnd();
}

function definitionSection({ name, meaning, type, fields }: Definition): readonly string[] {
  const heading = ['', `### ${name}`, ''];
  if (fields.length === 0) return [...heading, `${type}.`];
  return [...heading, meaning, '', ...table(fields)];
}

/** A bar would end the cell, in code too. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function table(fields: readonly Field[]): readonly string[] {
  return [
    '| field | type and range | without it | meaning |',
    '| --- | --- | --- | --- |',
    ...fields.map(
      ({ path, kind, type, absent, meaning }) =>
        `| \`${path}\`${kind === '' ? '' : ` (${kind})`} | ${[type, absent, meaning].map(inCell).join(' | ')} |`,
    ),
  ];
}
