/** @module `muster agent log`: with which log of the federation a site goes along, and agreeing to a later one. */
import type { LogView } from '@muster/agent';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { time } from '../output.ts';
import { command, group } from './command.ts';

interface Options {
  readonly dir: string;
  readonly json?: boolean;
}

export function agentLogCommand(): Command {
  const log = group(
    'log',
    "show the federation's audit log as this site has cosigned it, agree to a later one",
  );

  log.addCommand(
    command(
      'show',
      'what this site has cosigned, forks that it has seen, and whether people must agree to another log; exit code 6 while they must',
      'muster agent log show --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: Options) =>
        run(options, async (output) => {
          const { readLogs } = await import('@muster/agent');
          const view = await readLogs(options.dir);
          output.result(view, viewText);
          return view.consents && !view.accepted ? EXIT.waits : EXIT.ok;
        }),
      ),
  );

  log.addCommand(
    command(
      'accept',
      'go on with a log that began anew: one person after a restore, two after a fork; ask the operator of the coordinator first',
      'muster agent log accept audit.example.org/fed/7/2 --by "Ada Lovelace" --why "restored on 12 May, called them" --dir site',
    )
      .argument('<origin>', 'the log, in full: see muster agent log show')
      .option('--dir <folder>', 'folder of the site', 'site')
      .requiredOption('--by <name>', 'who agrees; stays at the site')
      .requiredOption('--why <text>', 'why; stays at the site')
      .action((origin: string, options: Options & { by: string; why: string }) =>
        run(options, async (output) => {
          const { acceptLog } = await import('@muster/agent');
          const view = await acceptLog(options.dir, origin, options);
          output.result(view, ({ consents }) => {
            const missing = (consents?.needed ?? 0) - (consents?.given.length ?? 0);
            return missing > 0
              ? `${options.by} has agreed to ${origin}. ${missing === 1 ? 'Another person' : `${missing} more people`} must agree before this site goes on.`
              : `${options.by} has agreed to ${origin}. This site goes on with it as soon as the coordinator asks it again, within a minute while both run.`;
          });
          return EXIT.ok;
        }),
      ),
  );

  return log;
}

function viewText({ cosigned, forks, trouble, consents, accepted }: LogView): string {
  const lines = [
    ...cosigned.map(({ origin, size, at }) => `Cosigned  ${origin}: ${size} entries, ${time(at)}`),
    ...forks.map(
      ({ origin, evidence, at }) => `Fork      ${origin} has signed two histories, ${time(at)}: ${evidence}`,
    ),
    ...(trouble ? [`Stopped   ${trouble.reason} (${trouble.code}, ${time(trouble.at)})`] : []),
    ...(consents
      ? [
          accepted
            ? `Accepted  ${consents.origin}: this site goes on with it as soon as the coordinator asks it again`
            : `Agree     ${consents.given.length} of ${consents.needed}: muster agent log accept ${consents.origin} --by NAME --why TEXT`,
          ...consents.given.map(({ by, why }) => `          ${by}: ${why}`),
        ]
      : []),
  ];
  return lines.length === 0 ? 'This site has cosigned nothing yet.' : lines.join('\n');
}
