/** @module A coordinator at rest: what it holds when nobody throws anything, while honest rounds go on. */
import { collectGarbage } from './collector.ts';
import { FEDERATION, fetchOnce, type Schedule, type Training } from './training.ts';
import type { Doors } from './verdict.ts';
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
  /** Resident memory, bytes. */
  readonly rss: number;
  readonly doors: Doors;
}

const NONE: Doors = { sessions: 0, handshakes: 0, sockets: undefined };

/** How long is looked: until memory grows no more, or until it is below a bound; but not for ever. */
type Until =
  | { readonly kind: 'grown'; readonly looksMax: number }
  | { readonly kind: 'below'; readonly bytes: number };

const LOOKS_BELOW_MAX = 8;
/** Looks in a row that find hardly more than the greatest before them. */
const STABLE_LOOKS = 3;
const STABLE_GROWTH = 1.01;
const EVERY_MS = 250;
const DOORS_MS = 5_000;

/** After connections have ended. Each look follows a full collection of garbage, takes `lookMs`, and finds the least memory within it. */
export async function atRest(
  training: Training,
  keeper: Keeper,
  lookMs: number,
  until: Until,
): Promise<Rest> {
  const { child } = training.coordinator;
  const looks: number[] = [];
  for (;;) {
    if (vitalsOf(child).alive) await collectGarbage(training.coordinator);
    looks.push(await restingRss(child, Math.ceil(lookMs / EVERY_MS), EVERY_MS));
    if (!vitalsOf(child).alive) return { alive: false, rss: 0, doors: NONE };
    const { sessions, pending } = await gaugesOf(training);
    const isQuiet = sessions === FEDERATION && pending === 0;
    if (isQuiet && isEnough(looks, until)) break;
    if (looks.length >= (until.kind === 'below' ? LOOKS_BELOW_MAX : until.looksMax)) break;
  }
  keeper.isPaused = true;
  const doors: Doors[] = [];
  for (let ms = 0; ms < DOORS_MS && vitalsOf(child).alive; ms += EVERY_MS) {
    await sleep(EVERY_MS);
    doors.push(await doorsOf(training));
  }
  keeper.isPaused = false;
  // Before: what it has grown to. After: what it came back to.
  const rss = Math.min(...(until.kind === 'below' ? looks : looks.slice(-STABLE_LOOKS)));
  return { alive: vitalsOf(child).alive, rss, doors: least(doors) };
}

/** What is open: the least of several looks, since the member of the federation comes and goes. */
function least(doors: readonly Doors[]): Doors {
  const sockets = doors.flatMap((each) => (each.sockets === undefined ? [] : [each.sockets]));
  return {
    sessions: Math.min(...doors.map(({ sessions }) => sessions)),
    handshakes: Math.min(...doors.map(({ handshakes }) => handshakes)),
    sockets: sockets.length > 0 ? Math.min(...sockets) : undefined,
  };
}

async function doorsOf(training: Training): Promise<Doors> {
  const { sessions, pending } = await gaugesOf(training);
  const { sockets } = vitalsOf(training.coordinator.child);
  return { sessions, handshakes: pending, sockets: sockets === undefined ? undefined : sockets - sessions };
}

function isEnough(looks: readonly number[], until: Until): boolean {
  if (until.kind === 'below') return looks.some((bytes) => bytes <= until.bytes);
  const earlier = looks.slice(0, -STABLE_LOOKS);
  return (
    earlier.length > 0 && Math.max(...looks.slice(-STABLE_LOOKS)) <= Math.max(...earlier) * STABLE_GROWTH
  );
}

function sleep(ms: number): Promise<void> {
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
