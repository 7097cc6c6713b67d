/** @module What lies in an agent's folder while it works for a round: fetched models, an update in the making, a whole epoch. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RoundRef } from '@muster/protocol';
import type { SiteFolder } from './folder.ts';
import { fileNameOf } from './job.ts';

export class WorkingFiles {
  readonly models: string;
  readonly #updates: string;

  /**
   * Half-made updates and fetched models of an earlier process go: they are made and fetched again, rather than trusted after a crash.
   * Whole epochs of work that was `begun` stay: training looks them over before it goes on from one.
   */
  constructor({ updates, models }: SiteFolder, begun: readonly RoundRef[]) {
    this.models = models;
    this.#updates = updates;
    rmSync(models, { recursive: true, force: true });
    for (const each of [updates, models]) mkdirSync(each, { recursive: true, mode: 0o700 });
    const kept = new Set(begun.map((ref) => this.epoch(ref)));
    for (const path of readdirSync(updates).map((name) => join(updates, name)))
      if (!kept.has(path)) rmSync(path, { recursive: true, force: true });
  }

  /** The update in the making. */
  update(ref: RoundRef): string {
    return join(this.#updates, `${fileNameOf(ref)}.f32`);
  }

  /** The same as it leaves: sealed, or masked. */
  outgoing(ref: RoundRef): string {
    return join(this.#updates, `${fileNameOf(ref)}.out`);
  }

  /** Where training stood after a whole epoch. */
  epoch(ref: RoundRef): string {
    return join(this.#updates, `${fileNameOf(ref)}.epoch`);
  }

  /** The work is over. */
  remove(ref: RoundRef): void {
    for (const path of [this.update(ref), this.outgoing(ref), this.epoch(ref)]) rmSync(path, { force: true });
  }
}
