/** @module The policy of a site, as a file that is handed over with its log: for what the log has but the hash of. */
import { MusterError } from '@muster/errors';
import { type Policy, policySchema } from '@muster/policy';
import { formatIssue, validateYaml } from '@muster/task';
import { readInput } from './audit-files.ts';

/** Undefined where none is named. Throws INVALID_ARGUMENT for a file that is no policy.yaml. */
export async function readSitePolicy(path: string | undefined): Promise<Policy | undefined> {
  if (path === undefined) return undefined;
  const text = Buffer.from(await readInput(path)).toString('utf8');
  const parsed = validateYaml(text, path, policySchema);
  if (parsed.ok) return parsed.value;
  throw new MusterError('INVALID_ARGUMENT', parsed.issues.map(formatIssue).join('\n'));
}
