/** @module `muster quarantine`: look at updates that were refused, and decide about them. */
import type { QuarantinedView } from '@muster/api';
import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { run } from '../outcome.ts';
import { bytes, table, time } from '../output.ts';
import { apiCommand, group } from './command.ts';

interface Options {
  readonly json?: boolean;
  readonly credential?: string;
}

export function quarantineCommand(): Command {
  const quarantine = group('quarantine', 'list, show, release and drop refused updates');

  quarantine.addCommand(
    apiCommand('list', 'list refused updates of all runs, newest first', 'muster quarantine list').action(
      (options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).quarantine(), quarantineTable);
        }),
    ),
  );

  quarantine.addCommand(
    apiCommand('show', 'show a refused update: who, why, what was measured', 'muster quarantine show ID')
      .argument('<id>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).quarantined(id), quarantinedText);
        }),
      ),
  );

  quarantine.addCommand(
    apiCommand(
      'release',
      'take the verdict back: it counts if its round is still open, and is not held against its site',
      'muster quarantine release ID',
    )
      .argument('<id>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          const released = await connect(options).release(id);
          output.result(released, ({ update, counts }) =>
            counts
              ? `Released: the update of ${update.site} is in round ${update.round} now.`
              : `Released: it is not held against ${update.site} any more. Round ${update.round} is over, or its bytes are gone, so it does not count.`,
          );
        }),
      ),
  );

  quarantine.addCommand(
    apiCommand('drop', 'forget its bytes; the record stays', 'muster quarantine drop ID')
      .argument('<id>')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          output.result(
            await connect(options).drop(id),
            (update) => `Dropped: the bytes of ${update.id} are gone.`,
          );
        }),
      ),
  );
  return quarantine;
}

export function quarantineTable(updates: readonly QuarantinedView[]): string {
  if (updates.length === 0) return 'No update was refused.';
  return table(
    ['id', 'run', 'round', 'site', 'code', 'norm', 'limit', 'bytes', 'state', 'at'],
    updates.map((update) => [
      update.id,
      update.run,
      String(update.round),
      update.site,
      update.code,
      figure(update.figures.norm),
      figure(update.figures.limit),
      update.kept && update.bytes !== null ? bytes(update.bytes) : '-',
      update.state,
      time(update.at),
    ]),
  );
}

function quarantinedText(update: QuarantinedView): string {
  const decided =
    update.decidedAt === null
      ? ''
      : ` ${time(update.decidedAt)}${update.decidedBy ? ` by ${update.decidedBy}` : ', to make room'}`;
  return [
    `Update    ${update.id}`,
    `Site      ${update.site}`,
    `Run       ${update.run}  round ${update.round}  attempt ${update.attempt}`,
    `Refused   ${time(update.at)}  ${update.code}: ${update.reason}`,
    `Hash      ${update.updateHash ?? '-'}`,
    `Examples  ${update.examples ?? '-'}`,
    `Bytes     ${update.bytes === null ? '-' : bytes(update.bytes)}${update.kept ? ', kept' : ', not kept'}`,
    ...Object.entries(update.figures).map(([name, value]) => `${name.padEnd(9)} ${figure(value)}`),
    `State     ${update.state}${decided}`,
  ].join('\n');
}

function figure(value: number | undefined): string {
  return value === undefined ? '-' : value.toPrecision(5);
}
