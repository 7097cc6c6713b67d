/**
 * @module The record of processing activities (GDPR 30(1)) as far as a log tells it: a row for each site and purpose. What no log can know stands
 * there as such, for the organisation to fill in.
 */
import { type AuditEvent, type EventData, nameOf } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { daysLeft, type Policy } from '@muster/policy';
import type { ShownEntry } from '../entries.ts';
import { legalInWords, when } from '../report/words.ts';
import { csvLine } from './csv.ts';
import type { ExportFormat } from './export-row.ts';

const NOT_LOGGED = 'not in the log: to be filled in';
const IN_SITE_LOG = 'in the log of the site';

const COLUMNS = [
  'controller',
  'contact and data protection officer',
  'purpose',
  'legal basis',
  'categories of data subjects',
  'categories of personal data',
  'recipients',
  'transfers to third countries',
  'time limits',
  'technical and organisational measures',
  'first activity',
  'last activity',
  'rounds agreed to',
  'rounds refused',
  'readings of data',
  'updates released',
  'evaluations released',
  'first entry',
  'last entry',
] as const;

/** What one site did for one purpose. */
interface Activity {
  readonly site: string;
  readonly purpose: string;
  readonly since: string;
  until: string;
  readonly first: number;
  last: number;
  accepted: number;
  refused: number;
  accesses: number;
  updates: number;
  evaluations: number;
  masked: number;
  minCohort: number;
  readonly datasets: Set<string>;
}

export interface RopaTerms {
  readonly as: 'csv' | 'markdown';
  /** The policy of the site whose own log it is, where it is at hand: the log has its digest alone. */
  readonly policy: Policy | undefined;
  readonly nowMs: number;
}

/** What the register was made of. */
interface Source {
  readonly origin: string;
  readonly size: number;
}

/** Nothing is written before the last entry: each may add to any row. `begin` throws INVALID_ARGUMENT for the policy of one site beside the log of all. */
export function ropaRegister(terms: RopaTerms): ExportFormat {
  const register = new Register();
  let about: Source = { origin: '', size: 0 };
  return {
    begin(log) {
      about = log;
      if (terms.policy && !isOfSite(log.origin))
        throw new MusterError(
          'INVALID_ARGUMENT',
          `${log.origin} is the log of all sites, and --policy-file the policy of one: it goes with the site's own log`,
        );
      return '';
    },
    entry(entry) {
      register.add(entry);
      return '';
    },
    end() {
      const rows = register.activities.map((activity) => rowOf(activity, terms, about));
      return terms.as === 'csv' ? [csvLine(COLUMNS), ...rows.map(csvLine)].join('') : markdown(rows, about);
    },
  };
}

function isOfSite(origin: string): boolean {
  return /\/site\/s-[0-9a-f]{16}\//.test(origin);
}

class Register {
  readonly #activities = new Map<string, Activity>();
  /** Purposes of what was offered, by attempt. */
  readonly #offers = new Map<string, EventData<'task.offered'>>();
  readonly #purposes = new Map<string, string>();
  /** Until their offer, or the reading of data for it, is known. */
  readonly #waiting = new Map<string, ((purpose: string) => void)[]>();

  get activities(): readonly Activity[] {
    for (const attempt of [...this.#waiting.keys()]) this.#purposeIs(attempt, 'unknown');
    return [...this.#activities.values()].toSorted((a, b) =>
      `${a.site} ${a.purpose}` < `${b.site} ${b.purpose}` ? -1 : 1,
    );
  }

  add({ index, event }: ShownEntry): void {
    if (!event) return;
    const site = /\/site\/(s-[0-9a-f]{16})(\/out)?$/.exec(event.source)?.[1];
    const name = nameOf(event);
    const { data, time } = event;
    if (!('run' in data) || !('attempt' in data)) return;
    const attempt = `${data.run} ${data.round} ${data.attempt}`;
    if (name === 'task.offered' && 'minCohort' in data) {
      remember(this.#offers, attempt, data);
      this.#purposeIs(attempt, data.purpose);
    }
    if (site === undefined) return;
    if (name === 'dataset.accessed' && 'purpose' in data) this.#purposeIs(attempt, data.purpose);
    const dataset = 'dataset' in data ? data.dataset : undefined;
    const isMasked = 'secureAggregation' in data && data.kind === 'update' && data.secureAggregation;
    this.#with(attempt, dataset !== undefined && 'purpose' in data ? data.purpose : undefined, (purpose) => {
      const activity = this.#activityOf(site, purpose, time, index);
      activity.until = time;
      activity.last = index;
      count(activity, event);
      if (dataset !== undefined) activity.datasets.add(dataset);
      if (isMasked) activity.masked += 1;
      activity.minCohort = this.#offers.get(attempt)?.minCohort ?? activity.minCohort;
    });
  }

  #with(attempt: string, known: string | undefined, act: (purpose: string) => void): void {
    const purpose = known ?? this.#purposes.get(attempt);
    if (purpose !== undefined) act(purpose);
    else this.#waiting.set(attempt, [...(this.#waiting.get(attempt) ?? []), act]);
  }

