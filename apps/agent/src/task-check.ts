/** @module Whether this site would take part in a task: the question that the coordinator will ask, put to its policy before it does. */
import { readFile } from 'node:fs/promises';
import { MusterError } from '@muster/errors';
import { dryRun, type Policy } from '@muster/policy';
import type { Task } from '@muster/task';
import type { Finding } from './check-report.ts';
import type { SiteFile } from './site-config.ts';

/** Throws NOT_FOUND for a file that cannot be read, TASK_INVALID with every issue. */
export async function readTask(path: string): Promise<Task> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MusterError('NOT_FOUND', `the task file ${path} cannot be read`, { cause });
  });
  const { formatIssue, parseTask } = await import('@muster/task');
  const task = parseTask(text, path);
  if (!task.ok) throw new MusterError('TASK_INVALID', task.issues.map(formatIssue).join('\n'));
  return task.value;
}

/** Each reason for which this site would refuse every offer of the task, by the rule of its policy. */
export function taskFinding(policy: Policy, { datasets }: SiteFile, task: Task, nowMs: number): Finding {
  const { refusals, withheld: missing } = dryRun(policy, task, nowMs);
  const reasons = refusals.map(({ reason }) => reason);
  const { dataset } = task.data;
  if (!Object.hasOwn(datasets, dataset)) {
    const offered = Object.keys(datasets).join(', ') || 'nothing';
    reasons.push(`the task uses the data set "${dataset}", and site.yaml offers ${offered}`);
  }
  if (reasons.length > 0) return { status: 'failed', finding: `it would be refused: ${reasons.join('; ')}` };
  if (missing.length > 0)
    return {
      status: 'warning',
      finding: `this site would train, and refuse to evaluate: policy.metrics does not allow ${missing.join(', ')}`,
    };
  const asks = policy.approval === 'automatic' ? '' : ', once a person has approved the plan';
  return { status: 'ok', finding: `"${task.task}": this site would take part, with ${dataset}${asks}` };
}
