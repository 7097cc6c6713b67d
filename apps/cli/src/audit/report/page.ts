/** @module The page of a report: one file that refers to nothing outside of it, needs no script, and can be printed. */
import type { Finding, LogReport, VaultReport } from '@muster/audit';
import { AUDIT_EXIT, type AuditExit } from '../audit-exit.ts';
import { federationIn, type Names, siteIn, withNames } from '../names.ts';
import { html, type Markup } from './markup.ts';
import { type StoryTerms, storySections } from './sections.ts';
import { counted, when } from './words.ts';

export interface PageFacts {
  /** Of sites and the federation, where somebody here knows them. */
  readonly names: Names;
  readonly exit: AuditExit;
  readonly log: LogReport | undefined;
  readonly site: LogReport | undefined;
  readonly findings: readonly Finding[];
  /** Beyond those that are listed. */
  readonly omitted: number;
  readonly vault: VaultReport | null;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Undefined where no log could be verified: then nothing of them is told. */
  readonly story: StoryTerms | undefined;
}

const VERDICTS: Readonly<Record<AuditExit, readonly [string, string]>> = {
  [AUDIT_EXIT.ok]: [
    'Verified',
    'Both logs are what their keepers have signed, witnesses included. Nothing was altered, left out, or put in another order.',
  ],
  [AUDIT_EXIT.altered]: [
    'NOT verified: altered',
    'What was signed is not what is there, or there are two histories. Trust nothing below until each finding is explained. Keep the copy, and compare with other sites.',
  ],
  [AUDIT_EXIT.usage]: ['NOT verified', 'The verification could not be done.'],
  [AUDIT_EXIT.unwitnessed]: [
    'NOT verified: too few witnesses',
    'Too few witnesses have seen the log, or too long ago: others may be shown another history. Fetch a newer copy.',
  ],
  [AUDIT_EXIT.unlawful]: [
    'NOT verified: not in order',
    'Nothing is altered, but what was signed breaks the rules, or one log lacks what the other has. The findings say where.',
  ],
  [AUDIT_EXIT.unreachable]: ['NOT verified', 'A log could not be read.'],
};

const STYLE = `
:root { color-scheme: light; --ink: #1a1a1a; --soft: #4a4a4a; --line: #b5b5b5; --blue: #0b4f8a; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 2px solid var(--ink); }
code, .digest { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
.verdict { border: 3px solid; padding: .8rem 1rem; } .verdict h2 { margin: 0; border: 0; }
.good { border-color: #14532d; background: #f0fdf4; } .good h2 { color: #14532d; }
.bad { border-color: #8b1a1a; background: #fef2f2; } .bad h2 { color: #8b1a1a; }
.note { color: var(--soft); } .figures { padding-left: 1.2rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .8rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
.long { overflow-wrap: anywhere; } th { background: #f1f1f1; }
svg { display: block; margin: 1rem 0; } svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .tick, svg .in-mark { text-anchor: middle; } svg .bar-label { text-anchor: end; } svg .in-mark { fill: #fff; font-size: 10px; }
.lane { stroke: #d5d5d5; } .axis { stroke: var(--ink); } .mark { fill: var(--blue); }
.bar { stroke: var(--ink); stroke-width: 1; } .asked { fill: #d5d5d5; } .accepted { fill: var(--blue); } .refused { fill: #8b1a1a; } .received { fill: #14532d; }
dt { font-weight: 600; } dd { margin: 0 0 .6rem 0; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } thead { display: table-header-group; } tr, svg { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
`;

