/** @module A schedule: the federation of one seed, and everything that is done to it. Plain data, so that it can be printed, cut down and replayed. */
import type { DiskFault } from './disk.ts';
import type { Tampering } from './network.ts';
import { Chance } from './random.ts';

/** What a site that does not mean well does, where no log is needed for it. */
const MISCHIEFS = [
  'not-a-number',
  'beyond-range',
  'other-bytes',
  'other-plan',
  'other-model',
  'other-weight',
  'two-updates',
  'old-update',
  'half-an-upload',
  'no-answer',
  'refusal',
  'flood',
] as const;
/** What it does besides, where updates are masked. */
const MASKED_MISCHIEFS = [
  ...MISCHIEFS,
  'no-keys',
  'keys-alone',
  'shares-alone',
  'words-alone',
  'signature-alone',
  'bad-boxes',
  'bad-shares',
  'huge-words',
  'early-shares',
  'foreign-round',
] as const;
/** `no-event`: it signs no event of what it agrees to, or of what leaves it. */
export type Mischief = (typeof MASKED_MISCHIEFS)[number] | 'no-event';

/** What the trainer of a site does whose agent is as it should be. */
export function isOfTraining(how: Mischief): boolean {
  return how === 'not-a-number' || how === 'beyond-range';
}

/** What a site says in a round of secure aggregation, in this order; `report` announces its masked words. */
export const SECURE_WORDS = ['advertise', 'shares', 'report', 'consistency', 'unmask'] as const;
export type SecureWord = (typeof SECURE_WORDS)[number];

/** `host` is `coordinator` or a site's name. Times are virtual, from the start. */
export type Disturbance =
  | { readonly kind: 'cut'; readonly site: string; readonly atMs: number; readonly halfOpenMs: number }
  | { readonly kind: 'partition'; readonly site: string; readonly atMs: number; readonly forMs: number }
  | {
      readonly kind: 'tamper';
      readonly site: string;
      readonly atMs: number;
      /** The n-th frame from then on, either way. */
      readonly frames: number;
      readonly how: Tampering;
    }
  | { readonly kind: 'kill'; readonly host: string; readonly atMs: number; readonly downMs: number }
  /** At the n-th write of its disk. */
  | { readonly kind: 'killAtWrite'; readonly host: string; readonly write: number; readonly downMs: number }
  /** As `kill`, and the disk loses what nobody waited for. */
  | { readonly kind: 'powerCut'; readonly host: string; readonly atMs: number; readonly downMs: number }
  | {
      readonly kind: 'powerCutAtWrite';
      readonly host: string;
      readonly write: number;
      readonly downMs: number;
    }
  | {
      readonly kind: 'disk';
      readonly host: string;
      readonly atMs: number;
      readonly forMs: number;
      readonly fault: DiskFault;
    }
  /** Of the coordinator's rows alone, which lie on another disk than all else then; from its n-th blob on, whose row is yet to come. */
  | {
      readonly kind: 'rows';
      readonly host: 'coordinator';
      readonly blob: number;
      readonly forMs: number;
      readonly fault: DiskFault;
    }
  | {
      readonly kind: 'slowDisk';
      readonly host: string;
      readonly atMs: number;
      readonly forMs: number;
      readonly latencyMs: number;
    }
  /** When a site says a word of a round of secure aggregation for the first time: in its place, or as soon as it has left. */
  | {
      readonly kind: 'killAtWord';
      readonly site: string;
      readonly word: SecureWord;
      readonly host: string;
      readonly isSaid: boolean;
      readonly downMs: number;
    }
  /** From then on its wall clock is off by so much more. */
  | { readonly kind: 'clock'; readonly host: string; readonly atMs: number; readonly skewMs: number }
  | { readonly kind: 'mischief'; readonly site: string; readonly how: Mischief };

