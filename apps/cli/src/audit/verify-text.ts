/** @module What `muster audit verify` says to a person. */
import type { Finding, LogReport, VaultReport } from '@muster/audit';
import { federationIn, type Names, siteIn, withNames } from './names.ts';
import { toldText } from './told.ts';
import type { VerifyResult } from './verify.ts';

/** `names`: of sites and federations, where somebody here knows them. */
export function verifyText(result: VerifyResult, names: Names): string {
  const { log, site, reconciled, vault, findings, omitted, evidence, state, before } = result;
  const grave = findings.filter(({ kind }) => kind !== 'warning');
  const goesOn = !findings.some(({ kind }) => kind === 'fork' || kind === 'rollback');
  const warnings = findings.filter(({ kind }) => kind === 'warning');
  const lines = [
    ...(log ? [logText(log, findings, names, goesOn ? before : null)] : []),
    ...(site ? ['', logText(site, findings, names, null)] : []),
    ...(reconciled
      ? [
          `  both logs  ${reconciled.both} events of ${reconciled.site} in both, ${reconciled.siteOnly} in its own alone, ${reconciled.federationOnly} in the federation's alone`,
        ]
      : []),
    ...(vault ? vaultText(vault) : []),
    ...(warnings.length > 0 ? ['', ...warningLines(warnings)] : []),
    ...(grave.length > 0
      ? ['', ...grave.map((finding) => `${finding.kind.toUpperCase()}: ${findingText(finding)}`)]
      : []),
    ...(omitted > 0 ? [`... and ${omitted} more`] : []),
    ...(evidence === null
      ? []
      : [
          `The evidence is in ${evidence}: hand it to the other sites; muster audit verify-evidence checks it.`,
        ]),
    ...(result.logged === null && result.notLogged === null ? [] : [toldText(result)]),
    '',
    grave.length === 0
      ? `OK: ${said(log)}${state === null ? '' : ` Kept in ${state}: from here on it may only grow.`}`
      : 'NOT OK: trust nothing of this log until each line above is explained. See docs/audit.md.',
  ];
  return withNames(lines.join('\n').trimStart(), names);
}

/** Of a rule; what lies in an earlier epoch can be every entry of a log. */
const WARNINGS_TOLD = 5;

function warningLines(warnings: readonly Finding[]): readonly string[] {
  return Map.groupBy(warnings, ({ log, rule }) => `${log} ${rule}`)
    .values()
    .flatMap((alike) => [
      ...alike.slice(0, WARNINGS_TOLD).map((finding) => `warning: ${findingText(finding)}`),
      ...(alike.length > WARNINGS_TOLD
        ? [`warning: ... and ${alike.length - WARNINGS_TOLD} more like it; --json has all`]
        : []),
    ])
    .toArray();
}

/** Rules about what lies beside a log, and not in it. */
const BESIDE: ReadonlySet<string> = new Set(['omission', 'vault']);

function logText(
  { name, origin, size, root, cosigners, quorumAgeS, entries, events, olderFiles }: LogReport,
  findings: readonly Finding[],
  names: Names,
  before: number | null,
): string {
  const federation = federationIn(origin, names);
  const ofSite = siteIn(origin, names);
  const witnessed =
    cosigners.length === 0
      ? 'no witness of the policy has cosigned it'
      : `cosigned by ${cosigners.map((each) => each.name).join(', ')}`;
  const isLawful = !findings.some(
    ({ kind, log, rule = '' }) => kind === 'semantic' && log === origin && !BESIDE.has(rule),
  );
  const age = quorumAgeS === null ? '' : `; a quorum saw it ${duration(quorumAgeS)} ago`;
  return [
    `${origin} (${name})`,
    ...(federation === undefined && ofSite === ''
      ? []
      : [
          `  names      ${[...(federation === undefined ? [] : [`federation "${federation}"`]), ...(ofSite === '' ? [] : [`site${ofSite}`])].join(', ')}; known here, and in no log`,
        ]),
    `  tree       ${size} entries, root ${root}`,
    `  checkpoint signed by the log; ${witnessed}${age}`,
    ...(before === null ? [] : [`  history    goes on from the ${before} entries that were verified before`]),
    ...(entries === 0
      ? []
      : [
          `  bytes      ${entries} entries, every tile and the root${olderFiles === 0 ? '' : `; ${olderFiles} partial files of earlier sizes`}`,
        ]),
    ...(events === 0
      ? []
      : [
          `  events     ${events}, ${isLawful ? 'signed by their sources, in order' : 'not all of them lawful'}`,
        ]),
  ].join('\n');
}

/** Erasures that are told one by one. */
const ERASED_TOLD = 20;

function vaultText({ opened, erased, others }: VaultReport): readonly string[] {
  const theirs = others === 0 ? '' : `; ${others} are of others, who have vaults of their own`;
  const more = erased.length - ERASED_TOLD;
  return [
    `  vault      ${opened} commitments open, ${erased.length} were erased${theirs}`,
    ...erased
      .slice(0, ERASED_TOLD)
      .map(({ entry, hidden, by }) => `             entry ${entry} (${hidden}): erased by #${by}`),
    ...(more > 0 ? [`             and ${more} more`] : []),
  ];
}

function said(log: LogReport | undefined): string {
  if (!log || log.entries === 0) return 'the checkpoint holds. --full reads every entry.';
  return log.events === 0
    ? 'every byte is the one that was signed.'
    : 'nothing is altered, left out or out of order.';
}

function findingText({ log, message, entry, path, offset, rule }: Finding): string {
  const where = [
    ...(entry === undefined ? [] : [`entry ${entry}`]),
    ...(path === undefined ? [] : [`${path}${offset === undefined ? '' : `, byte ${offset}`}`]),
  ].join(', ');
  return `${log}${where === '' ? '' : `, ${where}`}: ${message}${rule === undefined ? '' : ` [${rule}]`}`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
