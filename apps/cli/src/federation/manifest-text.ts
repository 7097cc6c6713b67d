/** @module A manifest in words: what it says, who has signed it, who is missing, and what it changes. */
import { fingerprintOf, type Manifest, type SignatureState, signatureState, wordsOf } from '@muster/identity';
import type { ManifestSignature } from '@muster/protocol';
import { table, time } from '../output.ts';
import type { FoundManifests } from './manifest-source.ts';

/** What `muster federation show` tells, as JSON. Hashes and keys in hex. */
export interface ManifestView {
  readonly federation: string;
  readonly id: string;
  readonly epoch: number;
  readonly inForce: boolean;
  readonly hash: string;
  readonly words: string;
  readonly previous: string | null;
  readonly madeAt: string;
  readonly organisations: readonly {
    readonly name: string;
    readonly key: string;
    readonly fingerprint: string;
    readonly sites: number;
    readonly formerKey: string | null;
    readonly signed: boolean;
  }[];
  readonly signaturesMin: number;
  /** Who must sign, and of whom how many others besides. */
  readonly missing: {
    readonly due: readonly string[];
    readonly others: readonly string[];
    readonly wanted: number;
  };
  readonly coordinators: readonly string[];
  readonly limits: {
    readonly minCohort: number;
    readonly minGroup: number;
    readonly corrupt: number;
    readonly dropout: number;
  };
  readonly models: readonly string[];
  readonly revoked: readonly string[];
  readonly witnesses: readonly string[];
  readonly changes: readonly string[];
}

/** Whether an epoch may follow: nobody has yet to sign it. */
export function isSigned({ missing }: Pick<ManifestView, 'missing'>): boolean {
  return missing.due.length === 0 && missing.wanted === 0;
}

/** Throws SIGNATURE_INVALID. */
export function viewOf({ chain, newest, before, inForce }: FoundManifests): ManifestView {
  const signatures = chain.at(-1)?.signatures ?? [];
  const state = signatureState(before, newest, signatures);
  return {
    federation: newest.federationName,
    id: hex(newest.federationId),
    epoch: newest.epoch,
    inForce,
    hash: hex(newest.hash),
    words: wordsOf(newest.hash),
    previous: before ? hex(before.hash) : null,
    madeAt: new Date(newest.timeMs).toISOString(),
    organisations: newest.organisations.map(({ name, key, sitesMax, formerKey }) => ({
      name,
      key: hex(key),
      fingerprint: hex(fingerprintOf(key)),
      sites: sitesMax,
      formerKey: formerKey.length > 0 ? hex(formerKey) : null,
      signed: hasSigned(signatures, key, before, name),
    })),
    signaturesMin: newest.signaturesMin,
    missing: missingOf(state),
    coordinators: newest.coordinatorKeys.map(hex),
    limits: {
      minCohort: newest.cohortMin,
      minGroup: newest.groupMin,
      corrupt: newest.corruptPerMilleMax / 1000,
      dropout: newest.dropoutPerMilleMax / 1000,
    },
    models: newest.modelHashes.map(hex),
    revoked: newest.revoked.map(hex),
    witnesses: newest.witnesses,
    changes: before ? changesOf(before, newest) : [],
  };
}

function hasSigned(
  signatures: readonly ManifestSignature[],
  key: Uint8Array,
  before: Manifest | undefined,
  name: string,
): boolean {
  const old = before?.organisations.find((each) => each.name === name)?.key;
  const keys = [key, ...(old ? [old] : [])].map(hex);
  return signatures.some((each) => keys.includes(hex(each.key)));
}

function missingOf({ due, others, wanted }: SignatureState): ManifestView['missing'] {
  return { due, others: wanted > 0 ? others.filter((name) => !due.includes(name)) : [], wanted };
}

/** What an epoch changes of the one before, a line each. */
export function changesOf(before: Manifest, now: Manifest): readonly string[] {
  const was = new Map(before.organisations.map((each) => [each.name, each]));
  const is = new Map(now.organisations.map((each) => [each.name, each]));
  const joined = now.organisations
    .filter(({ name }) => !was.has(name))
    .map(
      ({ name, key, sitesMax }) => `${name} joins (${hex(fingerprintOf(key))}), with up to ${sitesMax} sites`,
    );
  const left = before.organisations
    .filter(({ name }) => !is.has(name))
    .map(({ name }) => `${name} leaves: its sites are out`);
  const others = now.organisations.flatMap((each) => {
    const old = was.get(each.name);
    return old ? organisationChanges(old, each) : [];
  });
  return [...joined, ...left, ...others, ...settingChanges(before, now), ...hashChanges(before, now)];
}

type Organisation = Manifest['organisations'][number];

