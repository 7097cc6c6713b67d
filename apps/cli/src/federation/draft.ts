/** @module Manifests that nobody has signed yet: the first, out of federation.yaml, and the next after one that is in force. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type FederationFile, federationFileSchema } from '@muster/coordinator/federation-file';
import { MusterError } from '@muster/errors';
import {
  type Card,
  FIRST_EPOCH,
  type Manifest,
  makeManifest,
  readCard,
  systemRandom,
} from '@muster/identity';
import { formatIssue, validateYaml } from '@muster/task';
import { changesOf } from './manifest-text.ts';

/** Throws CONFIG_INVALID with every issue, INVALID_ARGUMENT for cards that are none, MANIFEST_INVALID. */
export async function firstManifest(path: string, nowMs: number): Promise<Manifest> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MusterError('CONFIG_INVALID', `${path} cannot be read`, { cause });
  });
  const parsed = validateYaml(text, path, federationFileSchema);
  if (!parsed.ok) throw new MusterError('CONFIG_INVALID', parsed.issues.map(formatIssue).join('\n'));
  const file: FederationFile = parsed.value;
  const at = (card: string): string => resolve(dirname(path), card);
  const organisations = await Promise.all(
    file.organisations.map(async ({ card, sites }) => {
      const { name, key } = await cardOf(at(card), 'organisation');
      return { name, key, sitesMax: sites, formerKey: new Uint8Array() };
    }),
  );
  const { key } = await cardOf(at(file.coordinator), 'coordinator');
  return makeManifest({
    ...FIRST_EPOCH,
    federationId: systemRandom(16),
    federationName: file.federation,
    timeMs: nowMs,
    organisations,
    signaturesMin: file.signatures ?? Math.floor(organisations.length / 2) + 1,
    coordinatorKeys: [key],
    ...limitsOf(file.limits),
    modelHashes: ascending(file.models),
    witnesses: file.witnesses,
  });
}

/** What is to be another in the next epoch; all that is not said stays. */
export interface Changes {
  /** Cards of organisations: of one that belongs to it already, its new key; else it joins. */
  readonly organisation?: readonly string[];
  /** `NAME=N`: most sites of an organisation. */
  readonly sites?: readonly string[];
  readonly leave?: readonly string[];
  /** Names of organisations: certificates that a former key of theirs has signed end at once. */
  readonly cut?: readonly string[];
  /** Card of the coordinator, in place of those that are named. */
  readonly coordinator?: string;
  readonly signatures?: number;
  readonly minCohort?: number;
  readonly minGroup?: number;
  readonly corrupt?: number;
  readonly dropout?: number;
  /** Hashes of models, in place of those that are allowed; `any` alone for all. */
  readonly model?: readonly string[];
  /** Verifier keys, in place of those that are named; `none` alone for none. */
  readonly witness?: readonly string[];
  /** Hashes of certificates that are void from then on, hex. */
  readonly revoke?: readonly string[];
}

const SITES_OF_NEW = 10;

/** Throws INVALID_ARGUMENT for names and files that are none, and where nothing would be another; MANIFEST_INVALID. */
export async function nextManifest(before: Manifest, changes: Changes, nowMs: number): Promise<Manifest> {
  const coordinator = changes.coordinator && (await cardOf(changes.coordinator, 'coordinator'));
  const revoked = [...before.revoked.map(hex), ...(changes.revoke ?? [])];
  const next = makeManifest({
    ...before,
    ...limitsOf(changes),
    epoch: before.epoch + 1,
    previousHash: before.hash,
    timeMs: nowMs,
    organisations: await organisationsOf(before, changes),
    signaturesMin: changes.signatures ?? before.signaturesMin,
    coordinatorKeys: coordinator ? [coordinator.key] : before.coordinatorKeys,
    modelHashes: listed(changes.model, 'any', ascending) ?? before.modelHashes,
    revoked: ascending(revoked),
    witnesses: listed(changes.witness, 'none', (keys) => keys) ?? before.witnesses,
  });
  if (changesOf(before, next).length === 0)
    throw new MusterError('INVALID_ARGUMENT', 'nothing would be another: say what changes (see --help)');
  return next;
}

async function organisationsOf(before: Manifest, changes: Changes): Promise<Manifest['organisations']> {
  const known = new Map(before.organisations.map((each) => [each.name, each]));
  const named = (name: string) => {
    const organisation = known.get(name);
    if (organisation) return organisation;
    const names = [...known.keys()].join(', ');
    throw new MusterError('INVALID_ARGUMENT', `"${name}" is no organisation of the federation: ${names}`);
  };
  for (const path of changes.organisation ?? []) {
    const { name, key } = await cardOf(path, 'organisation');
    const old = known.get(name);
    const isNew = old && hex(old.key) !== hex(key);
    known.set(name, {
      name,
      key,
      sitesMax: old?.sitesMax ?? SITES_OF_NEW,
      formerKey: isNew ? old.key : (old?.formerKey ?? new Uint8Array()),
    });
  }
  for (const name of changes.leave ?? []) known.delete(named(name).name);
  for (const text of changes.sites ?? []) {
    const [, name = '', count] = /^(.*)=(\d{1,6})$/.exec(text) ?? [];
    if (count === undefined)
      throw new MusterError(
        'INVALID_ARGUMENT',
        `--sites ${text}: NAME=N is expected, as in "North Hospital=20"`,
      );
    known.set(name, { ...named(name), sitesMax: Number(count) });
  }
  for (const name of changes.cut ?? []) known.set(name, { ...named(name), formerKey: new Uint8Array() });
  return [...known.values()];
}

interface Limits {
  readonly minCohort?: number | undefined;
  readonly minGroup?: number | undefined;
  readonly corrupt?: number | undefined;
  readonly dropout?: number | undefined;
}

function limitsOf({ minCohort, minGroup, corrupt, dropout }: Limits) {
  return {
    ...(minCohort === undefined ? {} : { cohortMin: minCohort }),
    ...(minGroup === undefined ? {} : { groupMin: minGroup }),
    ...(corrupt === undefined ? {} : { corruptPerMilleMax: Math.round(corrupt * 1000) }),
    ...(dropout === undefined ? {} : { dropoutPerMilleMax: Math.round(dropout * 1000) }),
  };
}

/** What an option lists in place of what there is; undefined where it is not given. */
function listed<T>(
  values: readonly string[] | undefined,
  none: string,
  read: (values: readonly string[]) => readonly T[],
): readonly T[] | undefined {
  if (values === undefined) return undefined;
  return read(values.length === 1 && values[0] === none ? [] : values);
}

/** Each once. Throws INVALID_ARGUMENT for what is no SHA-256 in hex. */
function ascending(hashes: readonly string[]): Uint8Array[] {
  const wrong = hashes.find((hash) => !/^[0-9a-f]{64}$/.test(hash));
  if (wrong !== undefined)
    throw new MusterError('INVALID_ARGUMENT', `${wrong} is no SHA-256 in lower-case hex, of 64 digits`);
  return [...new Set(hashes)].sort().map((hash) => Buffer.from(hash, 'hex'));
}

async function cardOf(path: string, role: Card['role']): Promise<Card> {
  const card = await readCard(path);
  if (card.role === role) return card;
  throw new MusterError(
    'INVALID_ARGUMENT',
    `${path} is the card of ${card.role === 'coordinator' ? 'a' : 'an'} ${card.role}`,
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
