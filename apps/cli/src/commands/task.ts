/** @module `muster task`: look at a task before it runs. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import type { Task } from '@muster/task';
import type { Command } from 'commander';
import type { HeldAgainstSites, SiteVerdict } from '../against-sites.ts';
import { connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { table } from '../output.ts';
import { apiCommand, group } from './command.ts';

export function taskCommand(): Command {
  const task = group('task', 'check a task file');
  task.addCommand(
    apiCommand(
      'check',
      'every error of a task file, with line and field; then builds the model',
      'muster task check task.yaml --against-sites',
    )
      .argument('<task.yaml>')
      .option(
        '--against-sites',
        'also hold it against the policy that each site has published; exit code 3 when too few would take part for the quorum',
      )
      .action((file: string, options: { json?: boolean; credential?: string; againstSites?: boolean }) =>
        run(options, async (output) => {
          const { formatIssue, modelHash, parseTask } = await import('@muster/task');
          const text = await readFile(file, 'utf8').catch((cause: unknown) => {
            throw new MusterError('NOT_FOUND', `the task file ${file} cannot be read`, { cause });
          });
          const parsed = parseTask(text, file);
          if (!parsed.ok) {
            output.result({ ok: false, issues: parsed.issues }, ({ issues }) =>
              issues.map(formatIssue).join('\n'),
            );
            return EXIT.failed;
          }
          const { tensors } = await buildModel(parsed.value);
          const { parameterCount } = await import('@muster/vector');
          const parameters = parameterCount(tensors);
          const against = options.againstSites ? await heldAgainst(parsed.value, options) : undefined;
          output.result(
            {
              ok: true,
              task: parsed.value.task,
              parameters,
              tensors,
              model: modelHash(parsed.value.model),
              secureAggregation: parsed.value.secureAggregation,
              ...(against ? { against } : {}),
            },
            ({ task: name, model, secureAggregation }) =>
              [
                `${file} is in order: task "${name}", ${parameters} parameters in ${tensors.length} tensors (${((parameters * 4) / 1e6).toFixed(1)} MB an update)\nmodel ${model}\n${updatesText(secureAggregation)}`,
                ...(against ? [againstText(against)] : []),
              ].join('\n\n'),
          );
          return against?.met === false ? EXIT.refused : EXIT.ok;
        }),
      ),
  );
  return task;
}

function updatesText({ profile, minCohort }: Task['secureAggregation']): string {
  return profile === 'off'
    ? 'updates are sealed to the coordinator, which sees each of them: secureAggregation is off'
    : `updates are masked (${profile}): the coordinator sees sums of ${minCohort} sites or more`;
}

async function heldAgainst(task: Task, options: { credential?: string }): Promise<HeldAgainstSites> {
  const { holdAgainstSites } = await import('../against-sites.ts');
  const api = connect(options);
  const [sites, policies] = await Promise.all([api.sites(), api.policies()]);
  return holdAgainstSites(task, sites, policies, Date.now());
}

function againstText({ sites, willing, quorum, met }: HeldAgainstSites): string {
  const sum = met
    ? `${willing} sites would take part; the quorum is ${quorum}.`
    : `TOO FEW: ${willing} sites would take part, and the quorum is ${quorum}.`;
  if (sites.length === 0) return `No site is enrolled. ${sum}`;
  const rows = sites.map((each) => [
    each.site,
    each.verdict === 'asks' ? 'asks a person' : each.verdict,
    each.connected ? 'connected' : 'away',
    whyText(each),
  ]);
  return `${table(['site', 'would', 'now', 'why'], rows)}\n\n${sum}`;
}

function whyText({ reasons, withheld }: SiteVerdict): string {
  const evaluation = withheld.length > 0 ? [`would not evaluate: ${withheld.join(', ')} may not leave`] : [];
  return [...reasons, ...evaluation].join('\n') || '-';
}

/** Builds the model as a run would: what no schema can see is found here. Throws MODEL_INVALID. */
async function buildModel(task: Task) {
  const { LearningChild } = await import('@muster/learning');
  const folder = await mkdtemp(join(tmpdir(), 'muster-task-'));
  const child = new LearningChild({ engine: 'wasm', memoryMb: 2048, niceness: 0, lingerMs: 0 });
  try {
    return await child.run('initialise', {
      model: task.model,
      schema: task.data,
      seed: task.training.seed,
      weightsFile: join(folder, 'weights.f32'),
    });
  } finally {
    await child.close();
    await rm(folder, { recursive: true, force: true });
  }
}
