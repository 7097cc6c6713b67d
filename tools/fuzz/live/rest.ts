/** @module A coordinator at rest: what it holds when nobody throws anything, while honest rounds go on. */
import { fetchOnce, HONEST, MEMBER, type Schedule, type Training } from './training.ts';
import { restingRss, vitalsOf } from './vitals.ts';

/** Looks every second whether a run is under way; not while it is paused, when no connection of ours is to be open. */
export interface Keeper {
  isPaused: boolean;
  stop(): void;
}

export function keepTraining(schedule: Schedule, onFault: (thrown: unknown) => void): Keeper {
  const look = setInterval(() => {
    if (!keeper.isPaused) void schedule.goOn().catch(onFault);
  }, 1_000);
  const keeper: Keeper = { isPaused: false, stop: () => clearInterval(look) };
  return keeper;
}

export interface Rest {
  readonly alive: boolean;
  readonly rss: number;
  readonly sockets: number | undefined;
  readonly sessions: number;
  readonly pending: number;
}

const REST_TRIES = 6;
const REST_EVERY_MS = 250;
const SOCKETS_MS = 2_000;

/** After connections have ended and the collector has had its chance: until the memory is below `enough`, or does not get there. */
export async function atRest(
  training: Training,
  keeper: Keeper,
  restMs: number,
  enough = Number.POSITIVE_INFINITY,
): Promise<Rest> {
  const { child } = training.coordinator;
  const wanted = HONEST.length + [MEMBER].length;
  let rss = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < REST_TRIES; tries += 1) {
    rss = Math.min(rss, await restingRss(child, Math.ceil(restMs / REST_EVERY_MS), REST_EVERY_MS));
    const { alive } = vitalsOf(child);
    if (!alive) return { alive, rss: 0, sockets: undefined, sessions: 0, pending: 0 };
    const gauges = await gaugesOf(training);
    if (rss <= enough && gauges.sessions === wanted && gauges.pending === 0) break;
  }
  keeper.isPaused = true;
  let sockets = vitalsOf(child).sockets;
  for (let ms = 0; ms < SOCKETS_MS && sockets !== undefined; ms += REST_EVERY_MS) {
    await sleep(REST_EVERY_MS);
    sockets = Math.min(sockets, vitalsOf(child).sockets ?? sockets);
  }
  keeper.isPaused = false;
  return { alive: vitalsOf(child).alive, rss, sockets, ...(await gaugesOf(training)) };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function gaugesOf({ url }: Training): Promise<{ sessions: number; pending: number }> {
  const metrics = await metricsOf(url);
  const gauge = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(metrics)?.[1] ?? -1);
  return { sessions: gauge('muster_sessions'), pending: gauge('muster_pending_handshakes') };
}

export async function metricsOf(url: string): Promise<string> {
  return (await fetchOnce(`${url}/metrics`)).text();
}
