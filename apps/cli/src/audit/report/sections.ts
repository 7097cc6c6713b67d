/** @module The sections of a report: tables, and sentences where there is nothing for a table. */
import { basisInWords, type EventData } from '@muster/audit';
import type { Policy } from '@muster/policy';
import { bytes } from '../../output.ts';
import { html, type Markup } from './markup.ts';
import { answersByRun, releaseTimeline } from './pictures.ts';
import type { Attempt, Notice, RunCounts, SiteStory } from './site-story.ts';
import { counted, legalInWords, noticeInWords, REFUSALS, shortDigest, when } from './words.ts';

/** Rows of a table: a page is for reading, an export for the rest. */
const ROWS_MAX = 1_000;

export interface StoryTerms {
  readonly story: SiteStory;
  /** As it is now, where it was handed over. */
  readonly policy: Policy | undefined;
  readonly hasVault: boolean;
}

export function storySections({ story, policy, hasVault }: StoryTerms): Markup {
  const { attempts, runs, notices, before } = story;
  const released = attempts.flatMap((attempt) => attempt.releases.map((release) => ({ attempt, release })));
  const accessed = attempts.flatMap((attempt) => attempt.accesses.map((access) => ({ attempt, access })));
  const answered = attempts.filter(({ answer }) => answer !== undefined);
  const refused = answered.filter(({ answer }) => answer?.reason !== null);
  const updates = released.filter(({ release }) => release.kind === 'update');
  const sizeOf = (some: typeof released): string =>
    bytes(some.reduce((sum, { release }) => sum + release.sizeBytes, 0));
  const evaluations = released.filter(({ release }) => release.kind === 'evaluation');
  const models = new Set(
    attempts.flatMap(({ model, received }) => (received === 'received' && model ? [model] : [])),
  );
  return html`<section aria-labelledby="short"><h2 id="short">In short</h2>
<ul class="figures">
<li><b>${counted(answered.length, 'time')}</b> the site was asked to take part and answered; <b>${counted(refused.length, 'time')}</b> it refused.</li>
<li><b>${counted(accessed.length, 'time')}</b> data of the site were read, by its own program, at the site. No row of them left.</li>
<li><b>${counted(updates.length, 'update')}</b> left the site, ${sizeOf(updates)} in all. An update is a list of numbers by which a model is changed.</li>
<li><b>${counted(evaluations.length, 'evaluation')}</b> left the site, ${sizeOf(evaluations)} in all. An evaluation is how well a model did on data of the site, in a few numbers.</li>
<li><b>${counted(models.size, 'model')}</b> came of rounds for which an update of this site was received.</li>
</ul>
${before.attempts > 0 && html`<p class="note">Not told here: ${counted(before.attempts, 'attempt')} before these. <code>muster audit export</code> has them all.</p>`}
</section>
<section aria-labelledby="left"><h2 id="left">What left this site</h2>
${releaseTimeline(released.map(({ release }) => release)) ?? html`<p>Nothing has left this site.</p>`}
${table(
  'Updates and evaluations that left the site, newest first',
  ['When', 'What', 'To whom', 'For which run', 'Purpose', 'Policy', 'What became of it', 'Entry'],
  released
    .toReversed()
    .map(({ attempt, release }) => [
      when(release.at),
      `an ${release.kind} of ${bytes(release.sizeBytes)}${release.secureAggregation ? ', masked' : ''}${release.noise === 'none' ? '' : `, noise: ${release.noise}`}${hidden(release.hidden)}`,
      'the coordinator of the federation',
      roundOf(attempt),
      purposeOf(attempt, policy),
      reliedOn(release.basis),
      fateOf(attempt),
      `#${release.entry}`,
    ]),
)}
</section>
<section aria-labelledby="read"><h2 id="read">Which data were read</h2>
<p>Data sets have names here that say nothing; the site knows them.${hasVault && ' What the vault of the site tells besides is in brackets.'}</p>
${table(
  'Readings of data, newest first',
  ['When', 'Data set', 'For', 'Purpose', 'Run', 'Entry'],
  accessed
    .toReversed()
    .map(({ attempt, access }) => [
      when(access.at),
      `${access.dataset}${hidden(access.hidden)}`,
      access.use,
      purposeOf(attempt, policy),
      roundOf(attempt),
      `#${access.entry}`,
    ]),
)}
</section>
<section aria-labelledby="refused"><h2 id="refused">What was refused, and why</h2>
${table(
  'Requests that the site refused, newest first',
  ['When', 'Run', 'Why', 'Who decided', 'Entry'],
  refused
    .toReversed()
    .map((attempt) => [
      when(attempt.answer?.at ?? ''),
      roundOf(attempt),
      reasonOf(attempt),
      deciderOf(attempt),
      `#${attempt.answer?.entry}`,
    ]),
)}
</section>
<section aria-labelledby="agreed"><h2 id="agreed">What was agreed to, and by whom</h2>
${table(
  'Requests that the site agreed to, newest first',
  ['When', 'Run', 'Purpose', 'Policy', 'Sites asked', 'Fewest added up', 'Who decided', 'Entry'],
  answered
    .filter(({ answer }) => answer?.reason === null)
    .toReversed()
    .map((attempt) => [
      when(attempt.answer?.at ?? ''),
      roundOf(attempt),
      purposeOf(attempt, policy),
      reliedOn(attempt.answer?.basis ?? null),
      attempt.offer ? String(attempt.offer.cohort) : 'not in the federation’s log',
      attempt.offer ? String(attempt.offer.minCohort) : '',
      deciderOf(attempt),
      `#${attempt.answer?.entry}`,
    ]),
)}
</section>
${runsSection(runs, before.runs)}
${policySection(policy)}
<section aria-labelledby="notices"><h2 id="notices">What else was logged</h2>
${table(
  'Policies, erasures, disclosures, incidents and membership, newest first',
  ['When', 'What', 'In which log', 'Entry'],
  notices
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map((notice) => [
      when(notice.at),
      `${noticeInWords(notice.name)}${saidOf(notice)}`,
      notice.log === 'site' ? 'of the site' : 'of the federation',
      `#${notice.entry}`,
    ]),
)}
</section>`;
}

function runsSection(runs: readonly RunCounts[], before: number): Markup {
  return html`<section aria-labelledby="runs"><h2 id="runs">The runs of the federation</h2>
