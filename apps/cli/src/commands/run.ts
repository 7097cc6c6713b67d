/** @module `muster run`: start, follow and stop executions of a task. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { RoundView, RunDetail, RunSummary } from '@muster/api';
import { MusterError } from '@muster/errors';
import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { run } from '../outcome.ts';
import { bytes, percent, progress, table, time } from '../output.ts';
import { sumLines } from '../sum-text.ts';
import { apiCommand, group, wholeNumber } from './command.ts';
import { quarantineTable } from './quarantine.ts';

interface Options {
  readonly json?: boolean;
  readonly credential?: string;
}

export function runCommand(): Command {
  const runs = group('run', 'start, list, show, watch, cancel and resume runs');

  runs.addCommand(
    apiCommand(
      'start',
      'start a run of a task',
      'muster run start task.yaml --request-id nightly-2026-11-21 --watch',
    )
      .argument('<task.yaml>')
      .option('--request-id <id>', 'the same id starts the run once, however often it is sent')
      .option('--watch', 'follow the run until it ends, or waits for a person (exit code 6)')
      .action((file: string, options: Options & { requestId?: string; watch?: boolean }) =>
        run(options, async (output) => {
          const api = connect(options);
          const summary = await api.startRun(readTask(file), basename(file), options.requestId);
          if (!options.watch) {
            output.result(
              summary,
              ({ id, status, reason }) =>
                `Run ${id} is ${status}${reason ? `: ${reason}` : ''}.\n  follow it:  muster run watch ${id}`,
            );
            return EXIT.ok;
          }
          output.remark(`Run ${summary.id}`);
          return followRun(api, summary.id, output);
        }),
      ),
  );

  runs.addCommand(
    apiCommand('list', 'list runs, newest first', 'muster run list').action((options: Options) =>
      run(options, async (output) => {
        output.result(await connect(options).runs(), runsTable);
        return EXIT.ok;
      }),
    ),
  );

  runs.addCommand(
    apiCommand('show', 'show a run: every round, who counted, who did not and why', 'muster run show RUN')
      .argument('<run>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).run(id), runText);
          return EXIT.ok;
        }),
      ),
  );

  runs.addCommand(
    apiCommand(
      'watch',
      'follow a run until it ends, or waits for a person (exit code 6)',
      'muster run watch RUN',
    )
      .argument('<run>')
      .option('--after <seq>', 'begin after this event', wholeNumber(0), 0)
      .action((id: string, options: Options & { after: number }) =>
        run(options, (output) => followRun(connect(options), id, output, { after: options.after })),
      ),
  );

  runs.addCommand(
    apiCommand('rejected', 'list the updates of a run that were refused', 'muster run rejected RUN')
      .argument('<run>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).quarantine(id), quarantineTable);
          return EXIT.ok;
        }),
      ),
  );

  runs.addCommand(
    apiCommand('cancel', 'stop a run; the model of its last round stays', 'muster run cancel RUN')
      .argument('<run>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).cancelRun(id), ({ status }) => `Run ${id} is ${status}.`);
          return EXIT.ok;
        }),
      ),
  );

  runs.addCommand(
    apiCommand('resume', 'let a paused run try again', 'muster run resume RUN')
      .argument('<run>')
      .option('--new-attempt', 'give up a round whose work has failed; sites that counted in it are told so')
      .action((id: string, options: Options & { newAttempt?: boolean }) =>
        run(options, async (output) => {
          output.result(
            await connect(options).resumeRun(id, options),
            ({ status }) => `Run ${id} is ${status}.`,
          );
          return EXIT.ok;
        }),
      ),
  );
  return runs;
}

function readTask(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new MusterError('NOT_FOUND', `the task file ${file} cannot be read`, { cause });
  }
}

function runsTable(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return 'No runs yet. Start one: muster run start task.yaml';
  return table(
    ['run', 'task', 'status', 'round', 'accuracy', 'started', 'reason'],
    runs.map((each) => [
      each.id,
      each.task,
      each.status,
      `${each.round}/${each.rounds}`,
      percent(each.accuracy),
      time(each.startedAt),
      each.reason,
    ]),
  );
}

function runText(detail: RunDetail): string {
  const lines = [
    `Run       ${detail.id}`,
    `Task      ${detail.task}`,
    `Plan      ${detail.planHash ?? '-'}`,
    `Updates   ${UPDATES[detail.secureAggregation]}`,
    `Status    ${detail.status}${detail.reason ? `: ${detail.reason}` : ''}`,
    `Rounds    ${detail.round} of at most ${detail.rounds}`,
    `Model     ${detail.model ?? '-'}  accuracy ${percent(detail.accuracy)}${ofOlder(detail)}`,
    `Started   ${time(detail.startedAt)}   ended ${time(detail.endedAt)}`,
  ];
  if (detail.sites.length > 0) {
    lines.push(
      '',
      table(
        ['site', 'phase', 'done'],
        detail.sites.map((each) => [each.site, each.phase, progress(each.fraction)]),
      ),
    );
  }
  for (const round of detail.history) lines.push('', roundText(round));
  return lines.join('\n');
}

/** Which version was evaluated, when it is not the newest. */
function ofOlder({ evaluated, model }: RunDetail): string {
  return evaluated === null || evaluated === model ? '' : ` (${evaluated})`;
}

const UPDATES: Readonly<Record<RunDetail['secureAggregation'], string>> = {
  malicious: 'masked: the coordinator sees their sum alone, also when it lies',
  'semi-honest': 'masked: the coordinator sees their sum alone, as long as it keeps to the protocol',
  off: 'sealed to the coordinator, which sees each of them (secureAggregation is off)',
};

function roundText(round: RoundView): string {
  const evaluation = round.central ?? round.federated;
  const figures = evaluation
    ? `  accuracy ${percent(evaluation.accuracy)}  loss ${evaluation.loss.toFixed(4)}`
    : '';
  const tried = round.evaluationBytesDown > 0 ? ` + ${bytes(round.evaluationBytesDown)} to evaluate it` : '';
  const attempt = round.attempt > 1 ? ` attempt ${round.attempt}` : '';
  const seconds = round.seconds === null ? '' : `  ${round.seconds.toFixed(1)} s`;
  return [
    `Round ${round.round}${attempt}: ${round.status}${figures}  up ${bytes(round.bytesUp)}  down ${bytes(round.bytesDown)}${tried}${seconds}`,
    table(
      ['  site', 'outcome', 'examples', 'up', 'why'],
      round.members.map((member) => [
        `  ${member.site}`,
        member.outcome,
        member.examples === null ? '-' : String(member.examples),
        bytes(member.bytesUp),
        [member.code, member.reason].filter(Boolean).join(': '),
      ]),
    ),
    ...(round.sum ? sumLines(round.sum) : []),
  ].join('\n');
}
