/** @module Where slices lie: `FOLDER/SITE/data/` for each site, `FOLDER/coordinator/public/` for what is public. */
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MusterError } from '@muster/errors';

/** A number of sites (`site-1`, `site-2`, ...) or their names. */
export type Sites = number | readonly string[];

/** @throws INVALID_ARGUMENT for no sites, a name that is no site name, or a name twice */
export function siteNames(sites: Sites): readonly string[] {
  const names =
    typeof sites === 'number' ? Array.from({ length: sites }, (_, at) => `site-${at + 1}`) : sites;
  const sound =
    names.length > 0 && names.every((name) => /^[a-z0-9-]{1,64}$/.test(name) && name !== 'coordinator');
  if (!sound || new Set(names).size < names.length) {
    throw new MusterError(
      'INVALID_ARGUMENT',
      `'${names.join(', ')}' are no names of sites (a-z, 0-9, -, each once).`,
    );
  }
  return names;
}

/** Makes `FOLDER/NAME/PART` and gives its path. */
export async function makeFolder(folder: string, name: string, part: 'data' | 'public'): Promise<string> {
  const path = join(folder, name, part);
  await mkdir(path, { recursive: true });
  return path;
}

/** The folder of an npm package that carries data. */
export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
