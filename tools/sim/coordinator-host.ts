/** @module The coordinator's machine: its disk outlasts its processes. */
import { publicKeysOf } from '@muster/audit';
import { Alarms, Fleet, ManifestKeeper } from '@muster/coordinator/parts';
import { asMusterError } from '@muster/errors';
import { readCertificate, SITES_MAX, seedOf } from '@muster/identity';
import { encodeMessage, hex } from '@muster/protocol';
import { coordinatorStoreOf } from '@muster/store';
import { openTrail } from './coordinator-log.ts';
import { bootCoordinator, type CoordinatorObserver, type CoordinatorProcess } from './coordinator-process.ts';
import type { VirtualDisk } from './disk.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { DiskDb } from './disk-rows.ts';
import { Life } from './life.ts';
import { partyOf, signed } from './parties.ts';
import type { World } from './world.ts';

const REBOOT_MS = 2_000;

/** Hears of its disk. */
export interface CoordinatorHostObserver extends CoordinatorObserver {
  /** What nobody waited for is lost, or not. */
  lostPower(): void;
}

export class CoordinatorHost {
  readonly disk: VirtualDisk;
  readonly #world: World;
  readonly #observer: CoordinatorHostObserver;
  #life: Life | undefined;
  #process: CoordinatorProcess | undefined;
  /** Starts so far, and when each of them was. */
  readonly starts: number[] = [];
  #downSinceMs: number | undefined;
  #hasLostPower = false;
  /** Time without a process, so far, each from the last commit on that stands: of what came after it a new process knows nothing. */
  downMs = 0;

  constructor(world: World, disk: VirtualDisk, observer: CoordinatorHostObserver) {
    this.#world = world;
    this.disk = disk;
    this.#observer = observer;
  }

  get process(): CoordinatorProcess | undefined {
    return this.#process;
  }

  /** Enrols the sites: what was done before the simulation begins. */
  async enrol(): Promise<void> {
    const { schedule, time, trace, chance } = this.#world;
    const life = new Life(0);
    const storeOf = (committed: () => void) =>
      coordinatorStoreOf(new DiskDb(this.disk, life, committed), new DiskBlobs(this.disk, life), () => {});
    // As `init` does, when there is no log yet.
    storeOf(() => {}).manifests.add(1, encodeMessage('SignedManifest', signed), 0);
    const store = storeOf(this.#observer.committed);
    const clock = time.clockOf(life, () => 0);
    const log = trace.loggerOf('coordinator');
    const trail = await openTrail(
      { ...this.#world, fault: undefined },
      {
        disk: this.disk,
        life,
        store,
        manifests: new ManifestKeeper(store),
        clock,
        random: chance.of('enrolment'),
        observer: this.#observer,
        fleet: new Fleet(),
        alarms: new Alarms(clock, log),
        log,
      },
    );
    for (const site of schedule.sites) {
      const { certificate, identity, verified } = partyOf(site);
      const { publicKey: signingKey } = identity.signing;
      const { serial } = readCertificate(certificate);
      store.db.tx(() => {
        store.certificates.takeUp(
          {
            ...verified,
            certificate: encodeMessage('Certificate', certificate),
            serial: hex(serial),
            certificateHash: verified.hash,
            signingKey: hex(signingKey),
          },
          SITES_MAX,
          1,
        );
        if (schedule.log) trail.siteEnrolled(site, { signingKey, ...publicKeysOf(seedOf(identity.signing)) });
      });
    }
    await trail.log?.publish();
    await trail.log?.close();
    life.end();
    this.disk.writes = 0;
  }

  /** `kill -9`, and another start some time after. */
  kill(downMs: number): void {
    if (!this.#life) return;
    this.#world.trace.say('coordinator', `is killed, for ${downMs} ms`);
    if (this.#world.fault?.zombies !== true || this.#hasLostPower) this.#life.end();
    this.#life = undefined;
    this.#process = undefined;
    this.#downSinceMs = this.disk.rows.committedAtMs;
    this.#world.time.after(downMs, () => this.start());
  }

  /** As `kill`, and the disk loses what nobody waited for: of a process that was killed before, too. */
  cutPower(downMs: number): void {
    this.#hasLostPower = true;
    this.kill(downMs);
  }

  start(): void {
    if (this.#life) return;
    const { time, trace, chance } = this.#world;
    if (this.#hasLostPower) {
      this.disk.losePower(chance.of(`coordinator loses power ${this.starts.length}`));
      this.#downSinceMs = this.disk.rows.committedAtMs;
      this.#observer.lostPower();
    }
    this.#hasLostPower = false;
    this.downMs += time.nowMs - (this.#downSinceMs ?? time.nowMs);
    this.#downSinceMs = undefined;
    this.starts.push(time.nowMs);
    const life = new Life(time.nowMs);
    this.#life = life;
    trace.say('coordinator', 'starts');
    const machine = { disk: this.disk, life, observer: this.#observer, starts: this.starts.length };
    bootCoordinator(this.#world, machine, (process) => {
      if (this.#life === life) this.#process = process;
    }).catch((thrown: unknown) => {
      if (!life.isAlive) return;
      const error = asMusterError(thrown);
      trace.say('coordinator', `cannot start: ${error.message}`);
      if (error.code === 'AUDIT_ROLLED_BACK') this.#observer.rolledBack(error);
      this.kill(REBOOT_MS);
    });
  }
}
