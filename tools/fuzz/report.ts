/** @module What the fuzzer found, as tables that a person can read. */
import type { DriverResult } from './driver.ts';
import type { LiveResult } from './live/live.ts';
import type { Check } from './live/verdict.ts';
import type { Outcomes } from './target.ts';

const NAME_WIDTH = 26;
/** Outcomes told of one target; the rest are counted together. */
const SHOWN_MAX = 4;

export const driverTable = {
  head: `    ${'PARSER'.padEnd(NAME_WIDTH)} ${'INPUTS'.padStart(8)} ${'SECONDS'.padStart(8)}  HOW THEY ENDED`,
  row({ name, inputs, seconds, outcomes, finding }: DriverResult): string {
    const mark = finding ? '!!' : 'ok';
    return `${mark}  ${name.padEnd(NAME_WIDTH)} ${String(inputs).padStart(8)} ${seconds.toFixed(1).padStart(8)}  ${finding ? 'a rule is broken' : shares(outcomes)}`;
  },
} as const;

/** The most frequent ends, in per cent. */
function shares(outcomes: Outcomes): string {
  const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const sorted = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  const told = sorted
    .slice(0, SHOWN_MAX)
    .map(([name, count]) => `${name} ${((count / total) * 100).toFixed(1)} %`);
  const rest = sorted.length - SHOWN_MAX;
  return [...told, ...(rest > 0 ? [`${rest} others`] : [])].join(', ');
}

export function outcomeTable({ frames, episodes, seconds, outcomes }: LiveResult): string {
  const rows = Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `    ${name.padEnd(44)} ${String(count).padStart(8)}`);
  return [
    `${frames} frames in ${episodes} connections, ${seconds.toFixed(0)} s, ${Math.round(frames / seconds)} a second`,
    ...rows,
  ].join('\n');
}

export function checkTable(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, ok, found }) => `${ok ? 'ok' : '!!'}  ${name.padEnd(width)}  ${found}`)
    .join('\n');
}
