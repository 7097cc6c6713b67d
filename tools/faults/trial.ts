/** @module Trials of the fault harness, from the report of the tests that made them. */

export interface Trial {
  /** F1 to F14. */
  readonly fault: string;
  readonly done: string;
  readonly held: string;
  readonly result: 'held' | 'FAILED' | 'skipped';
  readonly seconds: number;
}

/** `F3 what was done: what held`, as the outermost `describe` of the harness's own tests says it. */
const TITLE = /^(F\d+) ([^:]+): (.+)$/s;

/**
 * From a report of Vitest in JSON. `faultOf` names the fault that a file of another suite is about, '' where its titles do. Tests that
 * `words` do not choose, which Vitest reports as skipped too, are left out.
 */
export function trialsOf(
  report: unknown,
  faultOf: (file: string) => string,
  words: readonly string[],
): readonly Trial[] {
  return list(report, 'testResults').flatMap((file) =>
    list(file, 'assertionResults').flatMap((test) => {
      const fullName = text(test, 'fullName');
      if (words.length > 0 && !words.some((word) => fullName.includes(word))) return [];
      const titles = list(test, 'ancestorTitles').map(String);
      const title = text(test, 'title');
      const [, fault, done, held] = TITLE.exec(titles[0] ?? '') ?? [];
      const known = faultOf(text(file, 'name'));
      const duration = field(test, 'duration');
      const result = text(test, 'status');
      return {
        fault: fault ?? known,
        done: fault === undefined ? titles.join(', ') : `${done}, ${title}`,
        held: fault === undefined ? title : (held ?? ''),
        result: result === 'passed' ? 'held' : result === 'failed' ? 'FAILED' : 'skipped',
        seconds: typeof duration === 'number' ? duration / 1000 : 0,
      };
    }),
  );
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
}

function text(value: unknown, key: string): string {
  return String(field(value, key) ?? '');
}
