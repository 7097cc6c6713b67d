/** @module What must hold after every step, whatever was done to the federation (architecture.md, section 4). */
import {
  type CoordinatorStore,
  coordinatorStoreOf,
  type Member,
  type Round,
  type Run,
  type Work,
  WorkLedger,
} from '@muster/store';
import type { CoordinatorHost } from './coordinator-host.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { Life } from './life.ts';
import { Limits } from './limits.ts';
import { LogInvariants } from './log-invariants.ts';
import { MEAN_SCALE, meansOf, type PlainWords } from './masked-oracle.ts';
import { fileOf, floatsOf, modelBytes, type Server, stepped, type Total, totalOf } from './oracle.ts';
import { type Schedule, SITES_MIN } from './schedule.ts';
import { SecureInvariants } from './secure-invariants.ts';
import type { SiteHost } from './site-host.ts';
import type { MadeUpdate, MaskedWords } from './site-trainer.ts';
import { StoredNames } from './stored-names.ts';
import { initialModelOf } from './values.ts';
import { Violation } from './violation.ts';
import { sha256 } from './volume.ts';
import type { World } from './world.ts';

/** Rows of a site that are looked at: all of them. */
const WORK_MAX = 1_000;
/** `rounds.valueMax` of the task. */
const VALUE_MAX = 4;

interface Counted extends MadeUpdate {
  readonly weight: number;
}

interface Told {
  readonly site: string;
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
  readonly updateHash: string;
}

export class Invariants {
  readonly #world: World;
  readonly #schedule: Schedule;
  readonly #coordinator: CoordinatorHost;
  readonly #sites: readonly SiteHost[];
  /** The coordinator's disk, read past the processes that write it. */
  readonly #store: CoordinatorStore;
  /** Every update that was made, by hash. */
  readonly #made = new Map<string, MadeUpdate>();
  readonly #told = new Map<string, Told>();
  /** The model after each committed round, worked out here. */
  readonly #servers: Server[];
  /** Sites and the coordinator that have committed since the last look. */
  readonly #dirty = new Set<string>();
  /** Sums that were found right. */
  readonly #rightSums = new Set<string>();
  readonly #stored: StoredNames;
  readonly #limits: Limits;
  /** What was masked, by the hash of the words as they travel. */
  readonly #words = new Map<string, PlainWords>();
  readonly logs: LogInvariants;
  readonly secure: SecureInvariants;

  constructor(world: World, coordinator: CoordinatorHost, sites: readonly SiteHost[]) {
    const { schedule } = world;
    this.#world = world;
    this.#schedule = schedule;
    this.#coordinator = coordinator;
    this.#sites = sites;
    const blobs = new DiskBlobs(coordinator.disk, new Life(0));
    this.#store = coordinatorStoreOf(coordinator.disk.rows, blobs, () => {});
    this.#stored = new StoredNames(schedule, coordinator, this.#store);
    this.#limits = new Limits(schedule, coordinator);
    this.logs = new LogInvariants(coordinator, sites);
    this.secure = new SecureInvariants(coordinator, sites);
    const model = floatsOf(initialModelOf(schedule));
    this.#servers = [{ model, velocity: new Float32Array(model.length) }];
  }

  made(update: MadeUpdate): void {
    this.#made.set(update.hash, update);
  }

  sealed(plain: string, hash: string): void {
    const update = this.#made.get(plain);
    if (update) this.#made.set(hash, { ...update, hash });
  }

  masked(plain: string, words: MaskedWords): void {
    this.sealed(plain, words.words);
    this.#words.set(words.words, words);
  }