export interface Schedule {
  readonly seed: string;
  readonly sites: readonly string[];
  readonly parameters: number;
  readonly rounds: number;
  readonly cohort: number;
  readonly quorum: number;
  readonly overSelection: number;
  readonly deadlineS: number;
  readonly offerS: number;
  readonly strategy: 'fedavg' | 'fedavgm';
  readonly seal: { readonly afterMs: number; readonly updatesMax: number };
  readonly chunkBytes: number;
  readonly windowChunks: number;
  readonly heartbeatMs: number;
  /** Uploads at a time, and updates in memory. */
  readonly uploads: number;
  readonly slots: number;
  /** Newest models that keep their bytes; 0: all. */
  readonly modelsPerRun: number;
  readonly delayMs: readonly [number, number];
  /** How long each site trains, of each round between these. */
  readonly trainMs: Readonly<Record<string, readonly [number, number]>>;
  readonly disturbances: readonly Disturbance[];
  /** Federation and sites keep logs, and the sites ask for that. */
  readonly log: boolean;
  readonly masking: Masking;
}

/** From whom single updates are hidden, and how they are made whole numbers. */
export interface Masking {
  readonly profile: 'malicious' | 'semi-honest' | 'off';
  readonly bits: 16 | 32;
  readonly clipNorm: number;
  readonly exampleCap: number;
}

/** Of the coordinator with a site that stalls while others wait; more than a chunk takes on the slowest line. */
export const PATIENCE_MS = 3_000;
/** Disturbances begin before this. */
const DISTURBED_MS = 20_000;
const DISTURBANCES_MAX = 7;
const POWER_CUTS_MAX = 3;
/** Of the publisher: witnesses that do not answer within half of it are asked again. */
const WITNESS_MS = 4_000;
/** More than the plan has. */
const PLAN_BYTES = 1_600;
/** Fewest sites of a round, by profile. */
export const SITES_MIN = { malicious: 5, 'semi-honest': 3, off: 1 } as const;
/** Of masked words, behind those of the parameters, and what pads these. */
const TAIL_BYTES = 80;

/** The schedule of a seed. */
export function drawSchedule(seed: string): Schedule {
  const chance = new Chance(seed).of('schedule');
  const logChance = new Chance(seed).of('log');
  const masking = drawMasking(new Chance(seed).of('masking'));
  const isMasked = masking.profile !== 'off';
  // Signatures of the log cost more than the rest of a seed.
  const log = logChance.happens(isMasked ? 0.2 : 0.5);
  const least = SITES_MIN[masking.profile];
  const count = isMasked ? least + chance.pick([0, 0, 1, 1, 2, 3]) : chance.whole(2, 6);
  const sites = Array.from({ length: count }, (_, index) => `site-${index + 1}`);
  // Of masked sums one site more than the least must be left.
  const badMax = isMasked ? Math.max(0, count - least - 1) : Math.max(1, Math.floor(count / 3));
  const bad = chance.happens(0.35)
    ? sites.slice(0, Math.min(badMax, chance.whole(1, Math.max(1, badMax))))
    : [];
  const honest = count - bad.length;
  const quorum = isMasked ? 3 : chance.whole(1, Math.max(1, Math.min(honest, 4)));
  // Whoever is drawn, there are enough among them who mean well.
  const cohort = isMasked ? count : chance.whole(quorum + bad.length, count);
  const trainsFor = (): readonly [number, number] => {
    const least = chance.pick([0, 100, 500, 2_000, 6_000]);
    return [least, least + chance.pick([10, 500, 3_000])];
  };
  const slowest = chance.pick([1, 20, 150, 600]);
  const parameters = chance.whole(1, 80);
  const chunkBytes = chance.pick(slowest < 100 ? [16, 64, 100, 262_144] : [256, 262_144]);
  const windowChunks = chance.whole(1, 8);
  const trainMs = Object.fromEntries(sites.map((site) => [site, trainsFor()]));
  // A run that nobody disturbs must be able to end: there is time for plan, model, training and update.
  const moves = (bytes: number): number => (2 + Math.ceil(bytes / chunkBytes / windowChunks)) * 2 * slowest;
  // An offer waits for witnesses, who may have to be asked twice; its answer and the update wait for the events of them.
  const logMs = log ? WITNESS_MS + 8 * slowest : 0;
  // Keys and shares go round while sites train, each relayed, and may have to be said again.
  const maskingMs = isMasked ? 4_000 + 16 * slowest : 0;
  const offerMs = 2 * moves(PLAN_BYTES) + 1_000 + logMs;
  const longest = Math.max(...Object.values(trainMs).map(([, most]) => most));
  const deadlineMs =
    offerMs +
    2 * moves(8 * parameters + (isMasked ? TAIL_BYTES : 0)) +
    longest +
    maskingMs +
    bad.length * PATIENCE_MS +
    chance.pick([1_000, 5_000]) +
    logMs;
  return {
    seed,
    sites,
    parameters,
    rounds: chance.whole(1, isMasked ? 2 : 3),
    cohort,
    quorum,
    overSelection: chance.pick([1, 1.3, 2]),
    deadlineS: deadlineMs / 1_000,
    offerS: offerMs / 1_000,
    strategy: chance.pick(['fedavg', 'fedavgm']),
    seal: { afterMs: chance.pick([0, 50, 500, 2_000]), updatesMax: chance.whole(1, 4) },
    chunkBytes,
    windowChunks,
    heartbeatMs: chance.pick([2_000, 5_000]),
    uploads: chance.whole(1, 4),
    slots: chance.whole(0, 4),
    modelsPerRun: new Chance(seed).of('retention').pick([0, 1]),
    delayMs: [slowest / 10, slowest],
    trainMs,
    log,
    masking,
    disturbances: [
      ...bad.map((site, index) => {
        const how = chance.pick(isMasked ? MASKED_MISCHIEFS : MISCHIEFS);
        const isSilent = log && index === 0 && logChance.happens(0.3);
        return { kind: 'mischief', site, how: isSilent ? 'no-event' : how } as const;
      }),
      ...Array.from({ length: chance.whole(0, DISTURBANCES_MAX) }, () => disturbance(chance, sites, log)),
      ...clocksOff(new Chance(seed).of('clocks'), sites, log ? 300_000 : 600_000),
      ...powerCuts(new Chance(seed).of('power'), sites, log),
      ...rowsAtFault(new Chance(seed).of('rows')),
      ...(isMasked ? killsAtWords(new Chance(seed).of('words'), sites) : []),
    ],
  };
}

