/** @module Reads site.yaml: every error with file, line and field. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import type { SiteFolder } from './folder.ts';
import { type SiteFile, siteConfigSchema } from './site-config.ts';

/** Throws CONFIG_INVALID with every issue. */
export async function readSiteFile(folder: SiteFolder): Promise<SiteFile> {
  const text = await readFile(folder.config, 'utf8').catch((cause: unknown) => {
    throw new MusterError('CONFIG_INVALID', `${folder.config} cannot be read`, { cause });
  });
  const { formatIssue, validateYaml } = await import('@muster/task');
  const parsed = validateYaml(text, folder.config, siteConfigSchema);
  if (!parsed.ok) {
    const issues = parsed.issues.map((issue) =>
      issue.field === 'policy' ? { ...issue, expected: `the policy in ${folder.policy}` } : issue,
    );
    throw new MusterError('CONFIG_INVALID', issues.map(formatIssue).join('\n'));
  }
  return parsed.value;
}
