/** @module Tasks for the fault harness: the flowers of examples/iris under a model that is large enough to travel in several chunks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { workspace } from '../../tools/processes/processes.ts';

/** Parts of task.yaml; each replaces the example's part, but `rounds` and `training`, whose fields are replaced one by one. */
export interface TaskParts {
  readonly rounds: Readonly<Record<string, unknown>>;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly hidden?: readonly number[];
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly evaluation?: Readonly<Record<string, unknown>>;
  readonly admission?: Readonly<Record<string, unknown>>;
  readonly task?: string;
  readonly secureAggregation?: Readonly<Record<string, unknown>>;
}

/** 184,503 parameters, 738 kB: three chunks. */
const HIDDEN = [600, 300];

export function taskOf({
  rounds,
  training,
  hidden,
  strategy,
  evaluation,
  admission,
  task,
  secureAggregation,
}: TaskParts): string {
  const example: Record<string, unknown> = parse(
    readFileSync(join(workspace, 'examples', 'iris', 'task.yaml'), 'utf8'),
  );
  const { target, ...common } = Object(example.rounds);
  return stringify({
    ...example,
    task: task ?? 'faults',
    model: { architecture: 'mlp', hidden: hidden ?? HIDDEN },
    training: { ...Object(example.training), epochs: 1, ...training },
    rounds: { ...common, ...rounds },
    strategy: strategy ?? { name: 'fedavg' },
    evaluation: evaluation ?? {},
    ...(admission ? { admission } : {}),
    ...(secureAggregation ? { secureAggregation } : {}),
  });
}
