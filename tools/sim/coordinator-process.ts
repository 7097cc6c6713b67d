/** @module One process of the coordinator: the real code over virtual parts. */
import {
  Alarms,
  type DataFolder,
  DiskWatch,
  Fleet,
  IngestWork,
  ManifestKeeper,
  Objects,
  type PlaceLimits,
  Places,
  QuarantineKeeper,
  type Registrar,
  Runs,
  SecureTrust,
  SiteHandlers,
  SiteMessages,
  type SiteParts,
  type Trail,
  Upkeep,
  type UploadLimits,
  Uploads,
  Watchers,
} from '@muster/coordinator/parts';
import { MusterError } from '@muster/errors';
import { type CoordinatorStore, coordinatorStoreOf, Sweeper } from '@muster/store';
import { type Clock, CoordinatorEndpoint, SESSION_SETTINGS, type SessionSettings } from '@muster/transport';
import { type LogObserver, openTrail } from './coordinator-log.ts';
import type { VirtualDisk } from './disk.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { DiskFiles } from './disk-files.ts';
import { DiskDb } from './disk-rows.ts';
import { VirtualIngest } from './ingest.ts';
import type { Life } from './life.ts';
import { operate } from './operator.ts';
import { coordinator, federation, organisation, seals } from './parties.ts';
import { PATIENCE_MS, type Schedule, skewOf, taskOf } from './schedule.ts';
import { initialModelOf } from './values.ts';
import type { World } from './world.ts';

export const SPOOL = '/data/spool';
export const QUARANTINE = '/data/quarantine';
const SPOOL_PROBE = `${SPOOL}/probe`;
/** Ten minutes and an hour in a real coordinator; more than the slowest disk takes from a blob to its row. */
const SWEEP_GRACE_MS = 6_000;
const SWEEP_MS = 2_000;

/** What of a process the invariants look at. */
export interface CoordinatorProcess {
  readonly life: Life;
  readonly store: CoordinatorStore;
  readonly runs: Runs;
  readonly uploads: Uploads;
  readonly places: Places;
  readonly ingest: VirtualIngest;
  readonly endpoint: CoordinatorEndpoint;
  readonly trail: Trail;
}

type OfferMade = Parameters<SiteMessages['offer']>;

/** Who hears what happens on the coordinator's disk, and what leaves it. */
export interface CoordinatorObserver extends LogObserver {
  committed(): void;
  /** A blob has gone, and whether somebody was reading it. */
  removed(hash: string, isRead: boolean): void;
  /** An offer is about to leave, with the proof that it is logged. */
  offers(effect: OfferMade[2], logged: OfferMade[3]['logged']): void;
  /** Too few sites are left that would mask their updates of the round once more: what the reasons of sites tell a person. */
  isSpent(): boolean;
}

/** The process of a machine: its disk outlasts it. */
interface Machine {
  readonly disk: VirtualDisk;
  readonly life: Life;
  readonly observer: CoordinatorObserver;
  /** Starts so far, this one among them. */
  readonly starts: number;
}

class WatchedMessages extends SiteMessages {
  offers: CoordinatorObserver['offers'] = () => {};

  override offer(...made: OfferMade): ReturnType<SiteMessages['offer']> {
    this.offers(made[2], made[3].logged);
    return super.offer(...made);
  }
}

