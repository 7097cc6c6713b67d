/**
 * @module Two logs side by side: the federation's, and a site's own. What a site signed and sent is in both, byte for byte; what each has seen of the
 * other is on the other's history. What one has and the other lacks was left out by somebody.
 */
import { encodeBase64 } from '../strict-text.ts';
import type { TreeReader } from '../tree-reader.ts';
import type { Rule } from './finding.ts';
import type { Followed, LogSemantics } from './rules/log-semantics.ts';

/** Between an event and its place in the other log. */
const ON_THE_WAY_MS = 600_000;

/** One of the two logs, verified by itself. */
export interface Side {
  readonly origin: string;
  readonly reader: TreeReader;
  readonly semantics: LogSemantics;
}

export interface ReconciliationReport {
  /** A finding of one of the logs, by its origin. */
  broken(log: string, rule: Rule, entry: number, message: string): void;
  warn(log: string, rule: Rule, entry: number, message: string): void;
  /** `log` shows another history than somebody has seen, or less of it. */
  contradicted(log: string, kind: 'fork' | 'rollback', message: string): void;
}

/** How many events of the site are in both logs, and how many in one alone. */
export interface Reconciled {
  readonly site: string;
  readonly both: number;
  readonly federationOnly: number;
  readonly siteOnly: number;
}

/** Rejects like `TreeReader.hashes`. */
export async function reconcile(
  federation: Side,
  site: Side & { readonly site: string },
  report: ReconciliationReport,
): Promise<Reconciled> {
  checkKeys(federation, site, report);
  checkPolicies(federation, site, report);
  const counts = compareEvents(federation, site, report);
  checkReferences(federation, site, report);
  checkReferences(site, federation, report);
  await checkSeen(federation, site, report);
  await checkSeen(site, federation, report);
  return { site: site.site, ...counts };
}

/** The federation's log knows the site by the keys with which the site signs. */
function checkKeys(
  federation: Side,
  { origin, site, semantics }: Side & { readonly site: string },
  report: ReconciliationReport,
): void {
  const enrolment = federation.semantics.enrolmentOf(site);
  const own = semantics.producerKey;
  if (!enrolment) report.broken(federation.origin, 'omission', 0, `${site} was never enrolled in it`);
  else if (own !== undefined && !enrolment.producerKeys.has(own))
    report.broken(origin, 'key', 0, 'the site signs its events with another key than it was enrolled with');
}

/** Policies that the coordinator says it knows are policies that the site has had. */
function checkPolicies(
  federation: Side,
  { site, semantics }: Side & { readonly site: string },
  report: ReconciliationReport,
): void {
  for (const [policy, index] of federation.semantics.enrolmentOf(site)?.policies ?? [])
    if (!semantics.policies.has(policy))
      report.broken(federation.origin, 'policy', index, `${policy} is in no entry of the log of ${site}`);
}

function compareEvents(
  federation: Side,
  site: Side & { readonly site: string },
  report: ReconciliationReport,
): Omit<Reconciled, 'site'> {
  const theirs = bySeq(federation.semantics.followed);
  const own = bySeq(site.semantics.followed);
  let both = 0;
  for (const [seq, event] of own) {
    const other = theirs.get(seq);
    if (!other) continue;
    both += 1;
    if (Buffer.compare(other.leaf, event.leaf) !== 0)
      report.broken(
        federation.origin,
        'omission',
        other.index,
        `number ${seq} of ${site.site} is another event than in the log of the site (${event.name} at entry ${event.index})`,
      );
  }
  return {
    both,
    siteOnly: missingFrom(federation, site, [own, theirs], report),
    federationOnly: missingFrom(site, federation, [theirs, own], report),
  };
}

/** Events that `known` has and `lacking` has not. The newest may still be on their way. */
function missingFrom(
  lacking: Side,
  known: Side,
  [events, others]: readonly [ReadonlyMap<number, Followed>, ReadonlyMap<number, Followed>],
  report: ReconciliationReport,
): number {
  const until = lacking.semantics.newestMs ?? 0;
  const missing = events.values().filter(({ seq }) => !others.has(seq));
  let count = 0;
  for (const { seq, index, name, timeMs } of missing) {
    count += 1;
    const what = `${name} (number ${seq} of the site) is not in ${lacking.origin}`;
    if (timeMs + ON_THE_WAY_MS < until) report.broken(known.origin, 'omission', index, what);
    else report.warn(known.origin, 'omission', index, `${what}: it may not have come that far yet`);
  }
  return count;
}

/** Entries of the other log that are named as causes are there. */
function checkReferences(from: Side, to: Side, report: ReconciliationReport): void {
  const furthest = from.semantics.references.get(to.origin);
  if (furthest && furthest.index >= to.reader.head.size)
    report.broken(
      from.origin,
      'reference',
      furthest.at,
      `it refers to entry ${furthest.index} of ${to.origin}, which ends before`,
    );
}

/** Each checkpoint of `seen` that `witness` writes of is on the history of `seen`. */
async function checkSeen(witness: Side, seen: Side, report: ReconciliationReport): Promise<void> {
  const { size: shown } = seen.reader.head;
  for (const { index, origin, size, root } of witness.semantics.seen.kept) {
    if (origin !== seen.origin) continue;
    if (size > shown) {
      report.contradicted(
        origin,
        'rollback',
        `it had ${size} entries when entry ${index} of ${witness.origin} was written, and shows ${shown} now`,
      );
      continue;
    }
    const [then] = size === 0 ? [] : await seen.reader.hashes([{ start: 0, end: size }]);
    if (then && encodeBase64(then) !== root)
      report.contradicted(
        origin,
        'fork',
        `it shows another tree of ${size} entries than entry ${index} of ${witness.origin} has seen`,
      );
  }
}

function bySeq(events: readonly Followed[]): ReadonlyMap<number, Followed> {
  return new Map(events.map((event) => [event.seq, event]));
}
