/** @module The coordinator's machine: its disk outlasts its processes, each of which is the real code over virtual parts. */
import {
  Alarms,
  type DataFolder,
  DiskWatch,
  Fleet,
  IngestWork,
  Objects,
  type PlaceLimits,
  Places,
  QuarantineKeeper,
  type Registrar,
  Runs,
  SiteHandlers,
  SiteMessages,
  type SiteParts,
  Trail,
  Upkeep,
  type UploadLimits,
  Uploads,
  Watchers,
} from '@muster/coordinator/parts';
import { asMusterError, MusterError } from '@muster/errors';
import { type CoordinatorStore, coordinatorStoreOf, Sweeper } from '@muster/store';
import { type Clock, CoordinatorEndpoint, SESSION_SETTINGS, type SessionSettings } from '@muster/transport';
import type { Kernels } from '@muster/vector';
import type { VirtualTime } from './clock.ts';
import type { VirtualDisk } from './disk.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { DiskFiles } from './disk-files.ts';
import { DiskDb } from './disk-rows.ts';
import type { Fault } from './faults.ts';
import { VirtualIngest } from './ingest.ts';
import { Life } from './life.ts';
import type { Network } from './network.ts';
import { operate } from './operator.ts';
import { federationId, organisation, partyOf } from './parties.ts';
import type { Chance } from './random.ts';
import { PATIENCE_MS, type Schedule, skewOf, taskOf } from './schedule.ts';
import type { Trace } from './trace.ts';
import { sha256 } from './volume.ts';

export const SPOOL = '/data/spool';
export const QUARANTINE = '/data/quarantine';
const SPOOL_PROBE = `${SPOOL}/probe`;
/** Ten minutes and an hour in a real coordinator; more than the slowest disk takes from a blob to its row. */
const SWEEP_GRACE_MS = 6_000;
const SWEEP_MS = 2_000;
const REBOOT_MS = 2_000;

export interface World {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly kernels: Kernels;
  readonly trace: Trace;
  /** A rule that is broken on purpose; undefined for the code as it is. */
  readonly fault: Fault | undefined;
}

/** What of a process the invariants look at. */
export interface CoordinatorProcess {
  readonly life: Life;
  readonly store: CoordinatorStore;
  readonly runs: Runs;
  readonly uploads: Uploads;
  readonly places: Places;
  readonly ingest: VirtualIngest;
  readonly endpoint: CoordinatorEndpoint;
}

/** Who hears what happens on the coordinator's disk. */
export interface CoordinatorObserver {
  committed(): void;
  /** A blob has gone, and whether somebody was reading it. */
  removed(hash: string, isRead: boolean): void;
}

export class CoordinatorHost {
  readonly disk: VirtualDisk;
  readonly #world: World;
  readonly #committed: () => void;
  readonly #removed: CoordinatorObserver['removed'];
  #life: Life | undefined;
  #process: CoordinatorProcess | undefined;
  /** Starts so far, and when each of them was. */
  readonly starts: number[] = [];
  #downSinceMs: number | undefined;
  #hasLostPower = false;
  /** Time without a process, so far, each from the last commit on that stands: of what came after it a new process knows nothing. */
  downMs = 0;

  constructor(world: World, disk: VirtualDisk, { committed, removed }: CoordinatorObserver) {
    this.#world = world;
    this.disk = disk;
    this.#committed = committed;
    this.#removed = removed;
  }

  get process(): CoordinatorProcess | undefined {
    return this.#process;
  }

