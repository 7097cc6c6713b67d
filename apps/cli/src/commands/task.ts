/** @module `muster task`: look at a task before it runs. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MusterError } from '@muster/errors';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { command, group } from './command.ts';

export function taskCommand(): Command {
  const task = group('task', 'check a task file');
  task.addCommand(
    command(
      'check',
      'every error of a task file, with line and field; then builds the model',
      'muster task check task.yaml',
    )
      .argument('<task.yaml>')
      .action((file: string, options: { json?: boolean }) =>
        run(options, async (output) => {
          const { formatIssue, parseTask } = await import('@muster/task');
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
          output.result(
            { ok: true, task: parsed.value.task, parameters, tensors },
            ({ task: name }) =>
              `${file} is in order: task "${name}", ${parameters} parameters in ${tensors.length} tensors (${((parameters * 4) / 1e6).toFixed(1)} MB an update)`,
          );
          return EXIT.ok;
        }),
      ),
  );
  return task;
}

/** Builds the model as a run would: what no schema can see is found here. Throws MODEL_INVALID. */
async function buildModel(
  task: Extract<ReturnType<typeof import('@muster/task')['parseTask']>, { ok: true }>['value'],
) {
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
