/** @module Three steadfast sites with updates that depend on site and round alone: a run with them has the same bits each time. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { CoordinatorHome } from './coordinator-home.ts';
import { SteadfastSite, updateOf } from './steadfast-site.ts';

export const NAMES = ['a', 'b', 'c'];

export class Trio implements Disposable {
  readonly sites: SteadfastSite[] = [];

  /** With `sealed`, the last one waits in every round until it is told that the others are counted, by a seal that holds them. */
  static async join(home: CoordinatorHome, { sealed }: { readonly sealed: boolean }): Promise<Trio> {
    const trio = new Trio();
    const isSealed = (run = '', round = 0): boolean =>
      trio.sites.slice(0, -1).every((site) => site.told(run)[round]);
    for (const name of NAMES)
      trio.sites.push(
        new SteadfastSite(await home.enrol(name), {
          makeUpdate: (offer, bytes) => updateOf(name, offer.ref?.round ?? 0, bytes),
          before: async ({ ref }) => {
            const waits = sealed && name === NAMES.at(-1);
            while (waits && !isSealed(ref?.run, ref?.round)) await pause(20);
          },
        }),
      );
    await Promise.all(trio.sites.map((site) => site.connect()));
    return trio;
  }

  async untilConnected(): Promise<void> {
    await vi.waitFor(() => expect(this.sites.every(({ agent }) => !agent.session.closed)).toBe(true), {
      timeout: 10_000,
    });
  }

  /** Hash of the last model of a run in which every round counted all in one attempt and nobody was told anything else. */
  async modelOf(home: CoordinatorHome, id: string, rounds: number): Promise<string> {
    const run = await home.ended(id);
    expect([run.status, run.reason]).toEqual(['completed', expect.anything()]);
    const ledger = run.history.map(({ attempt, members }) => [
      attempt,
      members.map(({ site, outcome }) => `${site} ${outcome}`),
    ]);
    expect(ledger).toEqual(Array.from({ length: rounds }, () => [1, NAMES.map((name) => `${name} counted`)]));
    const told = Object.fromEntries(Array.from({ length: rounds }, (_, at) => [at + 1, ['counted']]));
    await vi.waitFor(() => expect(this.sites.map((site) => site.told(id))).toEqual(NAMES.map(() => told)), {
      timeout: 10_000,
    });
    return (await home.api.model(run.model ?? '')).hash;
  }

  [Symbol.dispose](): void {
    for (const site of this.sites) site[Symbol.dispose]();
  }
}
