/** @module One schedule from its first moment to its end: the federation is put together, disturbed and watched. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import type { Db } from '@muster/store';
import { loadKernels } from '@muster/vector';
import { ByzantineSite } from './byzantine-site.ts';
import { EPOCH_MS, VirtualTime } from './clock.ts';
import { CoordinatorHost } from './coordinator-host.ts';
import {
  coordinatorDatabases,
  type Databases,
  lockDatabases,
  siteDatabases,
  vaultDatabases,
} from './databases.ts';
import { VirtualDisk } from './disk.ts';
import { disturb, quietFrom } from './disturbance.ts';
import type { Fault } from './fault.ts';
import { Invariants } from './invariants.ts';
import { Network } from './network.ts';
import { Chance } from './random.ts';
import { VirtualRows } from './rows.ts';
import { isOfTraining, losesPower, type Schedule, skewOf } from './schedule.ts';
import { SiteHost, type SiteHostObserver } from './site-host.ts';
import { Trace } from './trace.ts';
import { canStop, stopAndVerify } from './verification.ts';
import { type InvariantName, Violation } from './violation.ts';
import type { World } from './world.ts';

export interface Result {
  readonly violation: { readonly invariant: InvariantName; readonly message: string } | undefined;
  /** Things that happened. */
  readonly steps: number;
  readonly virtualMs: number;
  readonly trace: readonly string[];
}

/** By then every run is over. */
const END_MS = 1_800_000;
/** Of virtual time in which agents hear how rounds ended, after the run. */
const SETTLE_MS = 900_000;
const STEPS_MAX = 400_000;
/** Between two looks at whether all is over. */
const LOOK_STEPS = 32;

const kernels = await loadKernels();
/** Where agents keep models while they train; each clears its own at its start. */
const folder = mkdtempSync(join(tmpdir(), 'muster-sim-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Promises that failed and nobody looked at, and what timers threw: in production such a process ends. */
const unheard: unknown[] = [];
process.on('unhandledRejection', (reason) => unheard.push(reason));

/** Throws Violation. What a killed process left behind is nobody's. */
function checkUnheard(): void {
  const faults = unheard.splice(0).map((reason) => asMusterError(reason));
  const fault = faults.find(({ detail }) => detail.killed !== true);
  if (fault)
    throw new Violation(
      'no-fault-unheard',
      fault.cause instanceof Error ? `${fault.cause.stack}` : `${fault.stack}`,
    );
}

export async function simulate(
  schedule: Schedule,
  { fault, trace: keepsTrace = false }: { readonly fault?: Fault | undefined; readonly trace?: boolean } = {},
): Promise<Result> {
  const time = new VirtualTime((thrown) => unheard.push(thrown));
  const chance = new Chance(schedule.seed).of('world');
  const trace = new Trace(time, keepsTrace);
  const network = new Network(time, { delayMs: schedule.delayMs }, chance.of('network'));
  const world: World = { time, network, schedule, chance, kernels, trace, fault };
  const taken: (() => void)[] = [];
  const take = (databases: Databases): Db => {
    const db = databases.take();
    taken.push(() => databases.giveBack(db));
    return db;
  };
  const diskOf = (host: string, databases: Databases): VirtualDisk => {
    const rowsOf = (each: Databases): VirtualRows => {
      const rows = new VirtualRows(take(each), time, losesPower(host, schedule));
      taken.push(() => rows.close());
      return rows;
    };
    const rows = {
      rows: rowsOf(databases),
      lock: rowsOf(lockDatabases),
      vault: rowsOf(vaultDatabases),
    };
    return new VirtualDisk(time, rows, () => EPOCH_MS + time.nowMs + skewOf(host, schedule, time.nowMs));
  };
  const coordinator = new CoordinatorHost(world, diskOf('coordinator', coordinatorDatabases), {
    committed: () => invariants.committed('coordinator'),
    removed: (hash, isRead) => invariants.removed(hash, isRead),
    lostPower: () => invariants.lostPower('coordinator'),
    locked: () => invariants.logs.locked('coordinator'),
    published: (path) => invariants.logs.published('coordinator', path),
    offers: (effect, logged) => invariants.logs.offers(effect, logged),
    isSpent: () => invariants.isSpent(),
    rolledBack: (error) => invariants.logs.rolledBack(error),
  });
  const observer = {
    made: (update) => invariants.made(update),
    sealed: (plain, hash) => invariants.sealed(plain, hash),
    masked: (plain, words) => invariants.masked(plain, words),
    committed: (host) => invariants.committed(host),
    lostPower: (host) => invariants.lostPower(host),
    says: (host, body) => invariants.secure.says(host, body),
    locked: (host) => invariants.logs.locked(host),
    published: (host, path) => invariants.logs.published(host, path),
    trains: (host, run, round) => {
      if (schedule.log) invariants.logs.trains(host, run, round);
    },
  } satisfies SiteHostObserver;
  const hostile = schedule.disturbances.flatMap((each) => (each.kind === 'mischief' ? [each] : []));
  const sites = schedule.sites.flatMap((name) => {
    if (hostile.some(({ site, how }) => site === name && !isOfTraining(how))) return [];
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const mischief = hostile.find(({ site }) => site === name)?.how;
    return [new SiteHost(name, world, diskOf(name, siteDatabases), { observer, folder: own, mischief })];
  });
  const invariants: Invariants = new Invariants(world, coordinator, sites);
  await coordinator.enrol();
  for (const each of schedule.disturbances) disturb(each, { time, network, coordinator, sites, trace });
  coordinator.start();
  for (const site of sites) site.start();
  const open = (): Db => take(siteDatabases);
  for (const { site, how } of hostile)
    if (!isOfTraining(how)) new ByzantineSite(site, world, { observer, how, open }).start();
  let steps = 0;
  let violation: Result['violation'];
  try {
    const quietAtMs = quietFrom(schedule);
    let endsAtMs = END_MS;
    while (time.nowMs < endsAtMs && steps < STEPS_MAX && (await time.step())) {
      steps += 1;
      invariants.check();
      if (unheard.length > 0) checkUnheard();
      if (steps % LOOK_STEPS !== 0 || time.nowMs < quietAtMs) continue;
      if (invariants.isAtRest() && (!schedule.log || canStop({ coordinator, sites }))) break;
      if (endsAtMs === END_MS && invariants.run?.endedMs != null) endsAtMs = time.nowMs + SETTLE_MS;
    }
    invariants.checkEnd();
    if (schedule.log) steps += await stopAndVerify({ schedule, time, coordinator, sites });
    invariants.check();
  } catch (thrown) {
    if (!(thrown instanceof Violation)) throw thrown;
    violation = { invariant: thrown.invariant, message: thrown.message };
    trace.say('VIOLATED', `${thrown.invariant}: ${thrown.message}`);
  } finally {
    for (const giveBack of taken.toReversed()) giveBack();
  }
  return { violation, steps, virtualMs: time.nowMs, trace: trace.lines };
}
