/** @module `muster audit report`: both logs verified, and what they tell about the site, on one page. */
import { createHash } from 'node:crypto';
import { type LogReport, type LogSource, VaultCheck, verifyLog } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { readVault } from '@muster/store';
import { AUDIT_EXIT, type AuditExit, exitOfFindings } from '../audit-exit.ts';
import {
  assertTwoLogs,
  isUrl,
  readPolicy,
  refuseToOverwrite,
  sourceOf,
  writeAtomically,
} from '../audit-files.ts';
import { folderSource } from '../folder-source.ts';
import { knownNames } from '../names.ts';
import { readSitePolicy } from '../site-policy.ts';
import { type TellOptions, type Told, tell } from '../told.ts';
import { keeperAt, vaultAt } from '../vault-place.ts';
import { verifiedLogOf } from '../verified-log.ts';
import { reportPage } from './page.ts';
import { SiteStory } from './site-story.ts';

export interface ReportOptions extends TellOptions {
  readonly policy?: string;
  /** The site's own log. */
  readonly site: string;
  readonly out: string;
  readonly vault?: string;
  readonly policyFile?: string;
  /** Folder of the site or the coordinator that hands it out. */
  readonly dir?: string;
  readonly for: 'operator' | 'site' | 'officer' | 'regulator' | 'subject' | 'public';
  /** Seconds for one file of a server. */
  readonly timeout: number;
}

export interface Reported extends Told {
  readonly file: string;
  readonly ok: boolean;
  readonly exit: AuditExit;
  readonly findings: number;
}

/** A served log is to have been seen by a quorum so long ago at most. */
const MAX_AGE_S = 900;

/** The page is written whatever the verification says: it says so too. Rejects with CONFLICT, NOT_FOUND, INVALID_ARGUMENT, and as the sources do. */
export async function report(where: string, options: ReportOptions): Promise<Reported> {
  await refuseToOverwrite(options.out);
  const policy = await readPolicy(options.policy);
  const sitePolicy = await readSitePolicy(options.policyFile);
  const database = options.vault === undefined ? undefined : (await vaultAt(options.vault)).database;
  const source = await sourceOf(where, options);
  const siteSource = await folderSource(options.site);
  await assertTwoLogs(source, siteSource);
  const now = new Date();
  const verified = await verifyLog({
    source,
    policy,
    nowS: Math.floor(now.getTime() / 1000),
    maxAgeS: isUrl(where) ? MAX_AGE_S : null,
    depth: 'events',
    site: siteSource,
  });
  const { log, site } = verified;
  using vault = database === undefined ? undefined : readVault(database);
  const story =
    log && site
      ? new SiteStory(siteOf(site.origin), (commitment) => vault?.find(commitment)?.payload)
      : undefined;
  const check = site && vault ? new VaultCheck(site.origin, vault) : undefined;
  for await (const { index, entry } of entriesOf(siteSource, story && site)) {
    story?.own(index, entry);
    check?.entry(index, entry);
  }
  for await (const { index, entry } of entriesOf(source, story && log)) story?.federation(index, entry);
  const beside = check?.finish() ?? null;
  const findings = [...verified.findings, ...(beside?.findings ?? [])];
  const exit = exitOfFindings(findings);
  const names = await knownNames([where, options.site, options.vault], options);
  const page = reportPage({
    names,
    exit,
    log,
    site,
    findings,
    omitted: verified.omitted,
    vault: beside,
    madeAt: now.toISOString(),
    story: story && { story, policy: sitePolicy, hasVault: vault !== undefined },
  });
  const content = `sha256:${createHash('sha256').update(page).digest('hex')}`;
  const data = { what: 'report', format: 'html', recipient: options.for, content } as const;
  const keeper = options.dir === undefined ? undefined : keeperAt(options.dir);
  const told = await tell(keeper, { name: 'data.exported', data }, options);
  await writeAtomically(options.out, page);
  const grave = findings.filter(({ kind }) => kind !== 'warning').length;
  return { file: options.out, ok: exit === AUDIT_EXIT.ok, exit, findings: grave, ...told };
}

/** Of a log that was verified; nothing of one that was not. */
async function* entriesOf(source: LogSource, verified: LogReport | undefined) {
  if (!verified) return;
  const { origin, size, root } = verified;
  yield* verifiedLogOf(source, { origin, size, root: Buffer.from(root, 'base64') }).entries();
}

function siteOf(origin: string): string {
  const site = /\/site\/(s-[0-9a-f]{16})\//.exec(origin)?.[1];
  if (site === undefined) throw new MusterError('INVALID_ARGUMENT', `${origin} is no site's own log`);
  return site;
}
