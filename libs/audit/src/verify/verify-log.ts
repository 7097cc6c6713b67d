/**
 * @module The whole verification of a log, step by step: its checkpoint; that it goes on from what was verified before; every byte of it; what it
 * says; and a site's own log beside it. Files, clocks and sockets are the caller's.
 */

import { asMusterError, MusterError } from '@muster/errors';
import { HASH_BYTES } from '@muster/merkle';
import { parseCheckpoint } from '../checkpoint.ts';
import { type LogPolicy, NO_QUORUM, type PolicyLog } from '../log-policy.ts';
import { parseNote } from '../signed-note.ts';
import { encodeBase64 } from '../strict-text.ts';
import { TreeReader } from '../tree-reader.ts';
import { parseVerifierKey } from '../verifier-key.ts';
import { type CheckedCheckpoint, checkCheckpoint } from './checkpoint-check.ts';
import { checkContinuity } from './continuity.ts';
import { type Finding, Findings, findingOf } from './finding.ts';
import type { ForkEvidence } from './fork-evidence.ts';
import { type LogSource, readCheckpoint, readTile } from './log-source.ts';
import { checkOlderFiles } from './older-files.ts';
import { type Reconciled, reconcile } from './reconciliation.ts';
import { LogSemantics } from './rules/log-semantics.ts';
import { checkTree } from './tree-check.ts';
import type { TrustedState } from './trusted-state.ts';

/** Names of strange files that are told. */
const STRANGE_TOLD = 5;

export interface VerifyRequest {
  readonly source: LogSource;
  readonly policy: LogPolicy;
  /** POSIX seconds. */
  readonly nowS: number;
  /** An older quorum is a finding; null where the age is only told. */
  readonly maxAgeS: number | null;
  /** What was verified before. */
  readonly state?: TrustedState;
  /** `checkpoint`: who signed it, and that it goes on. `bytes`: and every file. `events`: and what the entries say. */
  readonly depth: 'checkpoint' | 'bytes' | 'events';
  /** The folder of a site's own log; asks for the depth `events`. */
  readonly site?: LogSource;
  readonly progress?: (entries: number, size: number) => void;
}

/** What is known of one log after its verification. */
export interface LogReport {
  readonly name: string;
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly cosigners: CheckedCheckpoint['cosigners'];
  /** Seconds since a quorum has seen it; null without a quorum, and where none is asked for. */
  readonly quorumAgeS: number | null;
  /** Entries that were hashed. */
  readonly entries: number;
  /** Entries that are events. */
  readonly events: number;
  /** Partial files of sizes that were published before. */
  readonly olderFiles: number;
}

export interface VerifyReport {
  /** Undefined where not even the checkpoint could be opened. */
  readonly log: LogReport | undefined;
  readonly site: LogReport | undefined;
  readonly reconciled: Reconciled | undefined;
  readonly findings: readonly Finding[];
  /** Findings beyond those that are listed. */
  readonly omitted: number;
  readonly evidence: ForkEvidence | undefined;
  /** To be kept by who found nothing wrong. */
  readonly state: TrustedState | undefined;
}

interface Verified {
  readonly checked: CheckedCheckpoint;
  readonly reader: TreeReader;
  readonly report: LogReport;
  readonly semantics: LogSemantics | undefined;
}

/**
 * Never throws for what a log holds: that is in the findings. Rejects with what the source rejects with when it cannot be read (NOT_FOUND where
 * there is no log), and INVALID_ARGUMENT for the state of another log.
 */
export async function verifyLog(request: VerifyRequest): Promise<VerifyReport> {
  const findings = new Findings();
  let evidence: ForkEvidence | undefined;
  let site: Verified | undefined;
  let reconciled: Reconciled | undefined;
  const follow = request.site ? await siteOfLog(request.site, findings) : undefined;
  let named = request.source.name;
  const main = await attempt(
    findings,
    () => named,
    async () => {
      const checked = checkCheckpoint(await readCheckpoint(request.source), request);
      named = checked.checkpoint.origin;
      for (const finding of checked.findings) findings.add(finding);
      const reader = readerOf(request.source, checked);
      if (request.state) evidence = await forkFrom(request.state, checked, reader, findings);
      const follows = follow && { site: follow.site, origin: follow.origin };
      return await verifyFiles({ ...request, checked, reader, findings, follows });
    },
  );
  const siteSource = request.site;
  if (main?.semantics && siteSource && follow) {
    const { checked, semantics } = main;
    site = await attempt(
      findings,
      () => follow.origin,
      async () => {
        const policy = sitePolicy(
          request.policy,
          follow.origin,
          semantics.enrolmentOf(follow.site)?.logKeys ?? [],
        );
        const own = checkCheckpoint(follow.note, { ...request, policy, maxAgeS: null });
        const reader = readerOf(siteSource, own);
        const follows = { site: follow.site, origin: checked.checkpoint.origin };
        return await verifyFiles({ ...request, source: siteSource, checked: own, reader, findings, follows });
      },
    );
    reconciled = await attempt(
      findings,
      () => follow.origin,
      () => compare(main, site, follow.site, findings),
    );
  }
  return {
    log: main?.report,
    site: site?.report,
    reconciled,
    findings: findings.list,
    omitted: findings.omitted,
    evidence,
    state: main && { ...main.checked.checkpoint, note: main.checked.note },
  };
}

