/** @module A site's machine: its disk outlasts its processes, each of which is the real agent over virtual parts and a trainer without a model. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connectSite,
  EgressGate,
  PlanApprovals,
  RoundWorker,
  SiteAudit,
  SiteTrail,
  siteConfigSchema,
  siteFolder,
  type WorkerParts,
} from '@muster/agent/parts';
import { MusterError } from '@muster/errors';
import type { Jobs } from '@muster/learning';
import { policySchema } from '@muster/policy';
import { Approvals, type Blobs, LogTrust, Witnessed, WorkLedger } from '@muster/store';
import { parsePlan } from '@muster/task';
import { SESSION_SETTINGS } from '@muster/transport';
import { bytesOf, type World } from './coordinator-host.ts';
import { storageFault, type VirtualDisk } from './disk.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { DiskDb } from './disk-rows.ts';
import { Life } from './life.ts';
import { federationId, organisation, partyOf } from './parties.ts';
import { Chance } from './random.ts';
import { type Mischief, skewOf } from './schedule.ts';
import { sha256 } from './volume.ts';

/** Who hears what a site makes and is told. */
export interface SiteObserver {
  /** An honest update, before anybody else knows of it. */
  made(update: MadeUpdate): void;
  committed(site: string): void;
}

export interface MadeUpdate {
  readonly site: string;
  readonly run: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly examples: number;
}

const ENGINE = {
  requested: 'wasm',
  selected: 'wasm',
  version: '1',
  selfCheckMaxRelErr: 0,
  selfCheckPassed: true,
  overrides: [],
  rejected: '',
};
const REBOOT_MS = 1_000;

export class SiteHost {
  readonly name: string;
  readonly disk: VirtualDisk;
  readonly #world: World;
  readonly #observer: SiteObserver;
  readonly #folder: string;
  readonly #mischief: Mischief | undefined;
  #life: Life | undefined;
  #starts = 0;
  #hasLostPower = false;

  constructor(
    name: string,
    world: World,
    disk: VirtualDisk,
    {
      observer,
      folder,
      mischief,
    }: { observer: SiteObserver; folder: string; mischief: Mischief | undefined },
  ) {
    this.name = name;
    this.#world = world;
    this.disk = disk;
    this.#observer = observer;
    this.#folder = folder;
    this.#mischief = mischief;
    mkdirSync(join(folder, 'state'), { recursive: true });
  }

