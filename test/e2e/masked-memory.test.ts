/**
 * What the coordinator has of single updates while it has their sum: all of its memory, its database and its files are searched for what each
 * site has trained. The same search finds updates that are sealed to it, and the sum.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { makeIrisSlices } from '../../tools/datasets/iris.ts';
import { type LocalFederation, startLocalFederation } from '../../tools/processes/local-federation.ts';
import { type RunningProcess, startDaemon, workspace } from '../../tools/processes/processes.ts';
import { type TrainedUpdate, trainedHere } from '../faults/trained-here.ts';
import { holdsNumbers, memoryOf } from './process-memory.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const EXAMPLE_CAP = 50;
const CLIP_NORM = 16;
/** Levels of the encoding: whole numbers for the clip norm (secure-aggregation.md, section 1.8). */
const LEVELS = 2 ** 23;
/** Numbers in a row that are searched for. */
const RUN = 12;

const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
const started: RunningProcess[] = [];
let federation: LocalFederation;

function taskOf(profile: 'malicious' | 'off'): string {
  const example: unknown = parse(readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'));
  return stringify({
    ...Object(example),
    rounds: { max: 1, cohort: 5, quorum: 5, deadlineS: 120 },
    evaluation: {},
    secureAggregation: { profile, exampleCap: EXAMPLE_CAP, clipNorm: CLIP_NORM },
  });
}

beforeAll(async () => {
  await makeIrisSlices({ folder, sites: NAMES, seed: 1 });
  federation = await startLocalFederation({
    folder,
    name: 'Iris',
    sites: NAMES.map((name) => ({
      name,
      folder: join(folder, name),
      config: { datasets: { flowers: { type: 'csv', file: 'data/iris.csv' } } },
      policy: {
        tasks: ['iris*'],
        architectures: ['mlp'],
        minCohort: 3,
        maxRounds: 50,
        metrics: ['examples', 'loss', 'progress'],
      },
    })),
    coordinatorConfig: { log: 'info' },
    onStep: () => {},
    onProcess: (each) => started.push(each),
  });
}, 120_000);

afterAll(async () => {
  for (const each of started) each.child.kill('SIGCONT');
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** What the coordinator has when it has just made the sum of a round: everything else of the round is still there. */
async function whenSummed(profile: 'malicious' | 'off'): Promise<{
  readonly updates: readonly TrainedUpdate[];
  readonly pieces: readonly Buffer[];
}> {
  const { api, coordinatorFolder } = federation;
  await started[0]?.stop();
  const coordinator = await startDaemon('coordinator', ['coordinator', 'start', '--dir', coordinatorFolder], {
    env: { MUSTER_FAULT: `${profile === 'off' ? 'sum-made' : 'seal-saved'}:1:SIGSTOP` },
  });
  started[0] = coordinator;
  await vi.waitUntil(
    async () => (await api.sites()).filter(({ status }) => status === 'connected').length === 5,
    {
      timeout: 60_000,
      interval: 300,
    },
  );
  const { id } = await api.startRun(taskOf(profile), 'task.yaml');
  const pid = coordinator.child.pid ?? 0;
  await vi.waitUntil(() => isStopped(pid), { timeout: 100_000, interval: 100 });
  const pieces = [...memoryOf(pid), ...filesIn(coordinatorFolder)];
  coordinator.child.kill('SIGCONT');
  for await (const event of api.events(id, { follow: true })) void event;
  expect((await api.run(id)).status).toBe('completed');
  const updates: TrainedUpdate[] = [];
  for (const name of NAMES) updates.push(await trainedHere(api, join(folder, name, 'data'), id));
  return { updates, pieces: [...pieces, ...filesIn(coordinatorFolder)] };
}

const isStopped = (pid: number): boolean => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

function filesIn(path: string): readonly Buffer[] {
  return readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((each) =>
    each.isFile() ? [readFileSync(join(each.parentPath, each.name))] : [],
  );
}

/** As whole numbers, in the unit of the encoding, where they say most: no run of small ones. */
function loudest(
  values: Float32Array,
  weight: number,
): { readonly at: number; readonly numbers: readonly number[] } {
  const scaled = [...values].map((value) => Math.round((value * weight * LEVELS) / CLIP_NORM));
  const loudness = (at: number): number => Math.min(...scaled.slice(at, at + RUN).map(Math.abs));
  const starts = scaled.slice(RUN).map((_, at) => at);
  const at = starts.reduce((best, each) => (loudness(each) > loudness(best) ? each : best), 0);
  return { at, numbers: scaled.slice(at, at + RUN) };
}

const weightOf = ({ examples }: TrainedUpdate): number => Math.min(examples, EXAMPLE_CAP) / EXAMPLE_CAP;

/** Sites of which the floats, or the whole numbers that stand for them, are somewhere. */
function seenIn(pieces: readonly Buffer[], updates: readonly TrainedUpdate[]): readonly string[] {
  return NAMES.filter((_, index) => {
    const update = updates[index];
    if (!update) return true;
    const { at, numbers } = loudest(update.values, weightOf(update));
    const floats = Buffer.from(update.bytes.subarray(4 * at, 4 * (at + RUN)));
    // Rounding by chance leaves each number at most one off.
    return pieces.some((piece) => piece.includes(floats) || holdsNumbers(piece, numbers, 1));
  });
}

describe.skipIf(process.platform !== 'linux')('a coordinator that has the sum of five updates', () => {
  it('has all of them where they are sealed to it: the search finds what is there', async () => {
    const { updates, pieces } = await whenSummed('off');
    expect(seenIn(pieces, updates)).not.toEqual([]);
  });

  it('has none of them where they are masked, in no memory and no file, and has their sum', async () => {
    const { updates, pieces } = await whenSummed('malicious');
    const sums = new Float32Array(updates[0]?.values.length ?? 0).map((_, index) =>
      updates.reduce((sum, each) => sum + (each.values[index] ?? 0) * weightOf(each), 0),
    );
    const { numbers } = loudest(sums, 1);
    expect(pieces.some((piece) => holdsNumbers(piece, numbers, NAMES.length + 1))).toBe(true);
    expect(seenIn(pieces, updates)).toEqual([]);
  });
});