export function reportPage(facts: PageFacts): string {
  const { story, madeAt, findings } = facts;
  const title = story ? `What was done with the data of site ${story.story.site}` : 'Report on an audit log';
  const page = html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
`;
  const body = html`</head><body><main>
<h1>${title}</h1>
<p class="note">Made ${when(madeAt)} by muster audit report, from copies of the logs. ${
    story?.hasVault &&
    html`<strong>It holds what the vault of the site keeps back from the logs: hand it on with care.</strong>`
  }</p>
${verdict(facts)}
${story ? storySections(story) : html`<p>Nothing of what the logs say is told here, since it could not be verified that they say it.</p>`}
${checked(facts)}
${findingList(
  'What was found',
  findings.filter(({ kind }) => kind !== 'warning'),
  facts.omitted,
)}
${unchecked(facts)}
${glossary()}
</main></body></html>`;
  // The style is a constant of this program, and no text of anybody: it stands as it is.
  return withNames(`<!doctype html>\n${page}<style>${STYLE}</style>${body}\n`, facts.names);
}

function verdict({ exit, log, findings }: PageFacts): Markup {
  const [title, text] = VERDICTS[exit];
  const grave = findings.filter(({ kind }) => kind !== 'warning').length;
  return html`<section class="verdict ${exit === AUDIT_EXIT.ok ? 'good' : 'bad'}" aria-labelledby="verdict">
<h2 id="verdict">${title}</h2><p>${text}</p>
<p>${grave === 0 ? 'There are no findings.' : `Findings: ${grave}, listed below.`}${log && ` ${witnesses(log)}`}</p></section>`;
}

function witnesses({ cosigners, quorumAgeS }: LogReport): string {
  const names = cosigners.map(({ name }) => name).join(', ');
  const age =
    quorumAgeS === null
      ? ''
      : ` Enough of them last saw it ${counted(Math.max(0, Math.round(quorumAgeS / 60)), 'minute')} before this report.`;
  return names === ''
    ? 'No witness has cosigned the log of the federation.'
    : `The log of the federation is cosigned by ${names}.${age}`;
}

function checked({ log, site, vault, names }: PageFacts): Markup {
  return html`<section aria-labelledby="checked"><h2 id="checked">What was checked</h2><dl>
${[log, site].map((each) =>
  each
    ? html`<dt>${each.origin}${siteIn(each.origin, names)}</dt><dd>${ofFederation(each.origin, names)}${each.entries} entries, every byte and every signature; ${each.events} events in their order. Fingerprint of the whole log: <span class="digest">${each.root}</span></dd>`
    : html`<dt>A log</dt><dd>could not be verified, and nothing of it is told here.</dd>`,
)}
${
  vault &&
  html`<dt>The vault of the site</dt><dd>${vault.opened} of the log's commitments open with what the vault has; ${vault.erased.length} were erased, and an entry tells so.</dd>`
}</dl></section>`;
}

function ofFederation(origin: string, names: Names): string {
  const name = federationIn(origin, names);
  return name === undefined ? '' : `Of the federation “${name}”. `;
}

function findingList(title: string, findings: readonly Finding[], omitted: number): Markup | null {
  if (findings.length === 0) return null;
  return html`<section aria-labelledby="findings"><h2 id="findings">${title}</h2><ul>${findings.map(
    ({ kind, log, entry, path, message, rule }) =>
      html`<li><strong>${kind}</strong>: ${log}${entry === undefined ? '' : `, entry ${entry}`}${path === undefined ? '' : `, ${path}`}: ${message}${rule === undefined ? '' : ` [${rule}]`}</li>`,
  )}</ul>${omitted > 0 && html`<p>And ${omitted} more.</p>`}</section>`;
}

function unchecked({ findings, vault, story }: PageFacts): Markup {
  const warnings = findings.filter(({ kind }) => kind === 'warning');
  return html`<section aria-labelledby="unchecked"><h2 id="unchecked">What could not be checked</h2><ul>
<li>Whether what was signed is true. The site signs that it read these data and no others; a program that was changed could read more. What is signed can be held against who signed it.</li>
<li>Whether something happened off the record.</li>
<li>Which other sites are behind a number of sites: cohorts are kept as fingerprints.</li>
${vault === null && html`<li>What the entries hide (names of data sets, who decided, how many examples): the vault of the site was not at hand.</li>`}
${story?.policy === undefined && html`<li>The legal basis of the purposes: the policy of the site was not at hand.</li>`}
${warnings.map(({ log, message }) => html`<li>${log}: ${message}</li>`)}</ul></section>`;
}

function glossary(): Markup {
  const words = [
    ['Site', 'the organisation whose data are worked with; s- and a number here, by its key'],
    ['Coordinator', 'the server that offers work to the sites and adds up what they send'],
    [
      'Run, round',
      'a run trains one model; in each of its rounds every site that agrees trains a little and sends an update',
    ],
    [
      'Update',
      'by how much the numbers of the model are to change; it is computed from data and holds no row of them',
    ],
    [
      'Evaluation',
      'how well a model did on data of the site: how many examples, how many of them right, how far off',
    ],
    [
      'Log',
      'a list of signed entries to which can only be added; whoever takes away or changes one is found out',
    ],
    [
      'Witness',
      'a site that has signed how far the log had come: the coordinator cannot show others another log',
    ],
    [
      'Entry #n',
      'number n of the site’s own log, or of the federation’s where the table says so; muster audit prove gives a proof of it',
    ],
  ] as const;
  return html`<section aria-labelledby="words"><h2 id="words">Words</h2><dl>${words.map(
    ([word, meaning]) => html`<dt>${word}</dt><dd>${meaning}</dd>`,
  )}</dl></section>`;
}
