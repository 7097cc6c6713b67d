/**
 * @module What the daemon must know of its folder, worked out before it starts by a process that goes: reading YAML and checking schemas
 * takes 25 MB that a daemon at rest would hold for nothing.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { missingFiles, siteOnlyPart } from '@muster/data';
import { type ErrorCode, MusterError } from '@muster/errors';
import { LearningChild } from '@muster/learning';
import type { EngineReport } from '@muster/protocol';
import { type EnrolmentFacts, readFacts } from './enrolment-facts.ts';
import { siteFolder } from './folder.ts';
import { readSignedPolicy } from './policy-file.ts';
import type { SiteConfig } from './site-config.ts';
import { readSiteFile } from './site-file.ts';
import { checkEngine } from './trusted-engine.ts';

export interface Briefing {
  /** Of the site, absolute. */
  readonly directory: string;
  /** Absolute; undefined where MUSTER_PASSPHRASE_FILE decides. */
  readonly passphraseFile: string | undefined;
  readonly facts: EnrolmentFacts;
  readonly config: SiteConfig;
  /** What the federation gets to see of the policy. */
  readonly published: Uint8Array;
  /** Files of data sets that cannot be opened now, and why: they may be there when they are needed. */
  readonly missing: readonly MissingFile[];
  readonly engine: EngineReport;
  /** On this machine, with this code: nothing had to be checked. */
  readonly startedBefore: boolean;
}

export interface MissingFile {
  readonly dataset: string;
  readonly code: ErrorCode;
  readonly message: string;
  /** Its path, and the system's own words: for the log of this site. */
  readonly file: string;
}

/** Throws CONFIG_INVALID with every issue of site.yaml or policy.yaml, POLICY_UNSIGNED, NOT_FOUND and KEY_FILE_INVALID. Runs the engine's self-check unless it is known to pass. */
export async function prepareAgent(directory: string, passphraseFile?: string): Promise<Briefing> {
  const folder = siteFolder(directory);
  const facts = await readFacts(folder);
  const { policy, published } = await readSignedPolicy(folder);
  const config: SiteConfig = { ...(await readSiteFile(folder)), policy };
  if (config.site !== facts.site)
    throw new MusterError(
      'CONFIG_INVALID',
      `${folder.config}: site is "${config.site}", the certificate is for "${facts.site}"`,
    );
  const missing: MissingFile[] = [];
  for (const [dataset, files] of Object.entries(config.datasets))
    for (const fault of await missingFiles(files, folder.root))
      missing.push({ dataset, code: fault.code, message: fault.message, file: siteOnlyPart(fault) });
  await mkdir(folder.state, { recursive: true, mode: 0o700 });
  await using child = new LearningChild({
    engine: config.engine,
    memoryMb: config.training.memoryMb,
    niceness: config.training.niceness,
    lingerMs: 0,
  });
  const { report, remembered } = await checkEngine(child, config.engine, folder.engine);
  return {
    directory: folder.root,
    passphraseFile: passphraseFile ? resolve(passphraseFile) : passphraseFile,
    facts,
    config,
    published,
    missing,
    engine: report,
    startedBefore: remembered,
  };
}
