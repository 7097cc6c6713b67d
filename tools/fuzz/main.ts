/**
 * @module `npm run fuzz`: throws inputs that are nearly right at every parser, in this process, and then frames at a live coordinator beside
 * which an honest federation trains. Exit 0 only if every rule holds. `npm run -s fuzz -- --frames 1000000 --seed 7 --json FILE`.
 */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asMusterError, MusterError } from '@muster/errors';
import { type RunningProcess, workspace } from '../processes/processes.ts';
import { type DriverResult, drive } from './driver.ts';
import { extent } from './extent.ts';
import { type Finding, readFinding, writeFinding } from './finding.ts';
import { type LiveResult, runLive } from './live/live.ts';
import { checkTable, driverTable, outcomeTable } from './report.ts';
import { outcomeOf } from './target.ts';
import { TARGETS } from './targets.ts';

const USAGE = `usage: npm run -s fuzz -- [options]
  --frames N       frames thrown at the live coordinator (20000); alone, it leaves the parsers out
  --inputs N       inputs of each parser in this process (5000); alone, it leaves the live part out
  --only NAME      only the parsers whose name contains it, and no live part
  --seed N         the same seed makes the same inputs (any)
  --minutes M      no input is begun after so many minutes of either part (15)
  --warm-up N      frames thrown before that, until memory is at its height (200000)
  --rounds N       rounds of a run of the honest federation (30)
  --lanes N        live connections at the same time (12)
  --rate N         live frames a second at most (5000)
  --json FILE      writes all figures
  --findings DIR   where inputs that break a rule are written (.muster/fuzz)
  --replay FILE    runs such an input again`;

/** An input may take this long on a machine that does other things besides. */
const HANG_MS = 20_000;
/** Of this process, whatever it parses. */
const MEMORY_BYTES_MAX = 1.5e9;

/** Looks at the memory until it grows no more: it goes up and down by some per cent. */
const LOOKS_MAX = 20;
const REST_MS = 15_000;
const GROWTH_MAX = 1.1;

const { values } = parseArgs({
  options: {
    frames: { type: 'string' },
    inputs: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '15' },
    'warm-up': { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '30' },
    lanes: { type: 'string', default: '12' },
    rate: { type: 'string', default: '5000' },
    json: { type: 'string' },
    findings: { type: 'string', default: join(workspace, '.muster', 'fuzz') },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const processes: RunningProcess[] = [];
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (interrupted) return;
    interrupted = true;
    void Promise.all(processes.map((each) => each.stop())).then(() => process.exit(130));
  });

try {
  if (values.help) console.log(USAGE);
  else if (values.replay !== undefined) process.exitCode = await replay(readFinding(values.replay));
  else process.exitCode = await fuzz();
} catch (thrown) {
  console.error(asMusterError(thrown).message);
  if (!(thrown instanceof MusterError)) console.error(thrown);
  process.exitCode = 2;
} finally {
  await Promise.all(processes.map((each) => each.stop()));
}
process.exit();

async function fuzz(): Promise<number> {
  const seed = values.seed === undefined ? randomInt(2 ** 31) : whole(values.seed, 'seed');
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.version}`;
  console.log(`${machine}\nseed ${seed}`);
  const { frames, inputs } = extent({
    frames: values.frames === undefined ? undefined : whole(values.frames, 'frames'),
    inputs: values.inputs === undefined ? undefined : whole(values.inputs, 'inputs'),
    only: values.only,
  });
  const drivers = await inProcess(seed, inputs);
  const live = frames > 0 ? await liveRun(seed, frames) : undefined;
  const findings = [...drivers.map(({ finding }) => finding), live?.finding].filter(
    (each) => each !== undefined,
  );
  for (const finding of findings) {
    const file = writeFinding(values.findings, finding);
    console.log(`\n${finding.target}: ${finding.error}\n  again: npm run -s fuzz -- --replay ${file}`);
  }
  const holds = findings.length === 0 && (live?.checks.every(({ ok }) => ok) ?? true);
  if (values.json !== undefined) {
    const figures = { machine, date: new Date().toISOString(), seed, drivers, live, holds };
    writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  }
  console.log(holds ? '\nevery rule holds' : `\n${findings.length} findings`);
  return holds ? 0 : 1;
}

async function inProcess(seed: number, inputs: number): Promise<readonly DriverResult[]> {
  const chosen = TARGETS.filter(({ name }) => values.only === undefined || name.includes(values.only));
  if (chosen.length === 0) throw new MusterError('INVALID_ARGUMENT', `no parser is called ${values.only}`);
  if (inputs === 0) return [];
  const timeMsMax = (Number(values.minutes) * 60_000) / chosen.length;
  const results: DriverResult[] = [];
  console.log(`\n${driverTable.head}`);
  for (const { name } of chosen) {
    const module = new URL('targets.ts', import.meta.url).href;
    const result = await drive({
      module,
      name,
      seed,
      inputs,
      timeMsMax,
      hangMs: HANG_MS,
      memoryBytesMax: MEMORY_BYTES_MAX,
    });
    console.log(driverTable.row(result));
    results.push(result);
  }
  return results;
}

async function liveRun(seed: number, frames: number, episodes?: readonly number[]): Promise<LiveResult> {
  console.log('');
  const result = await runLive({
    seed,
    frames,
    episodes,
    timeMsMax: Number(values.minutes) * 60_000,
    lanes: whole(values.lanes, 'lanes'),
    rate: whole(values.rate, 'rate'),
    rounds: whole(values.rounds, 'rounds'),
    warmUp: { frames: whole(values['warm-up'], 'warm-up'), looksMax: LOOKS_MAX },
    restMs: REST_MS,
    growthMax: GROWTH_MAX,
    log: (line) => console.log(line),
    onProcess: (each) => processes.push(each),
  });
  console.log(`\n${outcomeTable(result)}\n\n${checkTable(result.checks)}`);
  return result;
}

/** The finding's input again: an exit code of 0 says that it breaks no rule any more. */
async function replay(finding: Finding): Promise<number> {
  console.log(`${finding.target}, seed ${finding.seed}\n${finding.shown ?? ''}`);
  if (finding.episodes) {
    const { checks, finding: again } = await liveRun(finding.seed, Number.MAX_SAFE_INTEGER, finding.episodes);
    return again === undefined && checks.every(({ ok }) => ok) ? 0 : 1;
  }
  const target = TARGETS.find(({ name }) => name === finding.target);
  if (!target || finding.input === undefined)
    throw new MusterError('INVALID_ARGUMENT', `the finding of ${finding.target} has no input to run again`);
  const { input } = finding;
  try {
    console.log(`outcome: ${await outcomeOf(() => target.replay(Buffer.from(input, 'base64')))}`);
    return 0;
  } catch (thrown) {
    console.log(thrown instanceof Error ? thrown.stack : thrown);
    return 1;
  }
}

function whole(value: string, name: string): number {
  if (/^\d{1,10}$/.test(value)) return Number(value);
  throw new MusterError('INVALID_ARGUMENT', `--${name} is a whole number, not '${value}'`);
}
