/** @module CSV (RFC 4180) for spreadsheets: no cell is a formula. */
import { nameOf } from '@muster/audit';
import { printable } from '../../output.ts';
import type { ExportFormat } from './export-row.ts';

const COLUMNS = [
  'index',
  'time',
  'source',
  'event',
  'subject',
  'sequence',
  'role',
  'actor',
  'basis',
  'refs',
  'run',
  'round',
  'attempt',
  'site',
  'data',
  'commits_conf',
  'commits_pii',
  'id',
] as const;

/** One line an event; fields of its data that all have in columns, the rest as JSON. */
export function csvTable(): ExportFormat {
  return {
    begin: () => csvLine(COLUMNS),
    entry({ index, event, raw = '' }) {
      if (!event) return rowOf({ index, event: 'no event', data: raw });
      const { run, round, attempt, site, ...rest }: Readonly<Record<string, unknown>> = { ...event.data };
      const { id, time, source, subject, flseq, flrole, flactor, flbasis, flref, flconf, flpii } = event;
      return rowOf({
        ...{
          index,
          time,
          source,
          event: nameOf(event),
          subject,
          sequence: flseq,
          role: flrole,
          actor: flactor,
        },
        ...{ basis: flbasis, refs: flref?.join(' '), run, round, attempt, site, data: JSON.stringify(rest) },
        ...{ commits_conf: flconf, commits_pii: flpii, id },
      });
    },
    end: () => '',
  };
}

/** What a row lacks is an empty cell. */
function rowOf(cells: Readonly<Partial<Record<(typeof COLUMNS)[number], unknown>>>): string {
  return csvLine(COLUMNS.map((column) => String(cells[column] ?? '')));
}

/** A line of cells, ended by CR and LF. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A cell that a spreadsheet shows as text: what would begin a formula (`=`, `+`, `-`, `@`, also after blanks, and their full-width forms) gets an
 * apostrophe before it, which a spreadsheet does not show. Control characters are shown as escapes.
 */
export function csvCell(text: string): string {
  const plain = printable(text).replaceAll('\t', ' ');
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u.test(plain) ? `'${plain}` : plain;
  return /[",\r\n';]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
