/**
 * @module `npm run soak -- --minutes M --sites 16`: a federation of real processes trains round after round; memory, file handles, timers and
 * tensors must stay where they are after a warm-up. Exit 0 only if they do, and no round was lost.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeIrisSlices } from '../datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../processes/local-federation.ts';
import type { RunningProcess } from '../processes/processes.ts';
import { driftOf, type Reading, readLoop, readProcess } from './reading.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    sites: { type: 'string', default: '16' },
    json: { type: 'string' },
  },
});
/** Before that, memory is still finding its level. */
const LEAST_MINUTES = 5;
const minutes = Number(values.minutes);
const siteCount = Number(values.sites);
if (!(minutes > 0) || !Number.isInteger(siteCount) || siteCount < 2 || siteCount > 40) {
  console.error('usage: npm run soak -- [--minutes M] [--sites 2..40] [--json FILE]');
  process.exit(2);
}

const SAMPLE_MS = 2_000;
/** Of the whole time; what is read in it does not count. */
const WARM_UP = 0.3;
const DRIFT_MAX = 0.05;
/** A few kilobytes more or less are no drift, whatever their share. */
const SMALLEST: Readonly<Record<string, number>> = { rssMb: 4, heapMb: 4, handles: 4, timers: 6, tensors: 0 };

const folder = mkdtempSync(join(tmpdir(), 'muster-soak-'));
const processes: RunningProcess[] = [];
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
async function soak(): Promise<number> {
  const { sites } = await makeIrisSlices({ folder, sites: siteCount, seed: 7 });
  const federation = await startLocalFederation({
    folder,
    name: 'soak',
    sites: sites.map(({ site }) => ({
      name: site,
      folder: join(folder, site),
      config: SITE,
      policy: POLICY,
    })),
    coordinatorConfig: { log: 'warn', retention: { modelsPerRun: 3, sweepS: 30 } },
    onStep: (text) => console.log(text),
    onProcess: (each) => void processes.push(each),
  });
  const { id } = await federation.api.startRun(taskFor(siteCount), 'soak.yaml');
  const readings = await sample(federation);
  await federation.api.cancelRun(id);
  const { history } = await federation.api.run(id);
  const lost = history.filter(({ status }) => status === 'abandoned').slice(0, -1); // the last one was cancelled
  const counted = history.filter(({ members }) => members.length === siteCount).length;
  console.log(
    `\n${history.length} rounds, ${counted} with all ${siteCount} sites, ${lost.length} attempts lost`,
  );
  const { rows, failed } = judge(readings);
  console.table(rows);
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      `${JSON.stringify({ minutes, sites: siteCount, rounds: history.length, lost: lost.length, rows }, null, 2)}\n`,
    );
  if (lost.length > 0) console.log(`${lost.length} ATTEMPTS LOST`);
  if (minutes < LEAST_MINUTES) console.log(`too short to tell what grows: ${LEAST_MINUTES} minutes at least`);
  else console.log(failed.length === 0 ? 'flat' : `NOT FLAT: ${failed.join(', ')}`);
  const isFlat = failed.length === 0 || minutes < LEAST_MINUTES;
  return isFlat && lost.length === 0 && history.length > 0 ? 0 : 1;
}

/** Of each process by name, every reading after the warm-up. */
async function sample(federation: LocalFederation): Promise<ReadonlyMap<string, readonly Reading[]>> {
  const startedAt = performance.now();
  const all = new Map<string, Reading[]>();
  const note = (name: string, reading: Reading | undefined): void => {
    if (!reading) throw new Error(`${name} is gone`);
    all.set(name, [...(all.get(name) ?? []), reading]);
  };
  const totalMs = minutes * 60_000;
  for (
    let elapsed = 0;
    elapsed < totalMs && !interrupted.signal.aborted;
    elapsed = performance.now() - startedAt
  ) {
    await pause(SAMPLE_MS);
    if (elapsed < WARM_UP * totalMs) continue;
    const { pid } = federation.coordinator.child;
    note('coordinator', { ...readProcess(pid ?? 0), ...(await readLoop(federation.url)) });
    for (const agent of federation.agents) note(agent.name, readProcess(agent.child.pid ?? 0));
  }
  for (const agent of federation.agents)
    for (const tensors of tensorsIn(join(folder, `${agent.name}.log`), WARM_UP))
      note(`${agent.name} training`, { tensors });
  return all;
}

/** What the agent logged of its training process after each job; the first share of it is left out. */
function tensorsIn(logFile: string, skipped: number): readonly number[] {
  const all = readFileSync(logFile, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const found = /"tensors":(\d+)/.exec(line)?.[1];
      return found === undefined ? [] : [Number(found)];
    });
  return all.slice(Math.floor(skipped * all.length));
}

interface Row {
  readonly process: string;
  readonly figure: string;
  readonly first: number;
  readonly last: number;
  readonly drift: string;
}

function judge(readings: ReadonlyMap<string, readonly Reading[]>): {
  readonly rows: readonly Row[];
  readonly failed: readonly string[];
} {
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const [name, taken] of readings) {
    for (const figure of Object.keys(taken[0] ?? {})) {
      const drift = driftOf(taken.map((reading) => reading[figure] ?? Number.NaN).filter(Number.isFinite));
      if (!drift) continue;
      const round = (value: number): number => Math.round(value * 10) / 10;
      rows.push({
        process: name,
        figure,
        first: round(drift.first),
        last: round(drift.last),
        drift: `${(drift.share * 100).toFixed(1)} %`,
      });
      // Growth alone is a leak; memory that is given back is none.
      if (drift.share > DRIFT_MAX && drift.last - drift.first > (SMALLEST[figure] ?? 0))
        failed.push(`${name} ${figure}`);
    }
  }
  return { rows, failed };
}

const SITE = {
  datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } },
  training: { lingerS: 3_600 },
  log: 'debug',
};
const POLICY = {
  architectures: ['mlp'],
  minCohort: 2,
  maxRounds: 1_000_000,
  metrics: ['accuracy', 'loss', 'confusion', 'examples', 'norm'],
};

function taskFor(sites: number): string {
  return `task: soak
purpose: soak test
model: { architecture: mlp, hidden: [16] }
data:
  dataset: flowers
  kind: table
  columns:
    - { name: sepal_length, type: number, mean: 5.84, deviation: 0.83 }
    - { name: sepal_width, type: number, mean: 3.06, deviation: 0.43 }
    - { name: petal_length, type: number, mean: 3.76, deviation: 1.76 }
    - { name: petal_width, type: number, mean: 1.2, deviation: 0.76 }
  label: { column: species, classes: [setosa, versicolor, virginica] }
  holdout: 0.2
training: { epochs: 1, batchSize: 4, optimizer: { name: adam, learningRate: 0.001 }, seed: 7 }
rounds: { max: 1000000, cohort: ${sites}, quorum: ${Math.max(2, Math.ceil(sites / 2))}, deadlineS: 60, offerS: 15 }
strategy: { name: fedadam }
evaluation: { federated: { everyRounds: 10 } }
`;
}

try {
  process.exitCode = await soak();
} finally {
  await Promise.all(processes.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
}
