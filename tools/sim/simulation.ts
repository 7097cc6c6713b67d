/** @module One schedule from its first moment to its end: the federation is put together, disturbed and watched. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMusterError } from '@muster/errors';
import { coordinatorMigrations, type Db, memorySqlite, migrate, siteMigrations } from '@muster/store';
import { loadKernels } from '@muster/vector';
import { ByzantineSite } from './byzantine-site.ts';
import { EPOCH_MS, VirtualTime } from './clock.ts';
import { CoordinatorHost, type World } from './coordinator-host.ts';
import { VirtualDisk } from './disk.ts';
import type { Fault } from './faults.ts';
import { Invariants } from './invariants.ts';
import { Network } from './network.ts';
import { Chance } from './random.ts';
import { VirtualRows } from './rows.ts';
import { type Disturbance, isOfTraining, losesPower, type Schedule, skewOf } from './schedule.ts';
import { type MadeUpdate, SiteHost } from './site-host.ts';
import { Trace } from './trace.ts';
import { type InvariantName, Violation } from './violation.ts';

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

/** Databases of seeds that are over, emptied for the next: to migrate one takes longer than most seeds. */
class Databases {
  readonly #migrations: typeof coordinatorMigrations;
  readonly #free: Db[] = [];

  constructor(migrations: typeof coordinatorMigrations) {
    this.#migrations = migrations;
  }

  take(): Db {
    const known = this.#free.pop();
    if (known) return known;
    const db = memorySqlite();
    migrate(db, this.#migrations, 0);
    return db;
  }

  giveBack(db: Db): void {
    const tables = db.all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'migration%' AND name <> 'sqlite_schema'",
      [],
      ({ name }) => String(name),
    );
    db.script(
      `PRAGMA foreign_keys = OFF; ${tables.map((table) => `DELETE FROM "${table}";`).join(' ')} PRAGMA foreign_keys = ON;`,
    );
    this.#free.push(db);
  }
}

const coordinatorDatabases = new Databases(coordinatorMigrations);
const siteDatabases = new Databases(siteMigrations);

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
  const observer = {
    made: (update: MadeUpdate) => invariants.made(update),
    committed: (host: string) => invariants.committed(host),
  };
  const taken: (() => void)[] = [];
  const diskOf = (host: string, databases: Databases): VirtualDisk => {
    const db = databases.take();
    const rows = new VirtualRows(db, time, losesPower(host, schedule));
    taken.push(() => {
      rows.close();
      databases.giveBack(db);
    });
    return new VirtualDisk(time, rows, () => EPOCH_MS + time.nowMs + skewOf(host, schedule, time.nowMs));
  };
  const coordinator = new CoordinatorHost(world, diskOf('coordinator', coordinatorDatabases), {
    committed: () => observer.committed('coordinator'),
    removed: (hash, isRead) => invariants.removed(hash, isRead),
  });
  coordinator.enrol();
  const hostile = schedule.disturbances.flatMap((each) => (each.kind === 'mischief' ? [each] : []));
  const sites = schedule.sites.flatMap((name) => {
    if (hostile.some(({ site, how }) => site === name && !isOfTraining(how))) return [];
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const mischief = hostile.find(({ site }) => site === name)?.how;
    return [new SiteHost(name, world, diskOf(name, siteDatabases), { observer, folder: own, mischief })];
  });
  const invariants: Invariants = new Invariants(schedule, coordinator, sites);
  for (const each of schedule.disturbances) disturb(each, { time, network, coordinator, sites, trace });
  coordinator.start();
  for (const site of sites) site.start();
  for (const { site, how } of hostile) {
    if (!isOfTraining(how)) new ByzantineSite(site, world, observer, how).start();
  }
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
      if (invariants.isAtRest()) break;
      if (endsAtMs === END_MS && invariants.run?.endedMs != null) endsAtMs = time.nowMs + SETTLE_MS;
    }
    invariants.checkEnd();
  } catch (thrown) {
    if (!(thrown instanceof Violation)) throw thrown;
    violation = { invariant: thrown.invariant, message: thrown.message };
    trace.say('VIOLATED', `${thrown.invariant}: ${thrown.message}`);
  } finally {
    for (const giveBack of taken) giveBack();
  }
  return { violation, steps, virtualMs: time.nowMs, trace: trace.lines };
}

