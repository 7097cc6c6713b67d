/** @module One process of a site: the real agent over virtual parts, with a trainer that has no model. */
import {
  connectSite,
  EgressGate,
  ManifestPin,
  PlanApprovals,
  RoundWorker,
  SiteAudit,
  SiteTrail,
  siteConfigSchema,
  siteFolder,
} from '@muster/agent/parts';
import { policyBasis } from '@muster/audit/witness';
import { policySchema } from '@muster/policy';
import type { Body } from '@muster/protocol';
import {
  Approvals,
  AuditRows,
  type Blobs,
  checkpointLockOf,
  LogTrust,
  MaskedParts,
  vaultOf,
  Witnessed,
  WorkLedger,
} from '@muster/store';
import { parsePlan } from '@muster/task';
import { SESSION_SETTINGS } from '@muster/transport';
import { guarded, type VirtualDisk } from './disk.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { DiskLogFolder } from './disk-log-folder.ts';
import { DiskDb } from './disk-rows.ts';
import { altered } from './fault.ts';
import type { Life } from './life.ts';
import { federation, manifest, partyOf } from './parties.ts';
import { type Mischief, skewOf } from './schedule.ts';
import { maskerOf, sealerOf, type TrainingObserver, trainerOf } from './site-trainer.ts';
import type { World } from './world.ts';

/** Below it lie the files of each epoch. */
export const SITE_AUDIT = '/state/audit';

/** Who hears what a site makes and is told, and what becomes of its disk. */
export interface SiteObserver extends TrainingObserver {
  committed(site: string): void;
  /** A checkpoint of its own log was signed and locked. */
  locked(site: string): void;
  /** Another checkpoint of its own log is there, in this folder. */
  published(site: string, folder: string): void;
}

export interface SiteProcess {
  readonly life: Life;
  readonly trail: SiteTrail;
  readonly audit: SiteAudit;
  readonly gate: EgressGate;
}

/** The process of a machine: its disk outlasts it. */
interface Machine {
  readonly name: string;
  readonly disk: VirtualDisk;
  readonly life: Life;
  readonly observer: SiteObserver;
  /** Where the agent keeps models while it trains. */
  readonly folder: string;
  readonly mischief: Mischief | undefined;
  /** Starts so far, this one among them. */
  readonly starts: number;
  /** Hears of what is about to leave the site. */
  readonly says: (body: Body) => void;
  readonly kill: (downMs: number) => void;
}

/** The policy that every site works by. */
const BASIS = policyBasis(1, { document: new Uint8Array(), signature: new Uint8Array(64) });

const ENGINE = {
  requested: 'wasm',
  selected: 'wasm',
  version: '1',
  selfCheckMaxRelErr: 0,
  selfCheckPassed: true,
  overrides: [],
  rejected: '',
};

