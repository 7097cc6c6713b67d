/** @module A site's machine: its disk outlasts its processes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Body } from '@muster/protocol';
import { storageFault, type VirtualDisk } from './disk.ts';
import { Life } from './life.ts';
import type { Mischief, SecureWord } from './schedule.ts';
import { bootSite, type SiteObserver, type SiteProcess } from './site-process.ts';
import type { World } from './world.ts';

const REBOOT_MS = 1_000;
/** Until a word has left, and has not arrived. */
const SAID_MS = 0.3;

/** Hears of its disk, too. */
export interface SiteHostObserver extends SiteObserver {
  /** What nobody waited for is lost, or not. */
  lostPower(site: string): void;
  /** What is about to leave a site, through its gate. */
  says(site: string, body: Body): void;
}

export class SiteHost {
  readonly name: string;
  readonly disk: VirtualDisk;
  readonly #world: World;
  readonly #observer: SiteHostObserver;
  readonly #folder: string;
  readonly #mischief: Mischief | undefined;
  #life: Life | undefined;
  #process: SiteProcess | undefined;
  #starts = 0;
  #hasLostPower = false;
  readonly #atWords: { readonly word: SecureWord; readonly isSaid: boolean; readonly act: () => void }[] = [];

  constructor(
    name: string,
    world: World,
    disk: VirtualDisk,
    {
      observer,
      folder,
      mischief,
    }: { observer: SiteHostObserver; folder: string; mischief: Mischief | undefined },
  ) {
    this.name = name;
    this.#world = world;
    this.disk = disk;
    this.#observer = observer;
    this.#folder = folder;
    this.#mischief = mischief;
    mkdirSync(join(folder, 'state'), { recursive: true });
  }

  get process(): SiteProcess | undefined {
    return this.#process;
  }

  /** Calls back when the site says this word for the first time from now on. */
  atWord({ word, isSaid }: { readonly word: SecureWord; readonly isSaid: boolean }, act: () => void): void {
    this.#atWords.push({ word, isSaid, act });
  }

  kill(downMs: number): void {
    if (!this.#life) return;
    this.#world.trace.say(this.name, `is killed, for ${downMs} ms`);
    this.#life.end();
    this.#life = undefined;
    this.#process = undefined;
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
      this.#observer.lostPower(this.name);
    }
    this.#hasLostPower = false;
    const life = new Life(this.#world.time.nowMs);
    this.#life = life;
    this.#starts += 1;
    this.#world.trace.say(this.name, 'starts');
    try {
      this.#process = bootSite(this.#world, {
        name: this.name,
        disk: this.disk,
        life,
        observer: this.#observer,
        folder: this.#folder,
        mischief: this.#mischief,
        starts: this.#starts,
        says: (body) => this.#says(body),
        kill: (downMs) => this.#killed(life, downMs),
      });
    } catch (thrown) {
      if (!life.isAlive) return;
      this.#world.trace.say(this.name, `cannot start: ${storageFault(thrown).message}`);
      this.kill(REBOOT_MS);
    }
  }

  /** That process, if it is still there. */
  #killed(life: Life, downMs: number): void {
    if (this.#life === life) this.kill(downMs);
  }

  /** A word is about to leave. */
  #says(body: Body): void {
    for (const due of this.#atWords.filter(({ word }) => word === body.kind)) {
      this.#atWords.splice(this.#atWords.indexOf(due), 1);
      if (due.isSaid) this.#world.time.after(SAID_MS, due.act);
      else due.act();
    }
    if (this.#life?.isAlive) this.#observer.says(this.name, body);
  }
}