/** When the last disturbance that has a time is over. */
function quietFrom({ disturbances }: Schedule): number {
  const ends = disturbances.map((each) => {
    if (!('atMs' in each)) return 0;
    return each.atMs + ('forMs' in each ? each.forMs : 'downMs' in each ? each.downMs : 0);
  });
  return Math.max(0, ...ends);
}

interface Disturbed {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly coordinator: CoordinatorHost;
  readonly sites: readonly SiteHost[];
  readonly trace: Trace;
}

function disturb(each: Disturbance, { time, network, coordinator, sites, trace }: Disturbed): void {
  const hostOf = (name: string): CoordinatorHost | SiteHost | undefined =>
    name === 'coordinator' ? coordinator : sites.find((site) => site.name === name);
  if ('host' in each && !hostOf(each.host)) return; // a site without a machine: it does not mean well
  const at = (atMs: number, text: string, act: () => void): void => {
    time.after(atMs, () => {
      trace.say('disturbed', text);
      act();
    });
  };
  switch (each.kind) {
    case 'cut':
      at(each.atMs, `the connection of ${each.site} is cut`, () => network.cut(each.site, each.halfOpenMs));
      return;
    case 'partition':
      at(each.atMs, `${each.site} is cut off for ${each.forMs} ms`, () =>
        network.partition(each.site, each.forMs),
      );
      return;
    case 'tamper':
      at(each.atMs, `the ${each.frames}th frame of ${each.site} from now on: ${each.how}`, () =>
        network.tamper(each.site, each.frames, each.how),
      );
      return;
    case 'kill':
      at(each.atMs, `kill ${each.host}`, () => hostOf(each.host)?.kill(each.downMs));
      return;
    case 'killAtWrite': {
      const host = hostOf(each.host);
      host?.disk.atWrite(each.write, () => host.kill(each.downMs));
      return;
    }
    case 'powerCut':
      at(each.atMs, `the power of ${each.host} fails`, () => hostOf(each.host)?.cutPower(each.downMs));
      return;
    case 'powerCutAtWrite': {
      const host = hostOf(each.host);
      host?.disk.atWrite(each.write, () => {
        trace.say('disturbed', `the power of ${each.host} fails`);
        host.cutPower(each.downMs);
      });
      return;
    }
    case 'disk': {
      const disk = hostOf(each.host)?.disk;
      if (!disk) return;
      at(each.atMs, `the disk of ${each.host} is ${each.fault}`, () => {
        disk.fault = each.fault;
      });
      at(each.atMs + each.forMs, `the disk of ${each.host} works`, () => {
        disk.fault = undefined;
      });
      return;
    }
    case 'rows': {
      const { disk } = coordinator;
      disk.atBlob(each.blob, () => {
        trace.say('disturbed', `the disk of the coordinator's rows is ${each.fault}`);
        disk.rowsFault = each.fault;
        disk.rowsFaultAtMs = time.nowMs;
        at(each.forMs, "the disk of the coordinator's rows works", () => {
          disk.rowsFault = undefined;
        });
      });
      return;
    }
    case 'slowDisk': {
      const disk = hostOf(each.host)?.disk;
      if (!disk) return;
      at(each.atMs, `the disk of ${each.host} takes ${each.latencyMs} ms`, () => {
        disk.latencyMs = each.latencyMs;
      });
      at(each.atMs + each.forMs, `the disk of ${each.host} is quick`, () => {
        disk.latencyMs = 0;
      });
      return;
    }
    case 'clock': // the clocks of the hosts know it
    case 'mischief':
      return;
    default:
      each satisfies never;
  }
}