function organisationChanges(old: Organisation, now: Organisation): readonly string[] {
  const { name } = now;
  const isFormer = (key: Uint8Array): boolean => hex(now.formerKey) === hex(key);
  const rotated =
    hex(old.key) === hex(now.key)
      ? []
      : [
          `${name} has another key (${hex(fingerprintOf(now.key))}); certificates by its former one ${isFormer(old.key) ? 'stay good' : 'end at once'}`,
        ];
  const cut =
    old.formerKey.length > 0 && !isFormer(old.formerKey)
      ? [`certificates by an earlier key of ${name} end`]
      : [];
  const sites =
    old.sitesMax === now.sitesMax
      ? []
      : [`${name} may have ${now.sitesMax} sites in place of ${old.sitesMax}`];
  return [...rotated, ...cut, ...sites];
}

function settingChanges(before: Manifest, now: Manifest): readonly string[] {
  const changed = (what: string, from: string | number, to: string | number): readonly string[] =>
    from === to ? [] : [`${what}: ${to} in place of ${from}`];
  const share = (perMille: number): string => `${perMille / 10} %`;
  return [
    ...changed(
      'the coordinator',
      before.coordinatorKeys.map(hex).join(' '),
      now.coordinatorKeys.map(hex).join(' '),
    ),
    ...changed('signatures under the next manifest', before.signaturesMin, now.signaturesMin),
    ...changed('fewest sites in a sum', before.cohortMin, now.cohortMin),
    ...changed('fewest sites in a group', before.groupMin, now.groupMin),
    ...changed('sites that may be corrupt', share(before.corruptPerMilleMax), share(now.corruptPerMilleMax)),
    ...changed('sites that may be lost', share(before.dropoutPerMilleMax), share(now.dropoutPerMilleMax)),
    ...changed('witnesses', before.witnesses.join(', ') || 'none', now.witnesses.join(', ') || 'none'),
  ];
}

function hashChanges(before: Manifest, now: Manifest): readonly string[] {
  const added = (a: readonly Uint8Array[], b: readonly Uint8Array[]): readonly string[] => {
    const known = new Set(a.map(hex));
    return b.map(hex).filter((hash) => !known.has(hash));
  };
  return [
    ...added(before.revoked, now.revoked).map((hash) => `the certificate ${hash} is revoked`),
    ...added(now.revoked, before.revoked).map((hash) => `the certificate ${hash} is revoked no more`),
    ...added(before.modelHashes, now.modelHashes).map((hash) => `the model ${hash} may be trained`),
    ...added(now.modelHashes, before.modelHashes).map(
      (hash) => `the model ${hash} may not be trained any more`,
    ),
  ];
}

/** For a person. */
export function manifestText(view: ManifestView): string {
  const { limits, organisations } = view;
  const state = view.inForce ? ', in force' : isSigned(view) ? ', signed' : ', a draft';
  const list = (values: readonly string[], none: string): string => values.join('\n             ') || none;
  return [
    `Federation   ${view.federation} (${view.id})`,
    `Manifest     epoch ${view.epoch}${state}; made ${time(view.madeAt)}`,
    `Hash         ${view.hash}`,
    `In words     ${view.words}`,
    ...(view.previous === null ? [] : [`Follows      ${view.previous}`]),
    '',
    table(
      ['organisation', 'fingerprint', 'sites', 'signed'],
      organisations.map(({ name, fingerprint, sites, signed, formerKey }) => [
        formerKey ? `${name} (certificates by its former key stay good)` : name,
        fingerprint,
        String(sites),
        signed ? 'yes' : '-',
      ]),
    ),
    '',
    `Missing      ${missingText(view)}`,
    `Next epochs  signed by ${view.signaturesMin} of ${organisations.length} organisations`,
    `Coordinator  ${list(view.coordinators, '-')}`,
    `Limits       of secure aggregation: sums of at least ${limits.minCohort} sites, groups of ${limits.minGroup}; ${percent(limits.corrupt)} corrupt, ${percent(limits.dropout)} lost`,
    `Models       ${list(view.models, 'any')}`,
    `Revoked      ${list(view.revoked, 'no certificate')}`,
    `Witnesses    ${list(view.witnesses, 'the sites alone')}`,
    ...(view.previous === null ? [] : [`Changes      ${list(view.changes, 'nothing')}`]),
  ].join('\n');
}

/** Who has yet to sign. */
export function missingText({ missing: { due, others, wanted } }: Pick<ManifestView, 'missing'>): string {
  const parts = [
    ...(due.length > 0 ? [due.join(', ')] : []),
    ...(wanted > 0 ? [`${wanted} of: ${[...others, ...due].join(', ')}`] : []),
  ];
  return parts.join('; and ') || 'nobody';
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