  #purposeIs(attempt: string, purpose: string): void {
    remember(this.#purposes, attempt, purpose);
    const waiting = this.#waiting.get(attempt);
    this.#waiting.delete(attempt);
    for (const act of waiting ?? []) act(purpose);
  }

  #activityOf(site: string, purpose: string, since: string, first: number): Activity {
    const key = `${site} ${purpose}`;
    const known = this.#activities.get(key);
    if (known) return known;
    const counts = {
      accepted: 0,
      refused: 0,
      accesses: 0,
      updates: 0,
      evaluations: 0,
      masked: 0,
      minCohort: 0,
    };
    const fresh: Activity = {
      site,
      purpose,
      since,
      until: since,
      first,
      last: first,
      ...counts,
      datasets: new Set(),
    };
    this.#activities.set(key, fresh);
    return fresh;
  }
}

/** Attempts are over soon: those of long ago are not asked for any more. */
const OFFERS_KEPT = 100_000;

function remember<T>(among: Map<string, T>, key: string, value: T): void {
  among.set(key, value);
  const [oldest] = among.keys();
  if (oldest !== undefined && among.size > OFFERS_KEPT) among.delete(oldest);
}

function count(activity: Activity, event: AuditEvent): void {
  const name = nameOf(event);
  if (name === 'task.accepted') activity.accepted += 1;
  else if (name === 'task.refused') activity.refused += 1;
  else if (name === 'dataset.accessed') activity.accesses += 1;
  else if ('kind' in event.data && event.data.kind === 'evaluation') activity.evaluations += 1;
  else if (name === 'update.released') activity.updates += 1;
}

function rowOf(activity: Activity, { policy, nowMs }: RopaTerms, { origin }: Source): readonly string[] {
  const { site, purpose, datasets, masked, updates, minCohort } = activity;
  const letters = policy && Object.hasOwn(policy.purposes, purpose) ? policy.purposes[purpose] : undefined;
  const columns = Object.entries(policy?.datasets ?? {}).map(
    ([name, { columns: named }]) => `${name} (${named?.join(', ') ?? 'all columns'})`,
  );
  const days = policy ? daysLeft(policy, nowMs) : Number.POSITIVE_INFINITY;
  const measures = [
    'data stay at the site: only updates of the model leave',
    `updates are added up with those of at least ${minCohort === 0 ? '(see the federation’s log)' : minCohort - 1} other sites`,
    updates === 0 ? '' : `secure aggregation in ${masked} of ${updates} updates`,
    'every act is in signed, witnessed logs',
    'persons are pseudonyms in the logs',
  ];
  return [
    site,
    NOT_LOGGED,
    purpose,
    letters
      ? legalInWords(letters)
      : `${policy ? 'not in the policy that was handed over' : 'in the policy of the site'}`,
    NOT_LOGGED,
    [
      datasets.size === 0 ? 'see the log of the site' : `data sets ${[...datasets].toSorted().join(', ')}`,
      ...columns,
    ].join('; '),
    `the coordinator of the federation (${origin}); all its sites get the models that are made of sums`,
    NOT_LOGGED,
    [
      Number.isFinite(days) ? `the policy ends on ${policy?.expires}` : '',
      'entries 6 years, vault 13 months (persons) and 6 years (confidential), unless configured otherwise',
    ]
      .filter((each) => each !== '')
      .join('; '),
    measures.filter((each) => each !== '').join('; '),
    when(activity.since),
    when(activity.until),
    ...[activity.accepted, activity.refused].map(String),
    isOfSite(origin) ? String(activity.accesses) : IN_SITE_LOG,
    ...[updates, activity.evaluations].map(String),
    `#${activity.first}`,
    `#${activity.last}`,
  ];
}

function markdown(rows: readonly (readonly string[])[], { origin, size }: Source): string {
  const sections = rows.map((row) =>
    [
      `## ${inText(row[0] ?? '')}: ${inText(row[2] ?? '')}`,
      '',
      '| | |',
      '| --- | --- |',
      ...COLUMNS.map((title, i) => `| ${title} | ${inText(row[i] ?? '')} |`),
    ].join('\n'),
  );
  const none = 'The log tells of no processing.';
  return `# Record of processing activities\n\nOut of ${inText(origin)}, ${size} entries. What a log cannot know is marked.\n\n${sections.join('\n\n') || none}\n`;
}

/** No letter of it is markup within a cell or a heading; as it stands it can be read too. What HTML has a meaning for, and the end of a cell, is an entity to any reader. */
function inText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]!~]/g, (letter) => `\\${letter}`)
    .replace(/[<>|&]/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .replaceAll('\n', ' ');
}