/** Starts a process; `started` hears of it as soon as its parts are together. Resolves when it listens. */
export async function bootCoordinator(
  world: World,
  { disk, life, observer, starts }: Machine,
  started: (process: CoordinatorProcess) => void,
): Promise<void> {
  const { time, network, schedule, chance, kernels, trace, fault } = world;
  const clock = time.clockOf(life, (nowMs) => skewOf('coordinator', schedule, nowMs));
  const random = chance.of(`coordinator ${starts}`);
  const files = new DiskFiles(disk, life, fault?.unsynced);
  const db = new DiskDb(disk, life, observer.committed);
  const blobs = new DiskBlobs(disk, life, { removed: observer.removed, unsynced: fault?.unsynced });
  const plain = coordinatorStoreOf(db, blobs, () => {});
  const log = trace.loggerOf('coordinator');
  const fleet = new Fleet();
  const realAlarms = new Alarms(clock, log);
  const alarms = fault?.alarms?.(realAlarms) ?? realAlarms;
  const { identity, certificate } = coordinator;
  const messages = new WatchedMessages(identity.signing);
  messages.offers = observer.offers;
  const store = fault?.store?.(plain, { fleet, messages, time, starts }) ?? plain;
  const watchers = new Watchers(store, 10);
  const manifests = new ManifestKeeper(plain);
  const logParts = { disk, life, store, manifests, clock, random, observer, fleet, alarms, log };
  const trail = await openTrail(world, logParts);
  if (schedule.log) trail.ran('started');
  const ingest = new VirtualIngest(new (fault?.work ?? IngestWork)(kernels, files), disk, life);
  const placeLimits: PlaceLimits = { places: schedule.uploads, patienceMs: PATIENCE_MS };
  const places = new Places(clock, fault?.places?.(placeLimits) ?? placeLimits);
  const limits: UploadLimits = {
    slots: schedule.slots,
    slotBytesMax: 1_000_000,
  };
  const openSeal = async (box: Uint8Array) => seals.open(box, identity.sealing);
  const uploads = new Uploads(ingest, store.uploads, SPOOL, limits, openSeal, files);
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
      manifests,
      clock: runClock,
      random: random.bytes,
      fleet: fault?.fleet?.(fleet, time) ?? fleet,
      uploads: fault?.kept?.(uploads) ?? uploads,
      messages,
      evaluator: evaluatorOf(schedule, store),
      ingest,
      watchers,
      alarms,
      seal: schedule.seal,
      trail,
      trust: new SecureTrust({ manifests, signingKey: identity.signing.privateKey, clock }),
      log,
    },
    { federationId: federation, queuedMax: 2 },
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
  const registrar: Registrar = { store, manifests, organisationKey: organisation, trail };
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
      manifest: () => manifests.newest,
      random: random.bytes,
    },
    settings,
    uniform: random.uniform,
    handshakeMs: 5_000,
    pendingMax: 16,
    sessionsMax: 64,
    authorise: (peer) => {
      if (peer.certificate) store.certificates.authenticate(peer.certificate.name, peer.certificate.hash);
    },
    accept: (peer) => {
      if (!peer.certificate) throw new MusterError('UNAUTHENTICATED', 'nobody enrols here');
      return new SiteHandlers(parts, peer.certificate.name, peer);
    },
    onSession: () => {},
    onRefused: (error, remote) => trace.say('coordinator', `refuses ${remote}: ${error.message}`),
  });
  started({ life, store: plain, runs, uploads, places, ingest, endpoint, trail });
  await runs.resume();
  const watch = new DiskWatch(plain, alarms, { folder: dataFolderOf(disk, files), freeBytesMin: 1 });
  await watch.look();
  const { modelsPerRun } = schedule;
  const sweeper = new Sweeper(plain.db, blobs, { graceMs: SWEEP_GRACE_MS, modelsPerRun });
  const upkeep = { disk: watch, endpoint: { look: () => {} }, runs, alarms, sweeper, clock, log };
  new Upkeep(fault?.upkeep?.(upkeep) ?? upkeep, { lookMs: schedule.heartbeatMs, sweepMs: SWEEP_MS });
  network.listen({ life, take: (open, remote) => endpoint.take(open, remote) });
  operate({ clock, runs, store: plain, task: taskOf(schedule), trace, isSpent: observer.isSpent });
}

function dataFolderOf(disk: VirtualDisk, files: DiskFiles): DataFolder {
  return {
    freeBytes: async () => {
      disk.assertReads();
      return disk.fault === 'full' ? 0 : 1;
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
function evaluatorOf(schedule: Schedule, store: CoordinatorStore) {
  return {
    initialModel: async () => {
      const bytes = initialModelOf(schedule);
      const { hash, sizeBytes } = await store.blobs.put(bytes);
      return { tensors: [{ name: 'w', shape: [schedule.parameters] }], hash, sizeBytes };
    },
    inspect: async () => {},
    evaluate: async (): Promise<never> => {
      throw new MusterError('DATASET_UNKNOWN', 'nothing is evaluated here');
    },
  };
}
