/** @module coordinator.yaml, read from the folder that `init` made. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { formatIssue, validateYaml } from '@muster/task';
import { type CoordinatorConfig, coordinatorConfigSchema } from './config.ts';
import type { CoordinatorFolder } from './folder.ts';

/** Throws CONFIG_INVALID with every issue. */
export async function readConfig(folder: CoordinatorFolder): Promise<CoordinatorConfig> {
  const text = await readFile(folder.config, 'utf8').catch((cause: unknown) => {
    throw new MusterError(
      'CONFIG_INVALID',
      `${folder.config} cannot be read; make the folder by \`muster coordinator init\``,
      { cause },
    );
  });
  const parsed = validateYaml(text, folder.config, coordinatorConfigSchema);
  if (!parsed.ok) throw new MusterError('CONFIG_INVALID', parsed.issues.map(formatIssue).join('\n'));
  return parsed.value;
}
