/** @module One thing wrong in a file, told so that a person can mend it without asking. */

/** Where it is, what is wrong, and what would be right. */
export interface Issue {
  readonly file: string;
  /** 1-based; of the value at fault, of the key if the key is, of the map in which something is missing. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** As a person would write it: `data.columns[2].name`; empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
  /** What would be right here; empty where the message says it all. */
  readonly expected: string;
}

/** `task.yaml:7:12: rounds.quorum: a quorum of 6 … (expected at most rounds.cohort)` */
export function formatIssue(issue: Issue): string {
  const { file, line, column, field, message, expected } = issue;
  const where = `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}`;
  return `${where}${message}${expected === '' ? '' : ` (expected ${expected})`}`;
}

/** Where in a document: names of keys and indices of lists. */
export type Path = readonly (string | number)[];

export function fieldName(path: Path): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    const shown = /^[A-Za-z_][\w-]*$/.test(part) ? part : JSON.stringify(part);
    return name === '' ? shown : `${name}.${shown}`;
  }, '');
}
