/**
 * @module `npm test`: every check of the gate in order, then what was skipped, by name, and one line `N passed, N failed`.
 * Options: `--only NAME[,NAME]` runs some of the steps; `--bail` stops at the first that fails.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Full names; a name tells what the machine lacks. */
  readonly skipped: readonly string[];
}

interface Step {
  readonly name: string;
  run(): Promise<Counts>;
}

const root = join(import.meta.dirname, '..', '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface HowToRun {
  /** Its output is kept, and not shown. */
  readonly quiet?: boolean;
  /** It steps back for whatever runs beside it. */
  readonly modest?: boolean;
}

/** Of a command that steps back. */
const NICENESS = 10;

function execute(
  command: string,
  args: readonly string[],
  { quiet = false, modest = false }: HowToRun = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    if (modest && child.pid !== undefined) setPriority(child.pid, NICENESS);
    const parts: Buffer[] = [];
    const keep = (data: Buffer): void => {
      parts.push(data);
      if (!quiet) process.stdout.write(data);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') }));
  });
}

/** A step that is one command: it counts as one check and shows its output only when it fails. */
function check(
  name: string,
  command: string,
  args: readonly string[],
  { alsoFails, modest = false }: { alsoFails?: (output: string) => boolean; modest?: boolean } = {},
): Step {
  return {
    name,
    async run() {
      const { code, output } = await execute(command, args, { quiet: true, modest });
      const failed = code !== 0 || alsoFails?.(output) === true;
      if (failed) process.stdout.write(`${output}\n`);
      return { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: [] };
    },
  };
}

/** A Vitest project. Its counts are read from Vitest's JSON report; a run that reports no test has failed. */
function suite(project: string): Step {
  return {
    name: project,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'muster-gate-'));
      const file = join(folder, 'report.json');
      try {
        const { code } = await execute(bin('vitest'), [
          'run',
          '--project',
          project,
          '--reporter=dot',
          '--reporter=json',
          `--outputFile.json=${file}`,
        ]);
        const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
        const count = (key: string): number => {
          const value = report !== null && typeof report === 'object' ? Reflect.get(report, key) : 0;
          return typeof value === 'number' ? value : 0;
        };
        const passed = count('numPassedTests');
        const failed = count('numFailedTests');
        const brokenFile = code !== 0 && failed === 0 ? 1 : 0;
        const none = passed + failed === 0 ? 1 : 0;
        return {
          passed,
          failed: failed + Math.max(brokenFile, none),
          skipped: skippedIn(report),
        };
      } catch (error) {
        process.stdout.write(`${project}: no report (${String(error)})\n`);
        return { passed: 0, failed: 1, skipped: [] };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Names of the tests in a report of Vitest that were not run. */
function skippedIn(report: unknown): readonly string[] {
  const list = (value: unknown, key: string): readonly unknown[] => {
    const found = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
    return Array.isArray(found) ? found : [];
  };
  return list(report, 'testResults')
    .flatMap((file) => list(file, 'assertionResults'))
    .flatMap((test) => {
      if (test === null || typeof test !== 'object') return [];
      const status = Reflect.get(test, 'status');
      const isSkipped = status === 'skipped' || status === 'pending' || status === 'todo';
      return isSkipped ? [String(Reflect.get(test, 'fullName'))] : [];
    });
}

const simulation = check(
  'simulation',
  process.execPath,
  ['tools/sim/main.ts', '--seeds', '1200', '--fresh', '300', '--faults'],
  { modest: true },
);

/** One stage after the other; lanes of a stage beside each other: processes that wait for each other leave room for a simulation that never waits. */
const stages: readonly (readonly (readonly Step[])[])[] = [
  [[check('types', bin('tsc'), ['-p', 'tsconfig.json'])]],
  [[check('lint', bin('biome'), ['ci', '--error-on-warnings', '.'])]],
  [
    [
      check(
        'imports',
        bin('depcruise'),
        ['--config', '.dependency-cruiser.cjs', 'libs', 'apps', 'tools', 'test'],
        {
          // A parser that reads nothing finds no violation either.
          alsoFails: (output) => !/\((?:[1-9]\d*) modules/.test(output),
        },
      ),
    ],
  ],
  [[check('unused', bin('knip'), [])]],
  [[check('generated', process.execPath, ['tools/protocol/generate.ts', '--check'])]],
  [[check('docs', process.execPath, ['tools/docs/main.ts', '--check'])]],
  [[suite('unit')]],
  [[suite('integration'), suite('e2e'), suite('faults')], [simulation]],
];

const { values } = parseArgs({ options: { only: { type: 'string' }, bail: { type: 'boolean' } } });
const only = values.only?.split(',');
let total: Counts = { passed: 0, failed: 0, skipped: [] };
for (const stage of stages) {
  await Promise.all(stage.map(runLane));
  if (total.failed && values.bail) break;
}
process.exitCode = total.failed ? 1 : 0;
for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);

async function runLane(lane: readonly Step[]): Promise<void> {
  for (const step of lane) {
    if (only && !only.includes(step.name)) continue;
    await runStep(step);
    if (total.failed && values.bail) break;
  }
}

async function runStep(step: Step): Promise<void> {
  const started = performance.now();
  const counts = await step.run();
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: [...total.skipped, ...counts.skipped],
  };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  process.stdout.write(
    `${counts.failed ? 'FAILED' : 'ok    '}  ${step.name.padEnd(12)} ${counts.passed} passed, ${counts.failed} failed${skipped}  (${seconds} s)\n`,
  );
}
