/**
 * @module The live part: a coordinator and honest agents as processes, which train while hostile sites and strangers throw frames at the
 * coordinator, and what is left of that afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningProcess } from '../../processes/processes.ts';
import type { Finding } from '../finding.ts';
import { INSPECTOR_LINES } from './collector.ts';
import { Fire, text } from './fire.ts';
import { Member } from './member.ts';
import { atRest, keepTraining, metricsOf } from './rest.ts';
import {
  disturbances,
  FEDERATION,
  modelHashes,
  type Prepared,
  prepare,
  Schedule,
  startTraining,
  type Training,
  untilRounds,
} from './training.ts';
import { type Check, verdict } from './verdict.ts';
import { vitalsOf } from './vitals.ts';

export interface LiveOptions {
  readonly seed: number;
  readonly frames: number;
  readonly timeMsMax: number;
  /** Connections at the same time. */
  readonly lanes: number;
  /** Frames a second at most. */
  readonly rate: number;
  /** Rounds of a run. */
  readonly rounds: number;
  /**
   * Frames thrown before the memory is measured: until then code is compiled, and pools grow to what so many connections take. Then it is
   * looked at until it grows no more, `looksMax` times at most.
   */
  readonly warmUp: { readonly frames: number; readonly looksMax: number };
  /** The memory at rest is the least that is seen within this time. */
  readonly restMs: number;
  /** Memory after, over memory before. */
  readonly growthMax: number;
  /** Only these, for a replay. */
  readonly episodes?: readonly number[] | undefined;
  log(line: string): void;
  onProcess(process: RunningProcess): void;
}