  /** Enrols the sites: what was done before the simulation begins. */
  enrol(): void {
    const life = new Life(0);
    const db = new DiskDb(this.disk, life, () => {});
    const store = coordinatorStoreOf(db, new DiskBlobs(this.disk, life), () => {});
    for (const site of this.#world.schedule.sites) {
      const { certificate, serial, certificateHash, identity } = partyOf(site);
      const tokenHash = sha256(Buffer.from(site));
      store.invitations.add({ tokenHash, site, createdMs: 0, expiresMs: 2 });
      store.sites.enrol(
        {
          tokenHash,
          name: site,
          certificate: certificate.body,
          serial,
          certificateHash,
          signingKey: Buffer.from(identity.signing.publicKey).toString('hex'),
        },
        1,
      );
    }
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
      this.#committed();
    }
    this.#hasLostPower = false;
    this.downMs += time.nowMs - (this.#downSinceMs ?? time.nowMs);
    this.#downSinceMs = undefined;
    this.starts.push(time.nowMs);
    const life = new Life(time.nowMs);
    this.#life = life;
    trace.say('coordinator', 'starts');
    this.#boot(life).catch((thrown: unknown) => {
      if (!life.isAlive) return;
      trace.say('coordinator', `cannot start: ${asMusterError(thrown).message}`);
      this.kill(REBOOT_MS);
    });
  }

  async #boot(life: Life): Promise<void> {
    const { time, network, schedule, chance, kernels, trace, fault } = this.#world;
    const clock = time.clockOf(life, (nowMs) => skewOf('coordinator', schedule, nowMs));
    const random = chance.of(`coordinator ${this.starts.length}`);
    const files = new DiskFiles(this.disk, life, fault?.unsynced);
    const db = new DiskDb(this.disk, life, this.#committed);
    const blobs = new DiskBlobs(this.disk, life, { removed: this.#removed, unsynced: fault?.unsynced });
    const plain = coordinatorStoreOf(db, blobs, () => {});
    const log = trace.loggerOf('coordinator');
    const fleet = new Fleet();
    const realAlarms = new Alarms(clock, log);
    const alarms = fault?.alarms?.(realAlarms) ?? realAlarms;
    const { identity, certificate } = partyOf('coordinator');
    const messages = new SiteMessages(identity.signing);
    const store = fault?.store?.(plain, { fleet, messages, time, starts: this.starts.length }) ?? plain;
    const watchers = new Watchers(store, 10);
    const trail = new Trail({
      log: undefined,
      people: undefined,
      siteLogs: undefined,
      parties: store.parties,
      cohortOfAttempt: () => [],
      wallMs: () => clock.wallMs(),
    });
    const ingest = new VirtualIngest(new (fault?.work ?? IngestWork)(kernels, files), this.disk, life);
    const placeLimits: PlaceLimits = { places: schedule.uploads, patienceMs: PATIENCE_MS };
    const places = new Places(clock, fault?.places?.(placeLimits) ?? placeLimits);
    const limits: UploadLimits = {
      slots: schedule.slots,
      slotBytesMax: 1_000_000,
    };
    const uploads = new Uploads(ingest, store.uploads, SPOOL, limits, files);
    const quarantine = new QuarantineKeeper({ store, uploads, fleet, files, clock, trail, log }, QUARANTINE, {
      bytesMax: 1_000,
      recordsMax: 10,
      strikes: 3,
      windowMs: 3_600_000,
    });
    quarantine.recover();
    const runClock: Clock = fault?.clock?.(clock) ?? clock;
    const runs = new Runs(
      {
        store,
        clock: runClock,
        random: random.bytes,
        fleet,
        uploads: fault?.kept?.(uploads) ?? uploads,
        messages,
        evaluator: this.#evaluator(store),
        ingest,
        watchers,
        alarms,
        seal: schedule.seal,
        trail,
        log,
      },
      { federationId: Buffer.from(federationId).toString('hex'), queuedMax: 2 },
    );
    const settings: SessionSettings = {
      ...SESSION_SETTINGS,
      chunkBytes: schedule.chunkBytes,
      windowChunks: schedule.windowChunks,
      heartbeatMs: schedule.heartbeatMs,
      suspectMs: 3 * schedule.heartbeatMs,
      deadMs: 9 * schedule.heartbeatMs,
      stallMs: 10_000,
    };
    const registrar: Registrar = {
      store,
      organisation,
      federationId,
      federationName: 'sim',
      coordinatorCertificate: certificate,
      trail,
    };
    const parts: SiteParts = {
      store,
      clock,
      fleet,
      runs,
      uploads: fault?.received?.(uploads) ?? uploads,
      places,
      quarantine,
      objects: new Objects(store.blobs, 4),
      messages,
      watchers,
      alarms,
      registrar,
      counts: { accepted: () => {}, rejected: () => {}, discarded: () => {} },
      log,
      heartbeatMs: schedule.heartbeatMs,
      updateBytesMax: 1_000_000,
    };
    const endpoint = new CoordinatorEndpoint({
      server: { on: () => {} },
      clock,
      identity: {
        identity,
        certificate,
        organisationKey: organisation.publicKey,
        federationId,
        random: random.bytes,
      },
      settings,
      uniform: random.uniform,
      handshakeMs: 5_000,
      pendingMax: 16,
      sessionsMax: 64,
      authorise: (peer) => {
        if (peer.certificate) store.sites.authenticate(peer.certificate.name, peer.certificate.hash);
      },
      accept: (peer) => {
        if (!peer.certificate) throw new MusterError('UNAUTHENTICATED', 'nobody enrols here');
        return new SiteHandlers(parts, peer.certificate.name, peer);
      },
      onSession: () => {},
      onRefused: (error, remote) => trace.say('coordinator', `refuses ${remote}: ${error.message}`),
    });
    this.#process = { life, store: plain, runs, uploads, places, ingest, endpoint };
    await runs.resume();
    const disk = new DiskWatch(plain, alarms, { folder: this.#dataFolder(files), freeBytesMin: 1 });
    await disk.look();
    const { modelsPerRun } = schedule;
    const sweeper = new Sweeper(plain.db, blobs, { graceMs: SWEEP_GRACE_MS, modelsPerRun });
    const upkeep = { disk, endpoint: { look: () => {} }, runs, alarms, sweeper, clock, log };
    new Upkeep(fault?.upkeep?.(upkeep) ?? upkeep, { lookMs: schedule.heartbeatMs, sweepMs: SWEEP_MS });
    network.listen({ life, take: (open, remote) => endpoint.take(open, remote) });
    operate({ clock, runs, store: plain, task: taskOf(schedule), trace });
  }

  #dataFolder(files: DiskFiles): DataFolder {
    return {
      freeBytes: async () => {
        this.disk.assertReads();
        return this.disk.fault === 'full' ? 0 : 1;
      },
      tryFile: async (bytes) => {
        const probe = files.open(SPOOL_PROBE);
        try {
          probe.append(bytes);
          probe.sync();
        } finally {
          files.remove(SPOOL_PROBE);
        }
      },
    };
  }

  /** First models come from here; nothing is evaluated. */
  #evaluator(store: CoordinatorStore) {
    return {
      initialModel: async () => {
        const bytes = initialModelOf(this.#world.schedule);
        const { hash, sizeBytes } = await store.blobs.put(bytes);
        return { tensors: [{ name: 'w', shape: [this.#world.schedule.parameters] }], hash, sizeBytes };
      },
      inspect: async () => {},
      evaluate: async (): Promise<never> => {
        throw new MusterError('DATASET_UNKNOWN', 'nothing is evaluated here');
      },
    };
  }
}

export function initialModelOf({ parameters, seed }: Schedule): Uint8Array {
  const start = seed.length;
  return bytesOf(Float32Array.from({ length: parameters }, (_, index) => Math.sin(start + index)));
}

export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
