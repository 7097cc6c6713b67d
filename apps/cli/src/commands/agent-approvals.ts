/** @module `muster agent pending`, `approve`, `refuse`: a person decides about plans. */
import type { PendingPlan } from '@muster/agent';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { bytes, time } from '../output.ts';
import { command } from './command.ts';

interface Options {
  readonly dir: string;
  readonly json?: boolean;
}

const HIDDEN: Readonly<Record<NonNullable<PendingPlan['asks']>['secureAggregation'], string>> = {
  off: 'which the coordinator sees by itself',
  'semi-honest': 'which nobody sees by itself, as long as the coordinator keeps to the protocol',
  malicious: 'which nobody sees by itself',
};

export function agentApprovalCommands(): readonly Command[] {
  return [
    command(
      'pending',
      'plans that wait for a person: what they ask for, and what would leave; exit code 6 while one waits',
      'muster agent pending --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .option('--all', 'also those that were decided, by whom and why')
      .action((options: Options & { all?: boolean }) =>
        run(options, async (output) => {
          const { readPending } = await import('@muster/agent');
          const plans = readPending(options.dir, options);
          output.result(plans, (some) =>
            some.length === 0 ? 'No plan waits for a person.' : some.map(planText).join('\n\n'),
          );
          return plans.some(({ decision }) => decision === 'pending') ? EXIT.waits : EXIT.ok;
        }),
      ),
    decisionCommand(
      'approve',
      'approved',
      'let a plan go on: all its rounds, until somebody refuses it',
      'muster agent approve 94a81e7b --by "Ada Lovelace" --why "ethics vote 12/26" --dir site',
    ),
    decisionCommand(
      'refuse',
      'refused',
      'refuse a plan, or take the approval of one back: nothing of it leaves any more',
      'muster agent refuse 94a81e7b --by "Ada Lovelace" --why "not our purpose" --dir site',
    ),
  ];
}

function decisionCommand(
  name: string,
  decision: 'approved' | 'refused',
  description: string,
  example: string,
): Command {
  return command(name, description, example)
    .argument('<plan>', 'hash of the plan, or its beginning: see muster agent pending')
    .option('--dir <folder>', 'folder of the site', 'site')
    .requiredOption('--by <name>', 'who decides; stays at the site')
    .requiredOption('--why <text>', 'why; stays at the site')
    .action((id: string, options: Options & { by: string; why: string }) =>
      run(options, async (output) => {
        const { decidePlan } = await import('@muster/agent');
        const decided = decidePlan(options.dir, id, { ...options, decision });
        output.result(decided, ({ plan, task, by }) =>
          decision === 'approved'
            ? `${by} has approved plan ${plan.slice(0, 12)} of "${task}". It counts from the next offer on: a run that waits for it tries again within five minutes.`
            : `${by} has refused plan ${plan.slice(0, 12)} of "${task}". Nothing of it leaves any more.`,
        );
        return EXIT.ok;
      }),
    );
}

function planText({ plan, task, asks, since, decision, by, why, decidedAt }: PendingPlan): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Plan', plan],
    ['Task', task],
    ...(asks
      ? [
          ['Purpose', `${asks.purposeId}: ${asks.purpose}`] as const,
          [
            'Reads',
            `${asks.dataset}${asks.columns.length > 0 ? `, columns ${asks.columns.join(', ')}` : ''}`,
          ] as const,
          [
            'Leaves',
            `an update of ${bytes(asks.updateBytes)} (${asks.architecture}) in each of at most ${asks.rounds} rounds, in sums of at least ${asks.quorum} sites, ${HIDDEN[asks.secureAggregation]}${asks.metrics.length > 0 ? `; ${asks.metrics.join(', ')}` : ''}`,
          ] as const,
        ]
      : []),
    ['Since', time(since)],
    ['State', decision === 'pending' ? 'waits' : `${decision} by ${by}, ${time(decidedAt)}: ${why}`],
  ];
  return rows.map(([name, said]) => `${name.padEnd(9)}${said}`).join('\n');
}
