/**
 * @module Whom the pseudonyms of logs stand for: as the folder of a site knows it of itself, and a coordinator of all of its sites. It is
 * shown to people beside what the logs say, and stands in none of them.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { siteNameSchema } from '@muster/api';
import { MusterError } from '@muster/errors';
import { connect } from '../connection.ts';
import { isUrl } from './audit-files.ts';
import { type Keeper, keeperAt } from './vault-place.ts';

/** Nobody waits longer for a name. */
const ANSWER_MS = 3_000;

export interface Names {
  /** By id, in hex. */
  readonly federations: ReadonlyMap<string, string>;
  /** By pseudonym. */
  readonly sites: ReadonlyMap<string, string>;
}

/** A site of a federation, present or gone. */
export interface NamedParty {
  readonly pseudonym: string;
  readonly name: string;
  /** ISO 8601; null where it has not left, or where nobody here knows. */
  readonly leftAt: string | null;
}

export interface PartyList {
  readonly federation: { readonly id: string; readonly name: string };
  readonly sites: readonly NamedParty[];
}

export interface NameOptions {
  /** Folder of a site or a coordinator. */
  readonly dir?: string;
  /** Of an operator; else that of the coordinator's folder. */
  readonly credential?: string;
}

/** Who is who, by a folder or a credential. Rejects as the folder of a site and the API do. */
export async function partiesOf({ dir, credential }: NameOptions): Promise<PartyList> {
  const keeper = dir === undefined ? undefined : keeperAt(dir);
  if (dir !== undefined && !keeper)
    throw new MusterError('NOT_FOUND', `${dir} is the folder of no site and of no coordinator`);
  if (keeper?.kind !== 'site') return await byApi(keeper, credential);
  const { readOwnNames } = await import('@muster/agent');
  const { federation, site } = await readOwnNames(keeper.directory);
  return { federation, sites: [{ ...site, leftAt: null }] };
}

/**
 * What is known of the logs at these places, and to who has this credential. Nothing where nobody here knows: it is no part of what is
 * verified.
 */
export async function knownNames(
  places: readonly (string | undefined)[],
  { dir, credential = process.env.MUSTER_CREDENTIAL }: NameOptions,
): Promise<Names> {
  const federations = new Map<string, string>();
  const sites = new Map<string, string>();
  const folders = new Set([
    ...(dir === undefined ? [] : [resolve(dir)]),
    ...places.flatMap((place) => (place === undefined || isUrl(place) ? [] : ownerOf(place))),
  ]);
  const asked: NameOptions[] = [...folders].map((folder) => ({ dir: folder }));
  if (credential !== undefined) asked.push({ credential });
  for (const each of asked) {
    const late = sleep(ANSWER_MS, undefined, { ref: false });
    const list = await Promise.race([partiesOf(each).catch(() => undefined), late]);
    if (!list) continue;
    federations.set(list.federation.id, list.federation.name);
    for (const { pseudonym, name } of list.sites)
      if (siteNameSchema.safeParse(name).success) sites.set(pseudonym, name);
  }
  return { federations, sites };
}

/** Text with the name of each site that is known after its pseudonym; where that is part of an origin, a source or a path it stays as it is. */
export function withNames(text: string, { sites }: Names): string {
  return text.replace(
    /(?<![\w/-])s-[0-9a-f]{16}(?![\w/-])/g,
    (pseudonym) => `${pseudonym}${inBrackets(sites.get(pseudonym))}`,
  );
}

/** The name of the site whose pseudonym is in an origin or a source, in brackets; '' where it is not known. */
export function siteIn(text: string, { sites }: Names): string {
  return inBrackets(sites.get(/\/?(s-[0-9a-f]{16})(\/|$)/.exec(text)?.[1] ?? ''));
}

/** The name of the federation whose log this is; undefined where it is not known. */
export function federationIn(origin: string, { federations }: Names): string | undefined {
  return federations.get(/\/fed\/([0-9a-f]{32})\//.exec(origin)?.[1] ?? '');
}

function inBrackets(name: string | undefined): string {
  return name === undefined ? '' : ` (${name})`;
}

async function byApi(keeper: Keeper | undefined, credential: string | undefined): Promise<PartyList> {
  const own = keeper && join(keeper.directory, 'operator.json');
  const file = credential ?? (own !== undefined && existsSync(own) ? own : undefined);
  return await connect(file === undefined ? {} : { credential: file }).auditParties();
}

/** The folder of the site or the coordinator whose log this is: it lies in its `state/audit` or `data/audit`. */
function ownerOf(log: string): readonly string[] {
  const folder = dirname(dirname(dirname(resolve(log))));
  return keeperAt(folder) ? [folder] : [];
}