/**
 * Of a third of the schedules, from the start or by a step: ten minutes; where there is a log five, so that two clocks are less than the
 * quarter of an hour apart for which a cosignature counts.
 */
function clocksOff(chance: Chance, sites: readonly string[], offMs: number): readonly Disturbance[] {
  if (!chance.happens(0.33)) return [];
  return [...sites, 'coordinator'].flatMap((host) => {
    const skewMs = chance.pick([0, 0, offMs, -offMs]);
    const atMs = chance.pick([0, chance.whole(0, DISTURBED_MS)]);
    return skewMs === 0 ? [] : [{ kind: 'clock', host, atMs, skewMs } as const];
  });
}

/** Of half of the schedules. */
function powerCuts(chance: Chance, sites: readonly string[], log: boolean): readonly Disturbance[] {
  if (!chance.happens(0.5)) return [];
  return Array.from({ length: chance.whole(1, POWER_CUTS_MAX) }, () => {
    const host = chance.happens(0.75) ? 'coordinator' : chance.pick(sites);
    const downMs = chance.pick([50, 1_000, 4_000]);
    const atMs = chance.whole(0, DISTURBED_MS);
    const write = writeOf(host, chance, log);
    return chance.happens(0.3)
      ? ({ kind: 'powerCut', host, atMs, downMs } as const)
      : ({ kind: 'powerCutAtWrite', host, write, downMs } as const);
  });
}

/** Of a quarter of the schedules: what is made waits for its row, some of it longer than blobs without one are left alone. */
function rowsAtFault(chance: Chance): readonly Disturbance[] {
  if (!chance.happens(0.25)) return [];
  const blob = chance.whole(1, 10);
  const forMs = chance.pick([1_000, 20_000]);
  return [{ kind: 'rows', host: 'coordinator', blob, forMs, fault: chance.pick(['full', 'full', 'dead']) }];
}

/** Of two thirds of the schedules with masks: the coordinator, or a site, at some stage of the first round. */
function killsAtWords(chance: Chance, sites: readonly string[]): readonly Disturbance[] {
  return Array.from({ length: chance.whole(0, 2) }, () => {
    const site = chance.pick(sites);
    return {
      kind: 'killAtWord',
      site,
      word: chance.pick(SECURE_WORDS),
      host: chance.happens(0.5) ? 'coordinator' : site,
      isSaid: chance.happens(0.5),
      downMs: chance.pick([50, 1_000, 4_000, 30_000]),
    } as const;
  });
}

