/** @module Reads site.yaml: every error with file, line and field. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import type { SiteFolder } from './folder.ts';
import { type SiteConfig, siteConfigSchema } from './site-config.ts';

/** Throws CONFIG_INVALID with every issue. */
export async function readSiteConfig(folder: SiteFolder): Promise<SiteConfig> {
  const text = await readFile(folder.config, 'utf8').catch((cause: unknown) => {
    throw new MusterError('CONFIG_INVALID', `${folder.config} cannot be read`, { cause });
  });
  const { formatIssue, validateYaml } = await import('@muster/task');
  const parsed = validateYaml(text, folder.config, siteConfigSchema);
  if (!parsed.ok) throw new MusterError('CONFIG_INVALID', parsed.issues.map(formatIssue).join('\n'));
  return parsed.value;
}
