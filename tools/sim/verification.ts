/**
 * @module The end of a federation that keeps logs: everybody stops in good order, and then the logs are verified from their files alone, that of
 * the federation beside that of each site, as `muster audit verify --full --site` does.
 */
import { type Finding, type LogPolicy, type LogSource, verifyLog } from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { EPOCH_MS, type VirtualTime } from './clock.ts';
import type { CoordinatorHost } from './coordinator-host.ts';
import { AUDIT } from './coordinator-log.ts';
import type { CoordinatorProcess } from './coordinator-process.ts';
import { partyOf } from './parties.ts';
import type { Schedule } from './schedule.ts';
import type { SiteHost } from './site-host.ts';
import { SITE_AUDIT, type SiteProcess } from './site-process.ts';
import { Violation } from './violation.ts';
import type { Volume } from './volume.ts';

/** Of virtual time in which everybody can stop, when nothing disturbs them. */
const STOP_MS = 60_000;
const RETRY_MS = 1_000;

interface Ended {
  readonly schedule: Schedule;
  readonly time: VirtualTime;
  readonly coordinator: CoordinatorHost;
  readonly sites: readonly SiteHost[];
}

/** Whether all are there who are needed for it: a quorum of witnesses, and every site. */
export function canStop({ coordinator, sites }: Pick<Ended, 'coordinator' | 'sites'>): boolean {
  const log = coordinator.process?.trail.log;
  return log?.witnesses.shortage === '' && sites.every(({ process }) => process?.gate.connected);
}

/** Throws Violation. Resolves with the steps that it took. */
export async function stopAndVerify(ended: Ended): Promise<number> {
  const { coordinator, sites, time } = ended;
  const { process } = coordinator;
  const { log } = process?.trail ?? {};
  if (!process || !log) throw new Violation('comes-to-an-end', 'the coordinator is away');
  for (const { disk } of [coordinator, ...sites]) disk.calm();
  const steps = await inTime(time, stop(process, sites, time));
  for (const site of sites) await verify(ended, site, log.witnesses.policy);
  return steps;
}

/** The sites' events are with the coordinator, a quorum has seen the log, and each site has published its own. */
async function stop(
  { trail }: CoordinatorProcess,
  sites: readonly SiteHost[],
  time: VirtualTime,
): Promise<void> {
  const present = sites.flatMap(({ process }) => process ?? []);
  await Promise.all(present.map((each) => close(each, time)));
  await trail.stop();
  const { log } = trail;
  for (let last = (log?.size ?? 0) - 1; log && !log.published?.hasQuorum; ) {
    await log.cosignedUpTo(last).catch(() => again(time));
  }
}

/** Brings its events, and publishes its own log, which the coordinator cosigns. */
async function close({ audit, trail }: SiteProcess, time: VirtualTime): Promise<void> {
  while (!(await audit.policy())) await again(time); // it is not registered yet
  await trail.ready();
  await trail.deliver();
  await trail.close();
}

function again(time: VirtualTime): Promise<void> {
  return new Promise((resolve) => void time.after(RETRY_MS, resolve));
}

/** Steps until `act` has come to its end. */
async function inTime(time: VirtualTime, act: Promise<void>): Promise<number> {
  const untilMs = time.nowMs + STOP_MS;
  let end: { readonly failed: unknown } | undefined;
  act.then(
    () => {
      end = { failed: undefined };
    },
    (thrown: unknown) => {
      end = { failed: thrown };
    },
  );
  let steps = 0;
  for (; !end && time.nowMs < untilMs && (await time.step()); ) steps += 1;
  if (!end) throw new Violation('verifies', 'the logs are not published, or not cosigned, at the end');
  if (end.failed !== undefined) {
    const { code, message } = asMusterError(end.failed);
    const invariant = code === 'AUDIT_ROLLED_BACK' ? 'never-two-histories' : 'verifies';
    throw new Violation(invariant, `a log could not be closed: ${message}`);
  }
  return steps;
}

async function verify(
  { schedule, time, coordinator }: Ended,
  site: SiteHost,
  policy: LogPolicy,
): Promise<void> {
  const { findings, reconciled } = await verifyLog({
    source: sourceIn(coordinator.disk.volume, `${AUDIT}/1`),
    policy,
    nowS: Math.floor((EPOCH_MS + time.nowMs) / 1000),
    maxAgeS: null,
    depth: 'events',
    site: sourceIn(site.disk.volume, `${SITE_AUDIT}/1`),
  });
  const found = findings.find((finding) => isGrave(finding, schedule, coordinator));
  if (found)
    throw new Violation(
      'verifies',
      `${found.log} does not verify beside the log of ${site.name}: ${found.rule ?? found.kind}, entry ${found.entry ?? '-'}, ${found.message}`,
    );
  const { siteOnly = 0, federationOnly = 0 } = reconciled ?? {};
  if (!reconciled || siteOnly + federationOnly > 0)
    throw new Violation(
      'verifies',
      `${siteOnly} events are in the log of ${site.name} alone, ${federationOnly} in the federation's alone`,
    );
}

/** Clocks that are put forward or back are what the rule of times tells of, and what a hostile site signs is held against the site. */
function isGrave(
  { kind, log, rule, entry }: Finding,
  { disturbances }: Schedule,
  { disk }: CoordinatorHost,
): boolean {
  if (kind === 'warning') return false;
  if (rule === 'time') return !disturbances.some((each) => each.kind === 'clock');
  const hostile = disturbances.flatMap((each) =>
    each.kind === 'mischief' ? partyOf(each.site).pseudonym : [],
  );
  const sql = 'SELECT source FROM audit_entry WHERE idx = $1';
  const source =
    log.includes('/site/') || entry === undefined
      ? ''
      : (disk.rows.get(sql, [entry], (row) => `${row.source}`) ?? '');
  return !hostile.some((pseudonym) => source.includes(`/site/${pseudonym}/`));
}

function sourceIn(volume: Volume, folder: string): LogSource {
  return {
    name: folder,
    read: async (path, bytesMax) => {
      const found = volume.find(`${folder}/${path}`);
      if (!found) throw new MusterError('NOT_FOUND', `the log has no ${path}`);
      return found.bytes.slice(0, bytesMax + 1);
    },
    async *list() {
      for (const path of volume.pathsBelow(folder)) yield path.slice(folder.length + 1);
    },
  };
}
