/** @module What a command prints: a table or sentences for a person, one JSON document with --json. */

export interface Output {
  readonly json: boolean;
  /** Prints the result: `value` as JSON, or what `human` makes of it. */
  result<T>(value: T, human: (value: T) => string): void;
  /** A passing remark for a person; goes to stderr, so that stdout stays the result. */
  remark(text: string): void;
  /** One line of a stream: JSON Lines with --json. */
  line<T>(value: T, human: (value: T) => string | undefined): void;
}

export function makeOutput(json: boolean): Output {
  return {
    json,
    result(value, human) {
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${printable(human(value))}\n`);
    },
    remark(text) {
      if (!json) process.stderr.write(`${printable(text)}\n`);
    },
    line(value, human) {
      const text = json ? JSON.stringify(value) : human(value);
      if (text !== undefined) process.stdout.write(`${json ? text : printable(text)}\n`);
    },
  };
}

/**
 * Text for a terminal: what stands in data, files and messages of others moves no cursor and hides nothing. Control characters, and those
 * that turn the direction of writing, are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Left-aligned columns, two spaces apart; numbers are the caller's to format. Lines of a last cell stand below one another. Titles in capitals, unless they are names (`keepCase`). */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly keepCase?: boolean } = {},
): string {
  const last = header.length - 1;
  const cut = rows.map((row) =>
    row.map((cell, column) => (column === last ? cell : cell.replaceAll('\n', ' '))),
  );
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cut.map((row) => (row[column] ?? '').length)),
  );
  const indent = ' '.repeat(widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === last ? cell.replaceAll('\n', `\n${indent}`) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(options.keepCase ? header : header.map((title) => title.toUpperCase())),
    ...cut.map(line),
  ].join('\n');
}

export function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(2)} %`;
}

export function bytes(count: number): string {
  if (count < 1e3) return `${count} B`;
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  if (count < 1e9) return `${(count / 1e6).toFixed(1)} MB`;
  return `${(count / 1e9).toFixed(2)} GB`;
}

/** Whole percent: how far something is. */
export function progress(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 100)} %`;
}

/** To a tenth of one, without a sign for what rounds to none. */
export function seconds(ms: number): string {
  return `${(Math.round(ms / 100) / 10 + 0).toFixed(1)} s`;
}

export function time(iso: string | null): string {
  return iso === null ? '-' : iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