export interface LiveResult {
  readonly frames: number;
  readonly seconds: number;
  readonly episodes: number;
  /** How episodes ended. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly checks: readonly Check[];
  readonly finding: Finding | undefined;
}

const DATASET = 'flowers';

export async function runLive(options: LiveOptions): Promise<LiveResult> {
  const { log, onProcess, rounds } = options;
  const folder = mkdtempSync(join(tmpdir(), 'muster-fuzz-live-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove); // it may be interrupted
  try {
    log('a federation of three honest sites, a member and six hostile ones enrols');
    const prepared = await prepare(join(folder, 'prepared'), rounds, onProcess);
    log(`it trains ${rounds} rounds undisturbed`);
    const alone = await trainAlone(prepared, join(folder, 'alone'), rounds, onProcess);
    log('the same run again, under fire');
    await using training = await startTraining(prepared, join(folder, 'under-fire'), onProcess);
    return await underFire(options, prepared, training, alone);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

async function trainAlone(
  prepared: Prepared,
  folder: string,
  rounds: number,
  onProcess: LiveOptions['onProcess'],
): Promise<readonly string[]> {
  await using training = await startTraining(prepared, folder, onProcess);
  const faults: unknown[] = [];
  const member = memberOf(
    prepared,
    undefined,
    () => {},
    (thrown) => faults.push(thrown),
  );
  try {
    await untilRounds(training.api, prepared.run, rounds);
    if (faults.length > 0) throw faults[0];
    return await modelHashes(training.api, prepared.run, rounds);
  } finally {
    await member.stop();
  }
}

function memberOf(
  { member: identity }: Prepared,
  seed: number | undefined,
  onFrames: (count: number) => void,
  onFault: (thrown: unknown) => void,
): Member {
  return new Member({ identity, dataset: DATASET, seed, onFrames, onFault });
}

async function underFire(
  options: LiveOptions,
  prepared: Prepared,
  training: Training,
  alone: readonly string[],
): Promise<LiveResult> {
  const { seed, frames: wanted, timeMsMax, warmUp, restMs, growthMax, log } = options;
  const { api, url, secret, coordinator, agents } = training;
  const fire = new Fire(options, {
    url,
    port: Number(new URL(url).port),
    secret,
    hostile: prepared.hostile,
  });
  const schedule = new Schedule(api, prepared.run, options.rounds);
  const member = memberOf(
    prepared,
    seed,
    (count) => fire.count(count),
    (thrown) => fire.fault(`member: ${text(thrown)}`),
  );
  const keep = keepTraining(schedule, (thrown) => fire.fault(`training: ${text(thrown)}`));
  const pidBefore = vitalsOf(coordinator.child).pid;
  try {
    const plan = await untilBegun(training, prepared.run);
    if (!options.episodes) await fire.open(plan, prepared.run, warmUp.frames, timeMsMax, options.rate);
    log(`warm after ${fire.frames} frames; at rest:`);
    const before = await atRest(training, keep, restMs, { kind: 'grown', looksMax: warmUp.looksMax });
    log(`  ${(before.rss / 1e6).toFixed(1)} MB`);
    const warm = fire.frames;
    const startedMs = performance.now();
    await fire.open(plan, prepared.run, fire.frames + wanted, timeMsMax, options.rate);
    const seconds = (performance.now() - startedMs) / 1000;
    const thrown = fire.frames - warm;
    log(`${fire.frames} frames in ${fire.episodes} connections; at rest again:`);
    const after = await atRest(training, keep, restMs, { kind: 'below', bytes: before.rss * growthMax });
    log(`  ${(after.rss / 1e6).toFixed(1)} MB`);
    // The first run to its end, if it is not there yet: what it made is compared.
    if (after.alive) await untilRounds(api, prepared.run, options.rounds);
    keep.stop();
    const runs = after.alive ? await schedule.runs() : [];
    const checks = verdict(growthMax, {
      pidBefore,
      pidAfter: vitalsOf(coordinator.child).pid,
      alive: after.alive,
      agentsGone: agents.filter(({ child }) => !vitalsOf(child).alive).map(({ name }) => name),
      rssBefore: before.rss,
      rssAfter: after.rss,
      sites: FEDERATION,
      doorsBefore: before.doors,
      doorsAfter: after.doors,
      rounds: after.alive ? await schedule.rounds() : 0,
      disturbances: disturbances(runs),
      modelsAlone: alone,
      modelsUnderFire: after.alive ? await modelHashes(api, prepared.run, options.rounds) : [],
      faults: [...fire.faults, ...faultsIn(coordinator.log()), ...(await faultsCounted(training))],
    });
    const failed = checks.filter(({ ok }) => !ok);
    const finding = failed.length > 0 || fire.broken ? findingOf(seed, failed, fire) : undefined;
    return {
      frames: thrown,
      seconds,
      episodes: fire.episodes,
      outcomes: fire.outcomes,
      checks,
      finding,
    };
  } finally {
    keep.stop();
    await member.stop();
  }
}

function findingOf(seed: number, failed: readonly Check[], fire: Fire): Finding {
  const why = [
    ...failed.map(({ name, found }) => `${name}: ${found}`),
    ...(fire.broken ? [fire.broken.error] : []),
  ];
  return {
    target: 'live',
    seed,
    error: why.join('\n'),
    episodes: [...(fire.broken?.episodes ?? fire.latest)],
  };
}

/** Hashes of the objects that are served: plan and first model of the run. */
async function untilBegun({ api }: Training, run: string): Promise<readonly Uint8Array[]> {
  await untilRounds(api, run, 1);
  const { hash, planHash } = await api.model(`${run}:0`);
  return [Buffer.from(planHash, 'hex'), Buffer.from(hash, 'hex')];
}

/** What the coordinator itself counts as its own fault. */
async function faultsCounted(training: Training): Promise<readonly string[]> {
  if (!vitalsOf(training.coordinator.child).alive) return [];
  return (await metricsOf(training.url)).split('\n').filter((line) => /code="INTERNAL"/.test(line));
}

function faultsIn(log: string): readonly string[] {
  return log.split('\n').filter((line) => line.trim() !== '' && !INSPECTOR_LINES.test(line));
}
