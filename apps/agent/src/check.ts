/** @module `muster agent check`: whether this site is ready, and what is in the way. */

import { mkdirSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import type { DataOverview, DatasetConfig } from '@muster/data';
import { asMusterError, MusterError } from '@muster/errors';
import { renewalDueMs, SKEW_MS_MAX } from '@muster/identity';
import { LearningChild } from '@muster/learning';
import { connectOnce, systemClock } from '@muster/transport';
import { type Enrolled, readEnrolled, verifyOwn } from './enrolment.ts';
import { readFacts } from './enrolment-facts.ts';
import { type SiteFolder, siteFolder } from './folder.ts';
import type { Policy } from './policy.ts';
import { sessionIdentity, sessionOptions } from './session-options.ts';
import type { SiteConfig } from './site-config.ts';
import { readSiteConfig } from './site-file.ts';
import { checkEngine } from './trusted-engine.ts';

export interface CheckReport {
  readonly checks: readonly {
    readonly name: string;
    readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
    readonly finding: string;
  }[];
}

type Check = CheckReport['checks'][number];

const DAY_MS = 24 * 3600 * 1000;
const DISK_BYTES_MIN = 1e9;
const SKEW_MS_WARN = 30_000;

/** Runs every check, also when one before it failed; nothing leaves the site but a handshake. */
export async function checkSite(
  directory: string,
  { task: taskFile, passphraseFile }: { readonly task?: string; readonly passphraseFile?: string } = {},
): Promise<CheckReport> {
  const folder = siteFolder(directory);
  const checks: Check[] = [];
  const add = (name: string, status: Check['status'], finding: string): void => {
    checks.push({ name, status, finding });
  };
  const attempt = async <T>(
    name: string,
    act: () => Promise<{ value: T; finding: string; status?: Check['status'] }>,
  ): Promise<T | undefined> => {
    try {
      const { value, finding, status } = await act();
      add(name, status ?? 'ok', finding);
      return value;
    } catch (thrown) {
      const { code, message } = asMusterError(thrown);
      add(name, 'failed', `${message} (${code})`);
      return undefined;
    }
  };
  const config = await attempt('site.yaml', async () => ({
    value: await readSiteConfig(folder),
    finding: folder.config,
  }));
  const enrolled = await attempt('keys', () => keysCheck(folder, passphraseFile));
  if (enrolled) await attempt('coordinator', () => coordinatorCheck(enrolled));
  else add('coordinator', 'skipped', 'the site is not enrolled');
  await attempt('disk', () => diskCheck(folder));
  await attempt('engine', () => engineCheck(folder, config?.engine ?? 'wasm'));
  if (config) {
    if (config.site !== enrolled?.facts.site && enrolled)
      add('name', 'failed', `site.yaml says "${config.site}", the certificate "${enrolled.facts.site}"`);
    for (const [name, dataset] of Object.entries(config.datasets))
      await attempt(`data set ${name}`, () => datasetCheck(folder, name, dataset, taskFile));
    if (Object.keys(config.datasets).length === 0) add('data sets', 'warning', 'site.yaml names none');
    add('policy', config.policy.tasks.length === 0 ? 'warning' : 'ok', policyInWords(config.policy));
  }
  return { checks };
}

async function keysCheck(
  folder: SiteFolder,
  passphraseFile: string | undefined,
): Promise<{ value: Enrolled; finding: string; status: Check['status'] }> {
  const enrolled = await readEnrolled(folder, await readFacts(folder), passphraseFile);
  const { facts } = enrolled;
  const nowMs = systemClock.wallMs();
  const own = verifyOwn(enrolled, folder.root, nowMs, 0);
  const days = Math.floor((own.notAfterMs - nowMs) / DAY_MS);
  const renewal = new Date(renewalDueMs(own)).toISOString().slice(0, 10);
  return {
    value: enrolled,
    finding: `certificate of "${facts.site}" in "${facts.federation}", good for ${days} days; the agent renews it from ${renewal} on`,
    status: days < 14 ? 'warning' : 'ok',
  };
}

async function coordinatorCheck(
  enrolled: Enrolled,
): Promise<{ value: undefined; finding: string; status: Check['status'] }> {
  const started = performance.now();
  const { session, handshake } = await connectOnce({
    ...sessionOptions(enrolled, systemClock),
    identity: sessionIdentity(enrolled, enrolled.certificate),
    handshakeMs: 10_000,
    handlers: {
      onRequest: async () => {
        throw new MusterError('SITE_BUSY', 'only checking');
      },
      onNotice: () => {},
      openObject: async () => undefined,
      onClose: () => {},
    },
  });
  const ms = Math.round(performance.now() - started);
  session.close(new MusterError('UNAVAILABLE', 'checked'));
  const skew = handshake.clockSkewMs;
  const status = Math.abs(skew) > SKEW_MS_WARN ? 'warning' : 'ok';
  return {
    value: undefined,
    finding: `${enrolled.facts.url} answers in ${ms} ms; clocks differ by ${(skew / 1000).toFixed(1)} s (at most ${SKEW_MS_MAX / 1000} s)`,
    status,
  };
}

async function diskCheck(
  folder: SiteFolder,
): Promise<{ value: undefined; finding: string; status: Check['status'] }> {
  const { bavail, bsize } = await statfs(folder.root);
  const free = bavail * bsize;
  return {
    value: undefined,
    finding: `${(free / 1e9).toFixed(1)} GB free`,
    status: free < DISK_BYTES_MIN ? 'warning' : 'ok',
  };
}

async function engineCheck(
  folder: SiteFolder,
  engine: SiteConfig['engine'],
): Promise<{ value: undefined; finding: string }> {
  mkdirSync(folder.state, { recursive: true, mode: 0o700 });
  await using child = new LearningChild({ engine, memoryMb: 2048, niceness: 0, lingerMs: 0 });
  const { report } = await checkEngine(child, engine, `${folder.engine}.check`);
  if (!report.selfCheckPassed) throw new MusterError('ENGINE_UNTRUSTED', `${engine}: ${report.rejected}`);
  return {
    value: undefined,
    finding: `${report.version}; largest relative error ${report.selfCheckMaxRelErr.toExponential(1)} in the self-check`,
  };
}

function overviewInWords(overview: DataOverview): string {
  if (overview.kind === 'table') return `${overview.rows} rows, columns ${overview.columns.join(', ')}`;
  const { rows, height, width, channels, labelCounts } = overview;
  const size = [height, width, ...(channels === 1 ? [] : [channels])].join(' x ');
  return `${rows} images of ${size}, labels 0 to ${labelCounts.length - 1}`;
}

async function datasetCheck(
  folder: SiteFolder,
  name: string,
  dataset: DatasetConfig,
  taskFile: string | undefined,
): Promise<{ value: undefined; finding: string; status: Check['status'] }> {
  const { checkDataset, overviewOf } = await import('@muster/data');
  if (taskFile === undefined)
    return {
      value: undefined,
      finding: `${overviewInWords(await overviewOf(dataset, folder.root))}; pass --task to check them against a schema`,
      status: 'ok',
    };
  const { formatIssue, parseTask } = await import('@muster/task');
  const task = parseTask(await readFile(taskFile, 'utf8'), taskFile);
  if (!task.ok) throw new MusterError('TASK_INVALID', task.issues.map(formatIssue).join('\n'));
  if (task.value.data.dataset !== name)
    return { value: undefined, finding: `the task uses "${task.value.data.dataset}"`, status: 'skipped' };
  const report = await checkDataset(dataset, task.value.data, { baseDir: folder.root });
  const [first] = report.errors;
  if (first) {
    const more = report.errors.length > 1 ? `, and ${report.errors.length - 1} more faults` : '';
    throw new MusterError(
      first.code,
      `${first.message}${first.siteOnly ? ` [${first.siteOnly}]` : ''}${more}`,
    );
  }
  const counts = report.labelCounts
    .map((count, index) => `${report.classes[index] ?? index}: ${count}`)
    .join(', ');
  const { ignoredColumns, residentBytes, warnings } = report;
  const ignored = ignoredColumns.length > 0 ? [`columns passed over: ${ignoredColumns.join(', ')}`] : [];
  const memory = `${Math.ceil(residentBytes / 1024)} KiB of memory`;
  return {
    value: undefined,
    finding: [`${report.rows} rows (${counts}), ${memory}`, ...ignored, ...warnings].join('; '),
    status: report.warnings.length > 0 ? 'warning' : 'ok',
  };
}

/** The policy as a person would say it. */
function policyInWords(policy: Policy): string {
  if (policy.tasks.length === 0) return 'allows no task yet';
  return [
    `version ${policy.version} allows tasks ${policy.tasks.join(', ')} with ${policy.architectures.join(', ') || 'no architecture'}`,
    `in sums of at least ${policy.minCohort} sites, up to ${policy.maxRounds} rounds`,
    `besides the update may leave: ${policy.metrics.join(', ') || 'nothing'}`,
  ].join('; ');
}