<p>All sites together, as the coordinator and the sites have signed it.${before > 0 && ` Not told here: ${counted(before, 'earlier run')}.`}</p>
${answersByRun(runs) ?? html`<p>There was no run.</p>`}
${table(
  'Runs and what came of them, newest first',
  [
    'Run',
    'Since',
    'Purpose',
    'Rounds',
    'Asked',
    'Agreed',
    'Refused',
    'Updates received',
    'Evaluations received',
    'Models made',
    'Newest model',
  ],
  runs
    .toReversed()
    .map((run) => [
      run.run,
      when(run.since),
      run.purpose || '-',
      ...[run.rounds, run.asked, run.accepted, run.refused, run.received, run.evaluated, run.models].map(
        String,
      ),
      run.lastModel === null ? '-' : shortDigest(run.lastModel),
    ]),
)}
</section>`;
}

function policySection(policy: Policy | undefined): Markup | null {
  if (!policy) return null;
  return html`<section aria-labelledby="policy"><h2 id="policy">The policy that was handed over for this report</h2>
<p>Version ${policy.version}. It is as the file says; the logs have its hash alone, where they have it.</p>
${table(
  'Purposes that the policy allows',
  ['Purpose', 'Legal basis'],
  Object.entries(policy.purposes).map(([purpose, letters]) => [purpose, legalInWords(letters)]),
)}
</section>`;
}

/** A table, or that there is nothing to put in one. */
function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): Markup {
  if (rows.length === 0) return html`<p>${caption}: none.</p>`;
  const more = rows.length - ROWS_MAX;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.slice(0, ROWS_MAX).map((row) => html`<tr>${row.map(cellOf)}</tr>`)}</tbody></table></div>
${more > 0 && html`<p class="note">And ${more} more: <code>muster audit export</code> has them all.</p>`}`;
}

/** Words stay whole; only what is longer than any word, such as a digest, is broken anywhere. */
function cellOf(text: string): Markup {
  return /[^\s-]{24}/.test(text) ? html`<td class="long">${text}</td>` : html`<td>${text}</td>`;
}

function roundOf({ run, round, attempt }: Attempt): string {
  return `${run}, round ${round}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

/** Purpose, and the legal basis where the policy is at hand. */
function purposeOf({ offer, accesses }: Attempt, policy: Policy | undefined): string {
  const purpose = offer?.purpose ?? accesses[0]?.purpose;
  if (purpose === undefined) return 'not in the logs';
  const letters = policy && Object.hasOwn(policy.purposes, purpose) ? policy.purposes[purpose] : undefined;
  return letters ? `${purpose} (${legalInWords(letters)})` : purpose;
}

function fateOf({ received, rejection, model, abandoned }: Attempt): string {
  if (received === 'rejected') return `refused by the coordinator: ${rejection ?? ''}`;
  if (received === undefined) return 'the federation’s log tells of no receipt';
  if (model !== undefined) return `received; the round made the model ${shortDigest(model)}`;
  return abandoned === undefined
    ? 'received; no model of the round is logged'
    : `received; the round was abandoned: ${abandoned}`;
}

function reasonOf({ answer }: Attempt): string {
  if (answer?.reason === 'manual' && answer.how === 'automatic')
    return 'no person of the site had decided about the plan';
  return answer?.reason ? REFUSALS[answer.reason] : '';
}

function deciderOf({ answer }: Attempt): string {
  if (answer?.how === 'manual') return `a person${hidden(answer.hidden)}`;
  return answer?.reason === 'manual' ? 'nobody yet: the policy asks for a person' : 'the policy, by itself';
}

/** What the vault has, in brackets; nothing where it has nothing, or is not at hand. */
function hidden(payload: unknown): string {
  if (payload === undefined || payload === null || typeof payload !== 'object') return '';
  const said = Object.entries(payload).map(([name, value]) => `${name}: ${inWords(value)}`);
  return ` [${said.join('; ')}]`;
}

/** The policy that an event relies on. */
function reliedOn(basis: string | null): string {
  return basisInWords(basis ?? '') || 'not in the log';
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return typeof value === 'string' ? basisInWords(value) || value : JSON.stringify(value);
}

function saidOf({ data }: Notice): string {
  const fields: Readonly<Record<string, unknown>> = data satisfies EventData<Notice['name']>;
  const { site: _site, case: caseId, producerKey: _p, witnessKey: _w, logKey: _l, ...rest } = fields;
  const said = Object.entries(rest).map(([name, value]) => `${name} ${inWords(value)}`);
  return `${said.length === 0 ? '' : `: ${said.join(', ')}`}${typeof caseId === 'string' ? ` (case ${caseId})` : ''}`;
}