/** Starts a process. Throws what its disk does. */
export function bootSite(
  world: World,
  { name, disk, life, observer, folder, mischief, starts, says, kill }: Machine,
): SiteProcess {
  const { time, network, schedule, chance, trace, fault } = world;
  const clock = time.clockOf(life, (nowMs) => skewOf(name, schedule, nowMs));
  const random = chance.of(`${name} ${starts}`);
  const log = trace.loggerOf(name);
  const { identity, certificate } = partyOf(name);
  const plain: Blobs = new DiskBlobs(disk, life, {
    removed: () => observer.committed(name),
  });
  const disks = new DiskDb(disk, life, () => observer.committed(name));
  const db = fault?.siteDb?.(disks) ?? disks;
  const store = {
    work: new WorkLedger(db),
    masked: fault?.siteMasked?.(new MaskedParts(db)) ?? new MaskedParts(db),
    atomically: <T>(act: () => T): T => db.atomically(act),
    blobs: fault?.siteBlobs?.(plain) ?? plain,
  };
  const config = {
    ...siteConfigSchema.parse({
      site: name,
      datasets: { sim: { type: 'csv', file: 'sim.csv' } },
    }),
    policy: policySchema.parse({
      version: 1,
      purposes: { unspecified: ['not-personal'] },
      tasks: ['*'],
      architectures: ['logistic'],
      datasets: { sim: {} },
      minCohort: 1,
      maxRounds: 1_000,
      metrics: ['examples', 'norm'],
      log: schedule.log ? 'required' : 'off',
      secureAggregation: schedule.masking.profile,
    }),
  };
  const journal = journalOf(disk, life);
  const approvals = new PlanApprovals({
    policy: config.policy,
    approvals: new Approvals(db),
    journal,
    clock,
    log,
  });
  const ownGate = new EgressGate({ policy: config.policy, journal, clock, approvals });
  const plainGate = watched(ownGate, life, says);
  const gate = fault?.gate?.(plainGate, store.work, { time, kill }) ?? plainGate;
  const trust = new LogTrust(db);
  const pin = new ManifestPin({
    manifest,
    ask: (body) => gate.request({ body }),
    keep: async () => {},
    changed: () => audit.manifestChanged(),
    told: () => {},
    log,
  });
  const audit = new SiteAudit({
    federationId: federation,
    identity,
    pin,
    trustedWitnesses: [],
    isRequired: schedule.log,
    witnessed: new Witnessed(db),
    trust,
    clock,
    log,
    ask: (body) => gate.request({ body }),
    keep: async () => {},
    told: () => {},
    forkSeen: (fork) => trail.forkSeen(fork),
    staleSeen: (stale) => trail.stale(stale),
    async goneOn(origin, after) {
      await trail.ready();
      store.atomically(() => {
        trail.goneOn(after);
        trust.recorded(origin);
      });
    },
  });
  const trail = new SiteTrail({
    keys: () => audit.keys(),
    clock,
    random: random.bytes,
    log,
    policy: () => audit.policy(),
    open: async () => ({
      rows: new AuditRows(db),
      lock: checkpointLockOf(new DiskDb(disk, life, () => observer.locked(name), disk.lock), 0),
      vault: vaultOf(new DiskDb(disk, life, () => {}, disk.vault), 0),
      basis: BASIS,
      folderOf: (epoch) => {
        const path = `${SITE_AUDIT}/${epoch}`;
        return new DiskLogFolder(disk, life, path, () => observer.published(name, path));
      },
    }),
    ask: (body) => gate.request({ body }),
  });
  const worker = new RoundWorker({
    folder: siteFolder(folder),
    config,
    federationId: federation,
    identity,
    gate,
    approvals,
    pin,
    store,
    child: trainerOf(world, { name, disk, life, observer, mischief }),
    readPlan: async (bytes, hash) => parsePlan(bytes, hash),
    seal: sealerOf(world, { name, disk, observer }),
    mask: maskerOf(world, { disk, observer }),
    random: random.bytes,
    trail,
    audit,
    engine: ENGINE,
    clock,
    uniform: random.uniform,
    log,
  });
  const facts = {
    url: 'ws://coordinator',
    site: name,
    federation: 'sim',
    bindToTls: false,
    federationId: federation,
    organisation: 'test',
    certifiedBy: 'coordinator',
  } as const;
  connectSite({
    folder: folder,
    enrolled: { facts, identity, certificate, manifest, certificateAuthority: undefined },
    current: partyOf(name).verified,
    standing: () => {},
    keep: async () => {},
    config,
    published: null,
    engine: ENGINE,
    gate,
    worker,
    audit,
    pin,
    trail,
    clock,
    uniform: random.uniform,
    random: random.bytes,
    settings: {
      ...SESSION_SETTINGS,
      chunkBytes: schedule.chunkBytes,
      windowChunks: schedule.windowChunks,
      stallMs: 10_000,
    },
    dial: network.dialOf(name, life),
    log,
    onFatal: (error) => trace.say(name, `gives up: ${error.code}`),
  });
  return { life, trail, audit, gate };
}

/** Hears what is about to leave. */
function watched(gate: EgressGate, life: Life, says: (body: Body) => void): EgressGate {
  const hear = (body: Body): void => {
    life.assertAlive();
    says(body);
    life.assertAlive();
  };
  return altered(gate, {
    request: async (egress, timeoutMs) => {
      hear(egress.body);
      return gate.request(egress, timeoutMs);
    },
    push: async (egress, source, timeoutMs) => {
      hear(egress.body);
      return gate.push(egress, source, timeoutMs);
    },
  });
}

/** The journal's lines, without their text: what the gate needs of it is that it waits for the disk, and fails with it. */
function journalOf(disk: VirtualDisk, life: Life) {
  let seq = 0;
  return {
    append: async () => {
      await disk.wait(life);
      disk.point(life);
      guarded(() => disk.assertWrites());
      seq += 1;
      return { seq, hash: '' };
    },
  };
}
