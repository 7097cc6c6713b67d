/** @module JSON Lines: an entry a line, as it is in the log. */
import type { ExportFormat } from './export-row.ts';

/** `{index, event}`; `{index, event: null, raw}` of what is no event of the catalogue. */
export function jsonLines(): ExportFormat {
  return {
    begin: () => '',
    entry: (entry) => `${JSON.stringify(entry)}\n`,
    end: () => '',
  };
}
