/** @module `muster audit verify`: reads what is asked, verifies, keeps the state of a success and the evidence of a fork. */
import { dirname, join } from 'node:path';
import {
  formatForkEvidence,
  formatTrustedState,
  type LogSource,
  VaultCheck,
  type VaultReport,
  type VerifyReport,
  verifyForkEvidence,
  verifyLog,
} from '@muster/audit';
import { asMusterError, MusterError } from '@muster/errors';
import { readVault } from '@muster/store';
import { AUDIT_EXIT, type AuditExit, exitOfFindings } from './audit-exit.ts';
import {
  assertTwoLogs,
  isUrl,
  readInput,
  readPolicy,
  readState,
  sourceOf,
  writeAtomically,
} from './audit-files.ts';
import { folderSource } from './folder-source.ts';
import { type TellOptions, type Told, tell } from './told.ts';
import { keeperAt, vaultAt } from './vault-place.ts';
import { verifiedLogOf } from './verified-log.ts';

/** A log on a server is stale after it: that is how long a gate waits for a quorum. */
const MAX_AGE_S = 900;

export interface VerifyOptions extends TellOptions {
  /** Folder of a site or a coordinator: its log tells of the verification. */
  readonly dir?: string;
  readonly policy?: string;
  readonly state?: string;
  readonly full?: boolean;
  readonly bytesOnly?: boolean;
  readonly site?: string;
  /** Of whoever keeps the log. */
  readonly vault?: string;
  /** Seconds. */
  readonly maxAge?: number;
  /** Seconds for one file of a server. */
  readonly timeout: number;
}

export interface VerifyResult
  extends Pick<VerifyReport, 'log' | 'site' | 'reconciled' | 'findings' | 'omitted'>,
    Told {
  readonly ok: boolean;
  readonly exit: AuditExit;
  /** What the vault says of the commitments; null without one, and of a log that is altered. */
  readonly vault: VaultReport | null;
  /** Entries verified before, by the state; null without one. */
  readonly before: number | null;
  /** Files that were written; null where none was. */
  readonly evidence: string | null;
  readonly state: string | null;
}

/** Rejects where nothing can be said: a policy, a state that are none, a log that cannot be read. */
export async function verify(
  where: string,
  options: VerifyOptions,
  progress: (text: string) => void,
): Promise<VerifyResult> {
  if (options.bytesOnly && options.site !== undefined)
    throw new MusterError('INVALID_ARGUMENT', '--site compares events: it does not go with --bytes-only');
  const vaultFile = options.vault === undefined ? undefined : (await vaultAt(options.vault)).database;
  const policy = await readPolicy(options.policy);
  const trusted = options.state === undefined ? undefined : await readState(options.state);
  const source = await sourceOf(where, options);
  const site = options.site === undefined ? undefined : await folderSource(options.site);
  if (site) await assertTwoLogs(source, site);
  const isFull = options.full || options.site !== undefined || options.vault !== undefined;
  let told = 0;
  const report = await verifyLog({
    source,
    policy,
    nowS: Math.floor(Date.now() / 1000),
    maxAgeS: options.maxAge ?? (isUrl(where) ? MAX_AGE_S : null),
    depth: options.bytesOnly ? 'bytes' : isFull ? 'events' : 'checkpoint',
    ...(trusted ? { state: trusted } : {}),
    ...(site ? { site } : {}),
    progress: (entries, size) => {
      if (entries - told < 100_000) return;
      told = entries;
      progress(`${entries} of ${size} entries`);
    },
  });
  const { log, reconciled, omitted } = report;
  const vault = vaultFile === undefined ? null : await besideVault(source, report, vaultFile);
  const findings = [...report.findings, ...(vault?.findings ?? [])];
  const exit = exitOfFindings(findings);
  return {
    ok: exit === AUDIT_EXIT.ok,
    exit,
    log,
    site: report.site,
    reconciled,
    findings,
    omitted,
    vault,
    before: trusted?.size ?? null,
    evidence: await keepEvidence(report, options.state),
    state: exit === AUDIT_EXIT.ok ? await keepState(report, options.state) : null,
    ...(await tellOf(report, exit, options)),
  };
}

const RESULTS = ['ok', 'integrity', 'usage', 'stale', 'semantic', 'unreachable'] as const;

/** The verdict stands, whether or not a log can tell of it. */
async function tellOf({ log }: VerifyReport, exit: AuditExit, options: VerifyOptions): Promise<Told> {
  if (options.dir === undefined) return { logged: null, notLogged: null };
  if (!log) return { logged: null, notLogged: 'nothing is known of whose log it is' };
  const { origin, size: to } = log;
  const data = { origin, from: 0, to, result: RESULTS[exit] };
  try {
    return await tell(keeperAt(options.dir), { name: 'log.accessed', data }, options);
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return { logged: null, notLogged: `${message} (${code})` };
  }
}

/** Each commitment of the log's keeper, with what the vault has. Of a log that is altered nothing is compared. */
async function besideVault(
  source: LogSource,
  { state, findings }: VerifyReport,
  database: string,
): Promise<VaultReport | null> {
  if (!state || exitOfFindings(findings) === AUDIT_EXIT.altered) return null;
  using vault = readVault(database);
  const check = new VaultCheck(state.origin, vault);
  for await (const { index, entry } of verifiedLogOf(source, state).entries()) check.entry(index, entry);
  return check.finish();
}

/** Beside the state, since only who has one sees a fork. */
async function keepEvidence({ evidence }: VerifyReport, state: string | undefined): Promise<string | null> {
  if (!evidence) return null;
  const { name, bytes } = formatForkEvidence(evidence);
  const path = join(state === undefined ? '.' : dirname(state), name);
  await writeAtomically(path, bytes);
  return path;
}

async function keepState({ state }: VerifyReport, path: string | undefined): Promise<string | null> {
  if (path === undefined || !state) return null;
  await writeAtomically(path, formatTrustedState(state));
  return path;
}

/** Both sizes of a fork that a file proves. Throws AUDIT_PROOF_INVALID where it proves none. */
export async function verifyEvidence(file: string, policyFile: string | undefined) {
  const policy = await readPolicy(policyFile);
  const { first, second } = verifyForkEvidence(
    await readInput(file),
    policy.logs.map(({ key }) => key),
  );
  const head = ({ size, root }: typeof first) => ({ size, root: Buffer.from(root).toString('base64') });
  return { origin: first.origin, first: head(first), second: head(second) };
}
