/** @module What rows of the coordinator name is on its disk for as long as it is needed, and what nothing needs is gone in the end. */
import type { CoordinatorStore, Run } from '@muster/store';
import type { CoordinatorHost } from './coordinator-host.ts';
import { QUARANTINE, SPOOL } from './coordinator-process.ts';
import type { Schedule } from './schedule.ts';
import { Violation } from './violation.ts';
import { sha256 } from './volume.ts';

/** Models of a run: all of them. */
const MODELS_MAX = 1_000;

export class StoredNames {
  readonly #schedule: Schedule;
  readonly #coordinator: CoordinatorHost;
  readonly #store: CoordinatorStore;
  #gone: Violation | undefined;

  constructor(schedule: Schedule, coordinator: CoordinatorHost, store: CoordinatorStore) {
    this.#schedule = schedule;
    this.#coordinator = coordinator;
    this.#store = store;
  }

  /** A blob has gone, of which somebody was reading or not. `run` is undefined before there is one. */
  removed(run: Run | undefined, hash: string, isRead: boolean): void {
    const name = run && this.#named(run).get(hash);
    const runs = this.#coordinator.process?.runs;
    const isServed = runs?.serves(hash) === true;
    if (name === undefined && !isRead && !isServed) return;
    const who = name ?? (isRead ? 'something that is being read' : 'what sites are to fetch');
    // Not thrown here: whoever removes it would take it for a fault of the disk.
    this.#gone ??= new Violation('names-are-there', `${who} was removed`);
  }

  /** Throws Violation when a blob has gone that somebody needs. */
  checkRemoved(): void {
    if (this.#gone) throw this.#gone;
  }

  /** Throws Violation when what a row names is not on the disk. */
  check(run: Run): void {
    for (const [hash, name] of this.#named(run))
      if (!this.#coordinator.disk.blob(hash))
        throw new Violation('names-are-there', `${name} is not on the disk`);
    this.#checkQuarantine();
  }

  /** Files and rows of updates on their way in, and files in quarantine that are not on record. What a disk at fault does not let go of goes at the next start. */
  leftovers(): number {
    const hasFault = this.#schedule.disturbances.some(
      (each) => (each.kind === 'disk' || each.kind === 'rows') && each.host === 'coordinator',
    );
    if (hasFault) return 0;
    const held = new Set(this.#store.quarantine.withBytes().map(({ file }) => file));
    const { volume } = this.#coordinator.disk;
    const unheld = [...volume.list(QUARANTINE).keys()].filter((file) => !held.has(file));
    return unheld.length + volume.list(SPOOL).size + this.#store.uploads.all().length;
  }

  /** Blobs of the coordinator that no row names. */
  strays(run: Run): number {
    const named = this.#named(run);
    return [...this.#coordinator.disk.blobs()].filter(([hash]) => !named.has(hash)).length;
  }

  /** What is on record as held for the operator can be looked at. */
  #checkQuarantine(): void {
    const held = this.#coordinator.disk.volume.list(QUARANTINE);
    for (const { site, file, updateHash } of this.#store.quarantine.withBytes()) {
      const found = file === null ? undefined : held.get(file);
      if (!found || sha256(found.bytes) !== updateHash)
        throw new Violation('names-are-there', `the refused update of ${site} is not in quarantine`);
    }
  }

  /** Every blob that a row of the coordinator names and that is kept, and which row. */
  #named(run: Run): ReadonlyMap<string, string> {
    const { optimizers, seals } = this.#store;
    const models = this.#store.models.list(run.id, this.#schedule.modelsPerRun || MODELS_MAX);
    const slots = Object.entries(optimizers.find(run.id)?.slots ?? {});
    return new Map([
      [run.planHash, 'the plan'],
      ...models.map(({ hash, id }) => [hash, `the model ${id}`] as const),
      ...slots.map(([slot, hash]) => [hash, `the optimizer's ${slot}`] as const),
      ...seals
        .all()
        .map(({ sumHash, round, attempt }) => [sumHash, `the seal of ${round}.${attempt}`] as const),
    ]);
  }
}
