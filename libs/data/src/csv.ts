/** @module The rows of a CSV file (RFC 4180, with LF, CR or CRLF, a BOM, and any one-character delimiter), as a stream. */
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MusterError } from '@muster/errors';
import { CsvError, type Options, parse } from 'csv-parse';
import { schemaFault } from './fault.ts';
import type { Source } from './source.ts';

/** A record longer than this is a quote that never closes, or no CSV. */
const RECORD_CHARACTERS_MAX = 1_048_576;

/** Where a record begins: `row` counts data rows from 1 (0 is the header), `line` lines of the file from 1. */
export interface CsvPlace {
  readonly row: number;
  readonly line: number;
}

/**
 * Called for the header (row 0) and for each data row, in order; lines that are empty are passed over. Answers false
 * when no more rows are wanted.
 */
export type CsvSink = (cells: readonly string[], place: CsvPlace) => boolean;

/** Thrown through the parser to end the reading of a file of which enough has been seen. */
const ENOUGH = new Error('enough rows');

/**
 * Reads records until the end of the file or until the sink has enough. Only one window of the file and one record are
 * in memory.
 * @throws DATA_UNREADABLE on a read error; DATA_SCHEMA on broken quoting; what the sink throws
 */
export async function readCsv(source: Source, delimiter: string, sink: CsvSink): Promise<void> {
  let row = 0;
  let line = 1;
  const options: Options = {
    bom: true,
    delimiter,
    // Named, not discovered: discovery takes the first line's end for all, and files edited on two systems have both.
    record_delimiter: ['\r\n', '\n', '\r'],
    // The length of a record is checked by the sink, whose error carries no cell.
    relax_column_count: true,
    max_record_size: RECORD_CHARACTERS_MAX,
    on_record(cells: string[]) {
      const place = { row, line };
      line += 1 + cells.reduce((sum, cell) => sum + lineEnds(cell), 0);
      if (cells.length === 1 && cells[0] === '') return null;
      row++;
      if (!sink(cells, place)) throw ENOUGH;
      return null;
    },
  };
  const parser = parse(options);
  const nothing = new Writable({ objectMode: true, write: (_record, _encoding, done) => done() });
  try {
    await pipeline(source.stream(), parser, nothing);
  } catch (thrown) {
    if (thrown === ENOUGH) return;
    if (thrown instanceof MusterError) throw thrown;
    if (thrown instanceof CsvError) throw quoteFault(thrown, { row, line });
    throw source.failure(thrown, parser.info.bytes);
  }
}

/** The parser's own message quotes the cell, so it goes where only the site reads it. */
function quoteFault(thrown: CsvError, place: CsvPlace): MusterError {
  const kind = FAULTS[thrown.code] ?? 'text that is not CSV';
  const where = place.row === 0 ? 'the header' : `data row ${place.row}`;
  return schemaFault(
    `The CSV file has ${kind} in ${where}, which begins at line ${place.line}.`,
    { row: place.row, line: place.line, fault: kind },
    thrown.message,
  );
}

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  CSV_INVALID_OPENING_QUOTE: 'a quote inside a value that is not quoted',
  INVALID_OPENING_QUOTE: 'a quote inside a value that is not quoted',
  CSV_MAX_RECORD_SIZE: `a record of more than ${RECORD_CHARACTERS_MAX} characters`,
};

/** Line ends inside a quoted cell. */
function lineEnds(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0;
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}