/** Of a third of the schedules. */
function drawMasking(chance: Chance): Masking {
  const profile = chance.happens(1 / 3) ? chance.pick(['malicious', 'malicious', 'semi-honest']) : 'off';
  const bits = chance.pick([32, 32, 16]);
  return { profile, bits, clipNorm: chance.pick([1, 16]), exampleCap: chance.pick([300, 10_000]) };
}

/** One of the writes of a run. */
function writeOf(host: string, chance: Chance, log: boolean): number {
  const [ofCoordinator, ofSite] = log ? [400, 100] : [90, 12];
  return chance.whole(1, host === 'coordinator' ? ofCoordinator : ofSite);
}

/** Whether the power of a host fails. */
export function losesPower(host: string, { disturbances }: Schedule): boolean {
  return disturbances.some(
    (each) => (each.kind === 'powerCut' || each.kind === 'powerCutAtWrite') && each.host === host,
  );
}

/** By how much the wall clock of a host is off. */
export function skewOf(host: string, { disturbances }: Schedule, nowMs: number): number {
  return disturbances.reduce(
    (sum, each) =>
      each.kind === 'clock' && each.host === host && each.atMs <= nowMs ? sum + each.skewMs : sum,
    0,
  );
}

function disturbance(chance: Chance, sites: readonly string[], log: boolean): Disturbance {
  const site = chance.pick(sites);
  const host = chance.happens(0.6) ? 'coordinator' : site;
  const atMs = Math.round(chance.between(0, DISTURBED_MS) * chance.uniform());
  const forMs = chance.pick([50, 1_000, 4_000, 12_000]);
  switch (
    chance.pick([
      'cut',
      'partition',
      'tamper',
      'kill',
      'killAtWrite',
      'killAtWrite',
      'killAtWrite',
      'disk',
      'slowDisk',
    ])
  ) {
    case 'cut':
      return { kind: 'cut', site, atMs, halfOpenMs: chance.pick([0, 0, 5_000]) };
    case 'partition':
      return { kind: 'partition', site, atMs, forMs };
    case 'tamper':
      return {
        kind: 'tamper',
        site,
        atMs,
        frames: chance.whole(1, 60),
        how: chance.pick(['flip', 'duplicate', 'swap', 'truncate']),
      };
    case 'kill':
      return { kind: 'kill', host, atMs, downMs: forMs };
    case 'killAtWrite':
      return {
        kind: 'killAtWrite',
        host,
        write: writeOf(host, chance, log),
        downMs: forMs,
      };
    case 'disk':
      return { kind: 'disk', host, atMs, forMs, fault: chance.pick(['full', 'dead']) };
    case 'slowDisk':
      return { kind: 'slowDisk', host, atMs, forMs, latencyMs: chance.pick([5, 100, 900]) };
  }
}

/** A schedule whose parts the coordinator reads: task.yaml. */
export function taskOf(schedule: Schedule): string {
  const { rounds, cohort, quorum, overSelection, deadlineS, offerS, strategy, masking } = schedule;
  const { profile, bits, clipNorm, exampleCap } = masking;
  return `task: sim
purpose: simulation
model: { architecture: logistic }
data: { dataset: sim, kind: image, height: 1, width: 1, channels: 1, classes: ['a','b'], normalise: { mean: 0, deviation: 1 } }
training: { optimizer: { name: sgd, learningRate: 0.1 }, seed: 1 }
rounds: { max: ${rounds}, cohort: ${cohort}, quorum: ${quorum}, overSelection: ${overSelection}, deadlineS: ${deadlineS}, offerS: ${offerS}, gatherS: 1, retryS: 0.5, maxAttempts: 20, valueMax: 4, weightMax: 1000 }
strategy: { name: ${strategy} }
secureAggregation: { profile: ${profile}, bits: ${bits}, clipNorm: ${clipNorm}, exampleCap: ${exampleCap} }
`;
}