  kill(downMs: number): void {
    if (!this.#life) return;
    this.#world.trace.say(this.name, `is killed, for ${downMs} ms`);
    this.#life.end();
    this.#life = undefined;
    this.#world.time.after(downMs, () => this.start());
  }

  /** As `kill`, and the disk loses what nobody waited for: of a process that was killed before, too. */
  cutPower(downMs: number): void {
    this.#hasLostPower = true;
    this.kill(downMs);
  }

  start(): void {
    if (this.#life) return;
    if (this.#hasLostPower) {
      this.disk.losePower(this.#world.chance.of(`${this.name} loses power ${this.#starts}`));
      this.#observer.committed(this.name);
    }
    this.#hasLostPower = false;
    const life = new Life(this.#world.time.nowMs);
    this.#life = life;
    this.#starts += 1;
    this.#world.trace.say(this.name, 'starts');
    try {
      this.#boot(life);
    } catch (thrown) {
      if (!life.isAlive) return;
      this.#world.trace.say(this.name, `cannot start: ${storageFault(thrown).message}`);
      this.kill(REBOOT_MS);
    }
  }

  #boot(life: Life): void {
    const { time, network, schedule, chance, trace, fault } = this.#world;
    const clock = time.clockOf(life, (nowMs) => skewOf(this.name, schedule, nowMs));
    const random = chance.of(`${this.name} ${this.#starts}`);
    const log = trace.loggerOf(this.name);
    const { identity, certificate } = partyOf(this.name);
    const plain: Blobs = new DiskBlobs(this.disk, life, {
      removed: () => this.#observer.committed(this.name),
    });
    const db = new DiskDb(this.disk, life, () => this.#observer.committed(this.name));
    const store = {
      work: new WorkLedger(db),
      atomically: <T>(act: () => T): T => db.atomically(act),
      blobs: fault?.siteBlobs?.(plain) ?? plain,
    };
    const config = {
      ...siteConfigSchema.parse({
        site: this.name,
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
        log: 'off',
      }),
    };
    const journal = this.#journal(life);
    const approvals = new PlanApprovals({
      policy: config.policy,
      approvals: new Approvals(new DiskDb(this.disk, life, () => this.#observer.committed(this.name))),
      journal,
      clock,
      log,
    });
    const plainGate = new EgressGate({ policy: config.policy, journal, clock, approvals });
    const gate = fault?.gate?.(plainGate, store.work) ?? plainGate;
    const audit = new SiteAudit({
      federationId: Buffer.from(federationId).toString('hex'),
      identity,
      isRequired: false,
      witnessed: new Witnessed(db),
      trust: new LogTrust(db),
      clock,
      log,
      ask: (body) => gate.request({ body }),
      keep: async () => {},
      told: () => {},
      forkSeen: async () => {},
      staleSeen: async () => {},
      goneOn: async () => {},
    });
    const trail = new SiteTrail({
      keys: () => audit.keys(),
      clock,
      random: random.bytes,
      log,
      policy: () => audit.policy(),
      open: async () => {
        throw new MusterError('INTERNAL', 'no log is kept here');
      },
      ask: (body) => gate.request({ body }),
    });
    const worker = new RoundWorker({
      folder: siteFolder(this.#folder),
      config,
      federationId: Buffer.from(federationId).toString('hex'),
      identity,
      gate,
      approvals,
      store,
      child: this.#trainer(life),
      readPlan: async (bytes, hash) => parsePlan(bytes, hash),
      trail,
      audit,
      engine: ENGINE,
      clock,
      uniform: random.uniform,
      log,
    });
    const facts = {
      url: 'ws://coordinator',
      site: this.name,
      federation: 'sim',
      bindToTls: false,
      federationId: Buffer.from(federationId).toString('hex'),
      organisationKey: Buffer.from(organisation.publicKey).toString('hex'),
    };
    connectSite({
      folder: this.#folder,
      enrolled: { facts, identity, certificate, certificateAuthority: undefined },
      current: partyOf(this.name).verified,
      standing: () => {},
      keep: async () => {},
      config,
      published: null,
      engine: ENGINE,
      gate,
      worker,
      audit,
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
      dial: network.dialOf(this.name, life),
      log,
      onFatal: (error) => trace.say(this.name, `gives up: ${error.code}`),
    });
  }

  /** The journal's lines, without their text: what the gate needs of it is that it waits for the disk, and fails with it. */
  #journal(life: Life) {
    let seq = 0;
    return {
      append: async () => {
        await this.disk.wait(life);
        this.disk.point(life);
        this.disk.assertWrites();
        seq += 1;
        return { seq, hash: '' };
      },
    };
  }

  #trainer(life: Life): WorkerParts['child'] {
    return {
      run: async <Kind extends keyof Jobs>(
        kind: Kind,
        input: Jobs[Kind]['input'],
        options: { readonly signal?: AbortSignal } = {},
      ): Promise<Jobs[Kind]['result']> => {
        if (kind !== 'train') throw new MusterError('INTERNAL', `${kind} is not simulated`);
        return this.#train(life, input as Jobs['train']['input'], options.signal);
      },
    };
  }

  /** An update that follows from site, round and model alone, as training with a seed does; after the time that training takes. */
  async #train(
    life: Life,
    { run, round, modelFile, updateFile }: Jobs['train']['input'],
    signal: AbortSignal | undefined,
  ): Promise<Jobs['train']['result']> {
    const { schedule, time, chance } = this.#world;
    const model = readFileSync(modelFile);
    const drawn = new Chance(`${schedule.seed} ${this.name} ${round} ${sha256(model)}`);
    const speed = chance.of(`${this.name} trains ${round}`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const [least, most] = schedule.trainMs[this.name] ?? [0, 0];
    signal?.addEventListener('abort', () => reject(new MusterError('CANCELLED', 'cancelled')));
    time.after(speed.between(least, most), () => {
      if (life.isAlive) resolve();
    });
    await promise;
    life.assertAlive();
    this.disk.assertWrites();
    const values = Float32Array.from({ length: model.length / 4 }, () => drawn.between(-1, 1));
    if (this.#mischief === 'not-a-number') values[drawn.whole(0, values.length - 1)] = Number.NaN;
    if (this.#mischief === 'beyond-range') values[drawn.whole(0, values.length - 1)] = 1e9;
    const bytes = bytesOf(values);
    const hash = sha256(bytes);
    const examples = drawn.whole(1, 1_200);
    this.#observer.made({ site: this.name, run, round, bytes, hash, examples });
    this.disk.volume.put(updateFile, {
      bytes: Uint8Array.from(bytes),
      synced: new Uint8Array(),
      modifiedMs: this.disk.wallMs(),
    });
    return {
      examples,
      steps: 1,
      lossFirst: 1,
      lossLast: 0.5,
      updateNorm: 1,
      trainMs: 1,
      updateHash: hash,
      sizeBytes: bytes.length,
    };
  }
}
