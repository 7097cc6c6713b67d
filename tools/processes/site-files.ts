/** @module site.yaml and policy.yaml of a site that is enrolled, as its engineer would write them, and the policy signed as its officer would. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signPolicy } from '@muster/agent';
import { stringify } from 'yaml';

/** Allows what the examples and most tests do; a test says what it wants to be otherwise. */
const OPEN = {
  purposes: { demonstration: ['not-personal'], unspecified: ['not-personal'] },
  tasks: ['*'],
  architectures: ['mlp', 'cnn', 'logistic', 'layers'],
  minCohort: 1,
  maxRounds: 100,
  metrics: ['examples', 'accuracy', 'loss', 'confusion', 'norm', 'timing', 'progress'],
};

export interface SiteFiles {
  readonly folder: string;
  readonly name: string;
  /** site.yaml, but for the name. */
  readonly config: Readonly<Record<string, unknown>>;
  /** policy.yaml, as far as it says otherwise than that nearly everything is allowed. */
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly passphraseFile?: string;
}

/** Writes both and signs; a policy that says no version gets the one after that which was signed before. */
export async function writeSiteFiles({
  folder,
  name,
  config,
  policy = {},
  passphraseFile,
}: SiteFiles): Promise<void> {
  writeFileSync(join(folder, 'site.yaml'), stringify({ site: name, ...config }), { mode: 0o600 });
  const datasets = Object.fromEntries(Object.keys(Object(config.datasets)).map((each) => [each, {}]));
  const file = { version: signedVersion(folder) + 1, datasets, ...OPEN, ...policy };
  writeFileSync(join(folder, 'policy.yaml'), stringify(file), { mode: 0o600 });
  await signPolicy(folder, { by: 'Ada Officer', ...(passphraseFile ? { passphraseFile } : {}) });
}

function signedVersion(folder: string): number {
  const path = join(folder, 'policy.yaml.sig');
  return existsSync(path) ? Number(JSON.parse(readFileSync(path, 'utf8')).version) : 0;
}
