/**
 * @module `npm run faults [-- WORD ...]`: breaks real processes, connections, disks and clocks, all ways or those that a word names, and
 * prints what was done, what held and how long it took; a trial that this machine does not allow says why. Exit code 1 when something did
 * not hold.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { trialsOf } from './trial.ts';

/** Tests of the other suites that are faults too, by the fault (docs/faults.md). */
const ELSEWHERE = {
  'test/e2e/kill.test.ts': 'F1',
  'test/e2e/kill-agent.test.ts': 'F2',
  'test/e2e/restart.test.ts': 'F1',
  'test/e2e/frames.test.ts': 'F4',
  'test/e2e/hostile.test.ts': 'F6',
  'test/integration/quarantine.test.ts': 'F6',
} as const;

const root = join(import.meta.dirname, '..', '..');
const words = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'muster-faults-'));

/** Files of the other suites that a word names by their fault: all of their tests are meant. */
const whole = Object.entries(ELSEWHERE).flatMap(([file, fault]) => (words.includes(fault) ? [file] : []));
const searched = ['test/faults/', ...Object.keys(ELSEWHERE).filter((file) => !whole.includes(file))];

/** Vitest over these files, all tests or those whose titles have one of the words; its own words are shown. */
function vitest(files: readonly string[], chosen: readonly string[], report: string): Promise<number> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const named = chosen.length === 0 ? [] : ['-t', chosen.join('|')];
  const child = spawn(
    join(root, 'node_modules', '.bin', 'vitest'),
    ['run', ...files, ...reporters, ...named],
    {
      cwd: root,
      env: { ...process.env, MUSTER_FAULTS: 'all' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** Exit code and trials of one call of Vitest, which are read from its report. */
async function tried(files: readonly string[], chosen: readonly string[]) {
  const report = join(folder, 'report.json');
  const code = await vitest(files, chosen, report);
  const faultOf = (file: string): string =>
    Object.entries(ELSEWHERE).find(([name]) => name === relative(root, file))?.[1] ?? '';
  return { code, trials: trialsOf(JSON.parse(readFileSync(report, 'utf8')), faultOf, chosen) };
}

try {
  const batches = [await tried(searched, words), ...(whole.length > 0 ? [await tried(whole, [])] : [])];
  const trials = batches.flatMap((batch) => batch.trials);
  const width = Math.min(60, Math.max(0, ...trials.map(({ done }) => done.length)));
  for (const { fault, done, held, result, seconds } of trials)
    console.log(
      `${result.padEnd(7)}  ${fault.padEnd(3)}  ${done.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${held}`,
    );
  const count = (wanted: string): number => trials.filter(({ result }) => result === wanted).length;
  console.log(`${count('held')} held, ${count('FAILED')} failed, ${count('skipped')} skipped`);
  const hasFailed = batches.some(({ code }) => code !== 0);
  process.exitCode = hasFailed || count('FAILED') > 0 || trials.length === 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