  committed(host: string): void {
    this.#dirty.add(host);
    if (this.#schedule.log) this.logs.committed(host);
  }

  lostPower(host: string): void {
    this.#dirty.add(host);
    if (this.#schedule.log) this.logs.lostPower(host);
  }

  /** A blob of the coordinator has gone. */
  removed(hash: string, isRead: boolean): void {
    this.#stored.removed(this.run, hash, isRead);
  }

  /** Throws Violation. */
  check(): void {
    for (const host of this.#dirty) {
      if (host === 'coordinator') this.#checkRecords();
      else this.#checkSite(host);
    }
    this.#dirty.clear();
    this.#stored.checkRemoved();
    this.#limits.check();
    this.secure.check();
    this.logs.check();
  }

  get run(): Run | undefined {
    return this.#store.runs.findByRequest('sim');
  }

  #checkRecords(): void {
    const run = this.run;
    if (!run) return;
    const counted = this.#store.members.ofRun(run.id).filter(({ outcome }) => outcome === 'counted');
    const seen = new Set<string>();
    for (const { round, site } of counted) {
      const key = `${round} ${site}`;
      if (seen.has(key)) throw new Violation('counted-once', `${site} counts twice in round ${round}`);
      seen.add(key);
    }
    for (const round of this.#store.rounds.list(run.id)) this.#checkRound(round, counted);
    this.#checkTold();
    this.#stored.check(run);
  }

  #checkRound(round: Round, counted: readonly Member[]): void {
    const members = counted.filter((each) => each.round === round.round && each.attempt === round.attempt);
    if (round.status === 'abandoned') {
      const [one] = members;
      if (one)
        throw new Violation('acknowledged-is-durable', `${one.site} counts in an attempt that was abandoned`);
      return;
    }
    const name = `round ${round.round}.${round.attempt}`;
    const updates = members.map((member) => ({ ...this.#updateOf(member), weight: member.weight ?? 0 }));
    if (round.status === 'open') {
      if (members.length > 0) this.#checkSeal(name, round, updates);
      return;
    }
    if (this.#servers.length > round.round) return; // it was right when it was committed
    const before = this.#servers[round.round - 1];
    if (!before) throw new Violation('same-bits', `${name} was committed before the round before it`);
    const after = stepped(before, this.#totalOf(name, updates), this.#schedule.strategy);
    const hash = sha256(modelBytes(after));
    const names = members.map(({ site }) => site).join(', ');
    if (hash !== round.modelOutHash)
      throw new Violation(
        this.#isMasked ? 'exact-or-abort' : 'same-bits',
        `the model of ${name} is not the one that ${names} make`,
      );
    const stored = this.#coordinator.disk.blob(hash);
    if (!stored || sha256(stored) !== hash)
      throw new Violation('acknowledged-is-durable', `the model of ${name} is not on the disk`);
    this.#servers.push(after);
  }

  get #isMasked(): boolean {
    return this.#schedule.masking.profile !== 'off';
  }

  /** What those who count come to: under masks, their words as they were before. */
  #totalOf(name: string, updates: readonly Counted[]): Total {
    if (!this.#isMasked) return totalOf(updates, this.#schedule.parameters);
    const words = updates.flatMap(({ hash }) => this.#words.get(hash) ?? []);
    const sums = words.length === updates.length ? meansOf(words, this.#world.kernels) : undefined;
    if (!sums)
      throw new Violation('exact-or-abort', `who counts in ${name} has masked nothing, or for another round`);
    return { sums, scale: MEAN_SCALE, weight: 1 };
  }

  #checkSeal(name: string, round: Round, updates: readonly Counted[]): void {
    const hash = this.#store.seals.find(round)?.sumHash;
    const stored = hash === undefined ? undefined : this.#coordinator.disk.blob(hash);
    if (hash === undefined || !stored)
      throw new Violation('acknowledged-is-durable', `who counts in ${name} is in no sum on the disk`);
    const key = `${hash} ${updates.length}`;
    if (this.#rightSums.has(key)) return;
    const sums = fileOf(this.#totalOf(name, updates).sums);
    if (sha256(sums) !== hash || sha256(stored) !== hash)
      throw new Violation(
        this.#isMasked ? 'exact-or-abort' : 'counted-is-in-the-sum',
        `the sum of ${name} is not that of those who count in it`,
      );
    this.#rightSums.add(key);
  }

  /** The update that a row counts: the one that its site made for that round. */
  #updateOf({ site, run, round, updateHash }: Member): MadeUpdate {
    const made = this.#made.get(updateHash ?? '');
    if (!made) throw new Violation('counted-is-in-the-sum', `${site} counts with an update that nobody made`);
    if (!this.#isMasked && !floatsOf(made.bytes).every((value) => Math.abs(value) <= VALUE_MAX))
      throw new Violation('counted-is-in-the-sum', `${site} counts with values that may not be added`);
    if (made.site !== site || made.run !== run || made.round !== round)
      throw new Violation('counted-once', `${site} counts in round ${round} with an update of another`);
    return made;
  }

  /** Whoever was told `counted` has a row, and keeps it. */
  #checkTold(): void {
    for (const told of this.#told.values()) {
      const row = this.#store.members.find(told, told.site);
      if (row?.outcome === 'counted' && row.updateHash === told.updateHash) continue;
      throw new Violation(
        'acknowledged-is-durable',
        `${told.site} was told that it counts in round ${told.round}.${told.attempt}, on record is ${row?.outcome ?? 'nothing'}`,
      );
    }
  }

  #checkSite(name: string): void {
    const site = this.#sites.find((each) => each.name === name);
    if (!site) return;
    const ledger = new WorkLedger(site.disk.rows);
    const hashes = new Map<string, string>();
    for (const work of ledger.recent(WORK_MAX)) {
      if (work.status === 'kept' && !site.disk.blob(work.updateHash ?? ''))
        throw new Violation(
          'kept-until-told',
          `${name} has let go of an update before it was told how it ended`,
        );
      if (work.status === 'counted') this.#hearsCounted(name, work, ledger);
      if (work.updateHash === null) continue;
      const key = `${work.run} ${work.round} ${work.attempt}`;
      const before = hashes.get(key) ?? work.updateHash;
      if (before !== work.updateHash) throw new Violation('one-update-a-round', `${name} has two updates`);
      hashes.set(key, work.updateHash);
    }
  }

  #hearsCounted(site: string, work: Work, ledger: WorkLedger): void {
    const { run, round, attempt, updateHash } = work;
    if (ledger.receipt(work)?.outcome !== 'counted')
      throw new Violation(
        'kept-until-told',
        `${site} believes to count in round ${round}, and nobody has said so`,
      );
    const key = `${site} ${run} ${round} ${attempt}`;
    if (this.#told.has(key)) return;
    this.#told.set(key, { site, run, round, attempt, updateHash: updateHash ?? '' });
    this.#checkTold();
  }

  /** The run is over, and every site has heard how its rounds ended. */
  isAtRest(): boolean {
    const { run } = this;
    if (run?.endedMs == null || this.#stored.leftovers() + this.#stored.strays(run) > 0) return false;
    if (this.secure.leftovers().length > 0) return false;
    return this.#sites.every(({ disk }) => new WorkLedger(disk.rows).unsettled().length === 0);
  }

  /** Whoever is on record as counted believes so too: nobody lets go of an update that counts by a word to the contrary. */
  #checkHeard(run: string): void {
    const counted = this.#store.members.ofRun(run).filter(({ outcome }) => outcome === 'counted');
    for (const { name, disk } of this.#sites) {
      const works = new WorkLedger(disk.rows).recent(WORK_MAX);
      for (const { round, attempt } of counted.filter(({ site }) => site === name)) {
        const work = works.find(
          (each) => each.run === run && each.round === round && each.attempt === attempt,
        );
        if (work?.status !== 'counted')
          throw new Violation(
            'kept-until-told',
            `${name} counts in round ${round}.${attempt}, and believes ${work?.status ?? 'nothing'}`,
          );
      }
    }
  }

  /** Too few sites are left that would mask their updates of the open round once more. */
  isSpent(): boolean {
    const { run } = this;
    if (!run || !this.#isMasked) return false;
    const round = this.#committed(run) + 1;
    return this.secure.sitesLeft(round) < SITES_MIN[this.#schedule.masking.profile];
  }

  #committed(run: Run): number {
    return this.#store.rounds.list(run.id).filter(({ status }) => status === 'committed').length;
  }

  /** At the end, when nothing has been done to the federation for long. */
  checkEnd(): void {
    const { run } = this;
    if (!run) throw new Violation('comes-to-an-end', 'the run was never started');
    if (run.endedMs === null)
      throw new Violation('comes-to-an-end', `the run is ${run.status}: ${run.reason || 'no reason'}`);
    const isGivenUp = run.status === 'cancelled' && this.isSpent();
    if (run.status !== 'completed' && !isGivenUp)
      throw new Violation('comes-to-an-end', `the run ended ${run.status}: ${run.reason || 'no reason'}`);
    const committed = this.#committed(run);
    if (committed !== this.#schedule.rounds && !isGivenUp)
      throw new Violation('comes-to-an-end', `${committed} of ${this.#schedule.rounds} rounds are committed`);
    if (this.#stored.leftovers() > 0)
      throw new Violation('leaves-nothing-behind', 'an update is left in the spool, or unheld in quarantine');
    if (this.#stored.strays(run) > 0)
      throw new Violation('leaves-nothing-behind', 'a blob is left that no row names');
    if (this.#store.seals.all().length > 0)
      throw new Violation('leaves-nothing-behind', 'a seal is left after the run');
    const [part] = this.secure.leftovers();
    if (part !== undefined)
      throw new Violation('leaves-nothing-behind', `of a round of secure aggregation there is left: ${part}`);
    this.#checkHeard(run.id);
    for (const site of this.#sites) {
      const [open] = new WorkLedger(site.disk.rows)
        .recent(WORK_MAX)
        .filter(({ status }) => status === 'kept');
      if (open)
        throw new Violation(
          'leaves-nothing-behind',
          `${site.name} still keeps an update of round ${open.round}`,
        );
    }
  }
}