/** Undefined where the log is wrong: then that is among the findings. */
async function attempt<T>(
  findings: Findings,
  log: () => string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (thrown) {
    const error = asMusterError(thrown);
    const finding = findingOf(error, log());
    if (!finding) throw error;
    findings.add(finding);
    return undefined;
  }
}

async function forkFrom(
  before: TrustedState,
  { checkpoint, note }: CheckedCheckpoint,
  reader: TreeReader,
  findings: Findings,
): Promise<ForkEvidence | undefined> {
  const evidence = await checkContinuity(before, { ...checkpoint, note }, reader);
  if (!evidence) return undefined;
  findings.add({
    kind: 'fork',
    log: checkpoint.origin,
    message: `the log has signed two histories: the tree of ${checkpoint.size} entries does not begin with the one of ${before.size}`,
  });
  return evidence;
}

interface FilesRequest extends Pick<VerifyRequest, 'source' | 'depth' | 'progress'> {
  readonly checked: CheckedCheckpoint;
  readonly reader: TreeReader;
  readonly findings: Findings;
  readonly follows: { readonly site: string; readonly origin: string } | undefined;
}

async function verifyFiles({
  source,
  depth,
  progress,
  checked,
  reader,
  findings,
  follows,
}: FilesRequest): Promise<Verified> {
  const { checkpoint, cosigners, ageS, signatures } = checked;
  const { origin, size, root } = checkpoint;
  const report = {
    name: source.name,
    origin,
    size,
    root: encodeBase64(root),
    cosigners,
    quorumAgeS: ageS,
    entries: 0,
    events: 0,
    olderFiles: 0,
  };
  if (depth === 'checkpoint') return { checked, reader, report, semantics: undefined };
  // What is not yet known to be signed is not talked about.
  const said: Finding[] = [];
  const logKeys = signatures.map(({ key }) => key).filter(({ name }) => name === origin);
  const semantics =
    depth === 'events'
      ? new LogSemantics(
          { origin, logKeys, ...(follows ? { follow: follows } : {}) },
          {
            broken: (rule, entry, message) =>
              said.push({ kind: 'semantic', log: origin, rule, entry, message }),
            warn: (rule, entry, message) => said.push({ kind: 'warning', log: origin, rule, entry, message }),
          },
        )
      : undefined;
  await checkTree(source, checkpoint, ({ first, entries, leaves }) => {
    for (const [i, entry] of entries.entries())
      semantics?.entry(first + i, entry, leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    progress?.(first + entries.length, size);
  });
  const { checked: olderFiles, strange } = await checkOlderFiles(source, size);
  if (strange.length > 0)
    findings.add({
      kind: 'warning',
      log: origin,
      message: `${strange.length} files are not under this checkpoint: ${strange.slice(0, STRANGE_TOLD).join(', ')}`,
    });
  semantics?.finish(cosigners.length === 0 ? null : Math.max(...cosigners.map(({ timeS }) => timeS)));
  for (const finding of said) findings.add(finding);
  return {
    checked,
    reader,
    report: { ...report, entries: size, events: semantics?.events ?? 0, olderFiles },
    semantics,
  };
}

/** Which site's log it is, by a checkpoint that is not yet believed. */
async function siteOfLog(source: LogSource, findings: Findings) {
  return await attempt(
    findings,
    () => source.name,
    async () => {
      const note = await readCheckpoint(source);
      const { origin } = parseCheckpoint(parseNote(note).text);
      const site = /\/site\/(s-[0-9a-f]{16})\/[0-9]+$/.exec(origin)?.[1];
      if (site === undefined) throw new MusterError('INVALID_ARGUMENT', `${origin} is no site's own log`);
      return { note, origin, site };
    },
  );
}

/** A site's log is signed by the key that the policy names, or with which the site was enrolled; what witnesses of it are worth is told. */
function sitePolicy(policy: LogPolicy, origin: string, enrolled: Iterable<string>): LogPolicy {
  const named = policy.logs.filter(({ key }) => key.name === origin);
  const logs: readonly PolicyLog[] = named.length > 0 ? named : [...enrolled].flatMap(keyOf);
  return { ...policy, logs: logs.filter(({ key }) => key.name === origin), groups: [], quorum: NO_QUORUM };
}

function keyOf(vkey: string): readonly PolicyLog[] {
  try {
    return [{ key: parseVerifierKey(vkey), url: null }];
  } catch {
    return [];
  }
}

async function compare(
  federation: Verified,
  site: Verified | undefined,
  name: string,
  findings: Findings,
): Promise<Reconciled | undefined> {
  if (!federation.semantics || !site?.semantics) return undefined;
  const side = ({ checked, reader }: Verified, semantics: LogSemantics) => ({
    origin: checked.checkpoint.origin,
    reader,
    semantics,
  });
  return await reconcile(
    side(federation, federation.semantics),
    { ...side(site, site.semantics), site: name },
    {
      broken: (log, rule, entry, message) => findings.add({ kind: 'semantic', log, rule, entry, message }),
      warn: (log, rule, entry, message) => findings.add({ kind: 'warning', log, rule, entry, message }),
      contradicted: (log, kind, message) => findings.add({ kind, log, message, rule: 'seen' }),
    },
  );
}

function readerOf(source: LogSource, { checkpoint }: CheckedCheckpoint): TreeReader {
  return new TreeReader(checkpoint, (tile) => readTile(source, tile));
}
