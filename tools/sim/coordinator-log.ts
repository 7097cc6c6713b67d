/** @module The federation's log of the simulated coordinator: the real one, whose rows, lock and files lie on the virtual disk. */
import { actorOf, PartyKeys } from '@muster/audit';
import { FederationLog, type ManifestKeeper, People, SiteLogs, Trail } from '@muster/coordinator/parts';
import type { MusterError } from '@muster/errors';
import { seedOf } from '@muster/identity';
import { type CoordinatorStore, checkpointLockOf, vaultOf } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { VirtualDisk } from './disk.ts';
import { DiskLogFolder } from './disk-log-folder.ts';
import { DiskDb } from './disk-rows.ts';
import type { Life } from './life.ts';
import { coordinator, federation } from './parties.ts';
import type { Chance } from './random.ts';
import type { World } from './world.ts';

/** Below it lie the files of each epoch. */
export const AUDIT = '/data/audit';
/** In the origins of all logs. */
export const LOG_HOST = 'sim';

/** Who hears what becomes of the log of a machine. */
export interface LogObserver {
  /** A checkpoint was signed and locked. */
  locked(): void;
  /** Another checkpoint is served from this folder. */
  published(folder: string): void;
  /** The log that is on the disk is not the one that was signed. */
  rolledBack(error: MusterError): void;
}

interface LogParts extends Pick<Parameters<typeof FederationLog.open>[0], 'fleet' | 'alarms' | 'log'> {
  readonly disk: VirtualDisk;
  readonly life: Life;
  readonly store: CoordinatorStore;
  readonly manifests: ManifestKeeper;
  readonly clock: Clock;
  readonly random: Chance;
  readonly observer: LogObserver;
}

/** Takes up the log, or begins it; without one where the schedule has none. Rejects with what the disk does. */
export async function openTrail({ schedule, fault, time }: World, parts: LogParts): Promise<Trail> {
  const { disk, life, store, manifests, clock, random, observer, fleet, alarms, log: logger } = parts;
  const wallMs = (): number => clock.wallMs();
  const cohortOfAttempt: ConstructorParameters<typeof Trail>[0]['cohortOfAttempt'] = (ref) =>
    store.members.ofAttempt(ref).map(({ site }) => site);
  const shared = { parties: store.parties, cohortOfAttempt, wallMs };
  if (!schedule.log) return new Trail({ ...shared, log: undefined, people: undefined, siteLogs: undefined });
  const lock = checkpointLockOf(new DiskDb(disk, life, observer.locked, disk.lock), Math.round(wallMs()));
  const vault = vaultOf(new DiskDb(disk, life, () => {}, disk.vault), Math.round(wallMs()));
  // The key of all pseudonyms of this quarter, from the seed: whoever asks for it next finds it.
  actorOf(vault, { issuer: 'operator', subject: 'operator' }, { atMs: wallMs(), random: random.bytes });
  const seed = seedOf(coordinator.identity.signing);
  const log = await FederationLog.open({
    store,
    manifests,
    vault,
    lock: fault?.lock?.(lock, time) ?? lock,
    folderOf: (epoch) => {
      const path = `${AUDIT}/${epoch}`;
      const folder = new DiskLogFolder(disk, life, path, () => observer.published(path));
      return fault?.logFolder?.(folder, time) ?? folder;
    },
    federationId: federation,
    host: LOG_HOST,
    seed,
    secondSignature: 'none',
    faultyWitnesses: undefined,
    externalWitnesses: [],
    fleet,
    alarms,
    clock,
    random: random.bytes,
    log: logger,
    onRolledBack: observer.rolledBack,
  });
  const siteLogs = new SiteLogs({
    federationLog: log,
    store,
    federationId: federation,
    host: LOG_HOST,
    key: new PartyKeys({ federation, role: 'coordinator' }, seed).witness,
    clock,
    log: logger,
    forked: [],
    keep: async () => {},
  });
  const people = new People({ vault, nameOf: () => undefined, wallMs });
  const trail = new Trail({ ...shared, log, people, siteLogs });
  return fault?.trail?.(trail, time) ?? trail;
}
