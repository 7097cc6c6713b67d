/** @module `muster agent check`: whether this site is ready, and what is in the way. */

import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { renewalDueMs, SKEW_MS_MAX } from '@muster/identity';
import { LearningChild } from '@muster/learning';
import { policyInWords } from '@muster/policy';
import { connectOnce, systemClock } from '@muster/transport';
import { type CheckReport, Checks, type Finding } from './check-report.ts';
import { datasetFinding } from './data-check.ts';
import { type Enrolled, readEnrolled, verifyOwn } from './enrolment.ts';
import { readFacts } from './enrolment-facts.ts';
import { type SiteFolder, siteFolder } from './folder.ts';
import { readPolicyFile } from './policy-file.ts';
import { signedInWords } from './policy-signature.ts';
import { expiryInWords, viewIn } from './policy-view.ts';
import { EXPIRY_DAYS_WARNED } from './policy-watch.ts';
import { sessionIdentity, sessionOptions } from './session-options.ts';
import type { SiteFile } from './site-config.ts';
import { readSiteFile } from './site-file.ts';
import { readTask, taskFinding } from './task-check.ts';
import { checkEngine } from './trusted-engine.ts';

const DAY_MS = 24 * 3600 * 1000;
const DISK_BYTES_MIN = 1e9;
const SKEW_MS_WARN = 30_000;

/**
 * Runs every check, also when one before it failed; nothing leaves the site but a handshake, and nothing is written but what is
 * remembered of the engine. Throws NOT_FOUND when there is no such folder.
 */
export async function checkSite(
  directory: string,
  { task: taskFile, passphraseFile }: { readonly task?: string; readonly passphraseFile?: string } = {},
): Promise<CheckReport> {
  const folder = siteFolder(directory);
  if (!existsSync(folder.root))
    throw new MusterError('NOT_FOUND', `${folder.root} does not exist; --dir names the folder of the site`);
  const checks = new Checks();
  const config = await checks.attempt('site.yaml', async () => ({
    value: await readSiteFile(folder),
    status: 'ok',
    finding: folder.config,
  }));
  const policy = await readPolicyFile(folder).then(
    (file) => file.policy,
    () => undefined, // what is wrong with it is told by its own check
  );
  const enrolled = await checks.attempt('keys', () => keysCheck(folder, passphraseFile));
  if (enrolled) await checks.attempt('coordinator', () => coordinatorCheck(enrolled));
  else {
    const why = existsSync(folder.enrolment) ? 'not asked: it takes the keys' : 'the site is not enrolled';
    checks.add('coordinator', { status: 'skipped', finding: why });
  }
  await checks.attempt('disk', () => diskCheck(folder));
  await checks.attempt('engine', () => engineCheck(folder, config?.engine ?? 'wasm'));
  if (config && enrolled && config.site !== enrolled.facts.site) {
    const finding = `site.yaml says "${config.site}", the certificate "${enrolled.facts.site}"`;
    checks.add('name', { status: 'failed', finding });
  }
  const task =
    taskFile === undefined
      ? undefined
      : await checks.attempt('task', async () => {
          const value = await readTask(taskFile);
          return config && policy
            ? { ...taskFinding(policy, config, value, systemClock.wallMs()), value }
            : { status: 'skipped', finding: 'nothing to hold it against', value };
        });
  if (config) {
    const { datasets } = config;
    for (const [name, dataset] of Object.entries(datasets))
      await checks.attempt(`data set ${name}`, () => datasetFinding(dataset, name, folder.root, task?.data));
    if (Object.keys(datasets).length === 0)
      checks.add('data sets', { status: 'warning', finding: 'site.yaml names none' });
  }
  await checks.attempt('policy', () => policyCheck(folder));
  return checks.report;
}

async function keysCheck(
  folder: SiteFolder,
  passphraseFile: string | undefined,
): Promise<Finding & { value: Enrolled }> {
  const enrolled = await readEnrolled(folder, await readFacts(folder), passphraseFile);
  const { facts } = enrolled;
  const nowMs = systemClock.wallMs();
  const own = verifyOwn(enrolled, folder.root, nowMs, 0);
  const days = Math.floor((own.notAfterMs - nowMs) / DAY_MS);
  const dueMs = renewalDueMs(own);
  const due = new Date(dueMs).toISOString().slice(0, 10);
  const isByHand = facts.certifiedBy === 'organisation';
  const renewal = isByHand
    ? `its organisation renews it, from ${due} on: muster agent request --again --dir ${folder.root}`
    : `the agent renews it from ${due} on`;
  const { epoch } = enrolled.manifest;
  return {
    value: enrolled,
    finding: `certificate of "${facts.site}" by ${own.organisation} in "${facts.federation}" (manifest ${epoch}), good for ${days} days; ${renewal}`,
    status: days < 14 || (isByHand && nowMs >= dueMs) ? 'warning' : 'ok',
  };
}

async function coordinatorCheck(enrolled: Enrolled): Promise<Finding> {
  const started = performance.now();
  const { session, handshake } = await connectOnce({
    ...sessionOptions(enrolled, systemClock),
    identity: sessionIdentity(enrolled, enrolled),
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
    finding: `${enrolled.facts.url} answers in ${ms} ms; clocks differ by ${(Math.round(skew / 100) / 10 + 0).toFixed(1)} s (at most ${SKEW_MS_MAX / 1000} s)`,
    status,
  };
}

async function diskCheck(folder: SiteFolder): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder.root);
  const free = bavail * bsize;
  return {
    finding: `${(free / 1e9).toFixed(1)} GB free`,
    status: free < DISK_BYTES_MIN ? 'warning' : 'ok',
  };
}

async function engineCheck(folder: SiteFolder, engine: SiteFile['engine']): Promise<Finding> {
  await using child = new LearningChild({ engine, memoryMb: 2048, niceness: 0, lingerMs: 0 });
  // A folder in which no agent has run yet stays as it is.
  const remembered = existsSync(folder.state) ? `${folder.engine}.check` : undefined;
  const { report } = await checkEngine(child, engine, remembered);
  if (!report.selfCheckPassed) throw new MusterError('ENGINE_UNTRUSTED', `${engine}: ${report.rejected}`);
  return {
    status: 'ok',
    finding: `${report.version}; largest relative error ${report.selfCheckMaxRelErr.toExponential(1)} in the self-check`,
  };
}

/** Throws CONFIG_INVALID, POLICY_UNSIGNED, POLICY_EXPIRED. */
async function policyCheck(folder: SiteFolder): Promise<Finding> {
  const { policy, signature, problem, daysLeft } = await viewIn(folder, systemClock.wallMs());
  if (problem) throw new MusterError(problem.code, problem.message);
  const signed = signature ? signedInWords(signature) : '';
  const ends = daysLeft === null ? '' : expiryInWords(policy, daysLeft);
  return {
    status: policy.tasks.length === 0 || (daysLeft ?? Infinity) <= EXPIRY_DAYS_WARNED ? 'warning' : 'ok',
    finding: [policyInWords(policy), signed, ends].filter(Boolean).join('; '),
  };
}
