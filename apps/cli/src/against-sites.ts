/** @module A task held against the policy of every site: who would take part, who would not, and why, before anybody is asked. */
import type { PublishedPolicyView, SiteView } from '@muster/api';
import { dryRun } from '@muster/policy';
import type { Task } from '@muster/task';
import { readPublished } from './published-policy.ts';

/**
 * `takes part`: by what it has published. `asks`: the same, once a person there has approved. `refuses`: every offer. `unknown`: it has
 * published no policy that can be read. `out`: it is suspended, and asked for nothing.
 */
type Verdict = 'takes part' | 'asks' | 'refuses' | 'unknown' | 'out';

export interface SiteVerdict {
  readonly site: string;
  readonly verdict: Verdict;
  /** Each is enough by itself. */
  readonly reasons: readonly string[];
  /** Asked for an evaluation, it would refuse that: what may not leave. */
  readonly withheld: readonly string[];
  readonly connected: boolean;
}

export interface HeldAgainstSites {
  readonly sites: readonly SiteVerdict[];
  /** How many would take part, people asked or not. */
  readonly willing: number;
  readonly quorum: number;
  readonly met: boolean;
}

/** Sites that are revoked or not enrolled yet are none. The decision is the one that each site makes itself. */
export function holdAgainstSites(
  task: Task,
  sites: readonly SiteView[],
  policies: readonly PublishedPolicyView[],
  nowMs: number,
): HeldAgainstSites {
  const bySite = new Map(policies.map((each) => [each.site, each]));
  const held = sites
    .filter(({ status }) => status !== 'revoked' && status !== 'invited')
    .map((site) => verdictOf(task, site, bySite.get(site.name), nowMs));
  const willing = held.filter(({ verdict }) => verdict === 'takes part' || verdict === 'asks').length;
  const { quorum } = task.rounds;
  return { sites: held, willing, quorum, met: willing >= quorum };
}

function verdictOf(
  task: Task,
  { name, status, suspendReason, datasets }: SiteView,
  published: PublishedPolicyView | undefined,
  nowMs: number,
): SiteVerdict {
  const connected = status === 'connected';
  const say = (verdict: Verdict, reasons: readonly string[] = [], withheld: readonly string[] = []) => ({
    site: name,
    verdict,
    reasons,
    withheld,
    connected,
  });
  if (status === 'suspended') return say('out', [`it is suspended: ${suspendReason ?? ''}`]);
  if (published === undefined) return say('unknown', ['it has published no policy']);
  const read = readPublished(published);
  if (!read.ok) return say('unknown', [`its policy cannot be used: ${read.problem}`]);
  const { refusals, withheld } = dryRun(read.policy, task, nowMs);
  const reasons = refusals.map(({ reason }) => reason);
  const { dataset } = task.data;
  // A site that is away says nothing of its data sets but what its policy names.
  if (connected && !datasets.includes(dataset)) reasons.push(`it offers no data set "${dataset}"`);
  if (reasons.length > 0) return say('refuses', reasons, withheld);
  return say(read.policy.approval === 'automatic' ? 'takes part' : 'asks', [], withheld);
}
