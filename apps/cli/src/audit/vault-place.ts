/** @module Where a vault lies, and whose it is: a database by itself, or that of a site or a coordinator, by its folder. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';

const DATABASE = 'audit-vault.db';

/** Whose log tells what is done with it. */
export interface Keeper {
  readonly kind: 'site' | 'coordinator';
  readonly directory: string;
}

export interface VaultPlace {
  readonly database: string;
  /** Undefined for a database that is named by itself: then no log is there to be told. */
  readonly keeper: Keeper | undefined;
}

/** Throws NOT_FOUND where there is no vault. */
export async function vaultAt(path: string): Promise<VaultPlace> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return { database: path, keeper: undefined };
  const places = ['', 'state', 'data'].map((folder) => join(path, folder, DATABASE));
  const database = places.find((place) => existsSync(place));
  if (!found || database === undefined)
    throw new MusterError(
      'NOT_FOUND',
      `there is no vault at ${path}: name ${DATABASE}, or the folder of the site or the coordinator`,
    );
  return { database, keeper: keeperAt(path) };
}

/** Undefined for a folder of neither. */
export function keeperAt(directory: string): Keeper | undefined {
  if (existsSync(join(directory, 'keys', 'enrolment.json'))) return { kind: 'site', directory };
  return existsSync(join(directory, 'coordinator.yaml')) ? { kind: 'coordinator', directory } : undefined;
}
