/** @module A rule that is broken on purpose: which part takes the place of the real one. */
import type { EgressGate } from '@muster/agent/parts';
import type { CheckpointLock, LogFolder } from '@muster/audit';
import type {
  Alarms,
  Fleet,
  IngestWork,
  PlaceLimits,
  SiteMessages,
  Trail,
  UpkeepParts,
  Uploads,
} from '@muster/coordinator/parts';
import type { Blobs, CoordinatorStore, Db, MaskedParts, WorkLedger } from '@muster/store';
import type { Clock } from '@muster/transport';
import type { VirtualTime } from './clock.ts';
import type { Unsynced } from './disk-blobs.ts';

export interface Fault {
  readonly name: string;
  /** The rule, as it is broken. */
  readonly meaning: string;
  /** Killed processes live on, without their network. */
  readonly zombies?: true;
  /** What the coordinator does not ask its disk for. */
  readonly unsynced?: Unsynced;
  readonly work?: typeof IngestWork;
  store?(store: CoordinatorStore, around: Around): CoordinatorStore;
  places?(limits: PlaceLimits): PlaceLimits;
  /** Of the runs. */
  clock?(clock: Clock): Clock;
  /** As the runs see them. */
  kept?(uploads: Uploads): Uploads;
  /** As the handlers of sites see them. */
  received?(uploads: Uploads): Uploads;
  siteBlobs?(blobs: Blobs): Blobs;
  alarms?(alarms: Alarms): Alarms;
  upkeep?(parts: UpkeepParts): UpkeepParts;
  gate?(gate: EgressGate, work: WorkLedger, around: AroundSite): EgressGate;
  /** Of the coordinator. */
  trail?(trail: Trail, time: VirtualTime): Trail;
  /** Of the federation's log. */
  lock?(lock: CheckpointLock, time: VirtualTime): CheckpointLock;
  logFolder?(folder: LogFolder, time: VirtualTime): LogFolder;
  /** Rows of a site. */
  siteDb?(db: Db): Db;
  siteMasked?(masked: MaskedParts): MaskedParts;
  /** As the runs see it. */
  fleet?(fleet: Fleet, time: VirtualTime): Fleet;
}

export interface AroundSite {
  readonly time: VirtualTime;
  /** `kill -9`, and another start after so long. */
  readonly kill: (downMs: number) => void;
}

export interface Around {
  readonly fleet: Fleet;
  readonly messages: SiteMessages;
  readonly time: VirtualTime;
  /** Starts of the coordinator so far. */
  readonly starts: number;
}

/** The same object, but for what is replaced. */
export function altered<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(of, name) {
      const other: unknown = Reflect.get(replaced, name);
      if (other !== undefined) return other;
      const own: unknown = Reflect.get(of, name, of);
      return typeof own === 'function' ? own.bind(of) : own;
    },
  });
}
