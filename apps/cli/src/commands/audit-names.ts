/** @module `muster audit names`: whom the pseudonyms of the logs stand for, to whoever may know. */
import type { Command } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import { run } from '../outcome.ts';
import { table, time } from '../output.ts';
import { apiCommand } from './command.ts';

export function namesCommand(): Command {
  return apiCommand(
    'names',
    'which site is behind which pseudonym of the logs, and which federation behind its id: by the coordinator, or of a site by its own folder',
    'muster audit names\nmuster audit names --dir site',
  )
    .option('--dir <folder>', 'folder of a site, which knows itself; or of the coordinator that runs')
    .action((options: import('../audit/names.ts').NameOptions & { readonly json?: boolean }) =>
      run(
        options,
        async (output) => {
          const { partiesOf } = await import('../audit/names.ts');
          output.result(await partiesOf(options), ({ federation, sites }) =>
            [
              `Federation ${federation.id} is "${federation.name}".`,
              table(
                ['pseudonym', 'site', 'left'],
                sites.map(({ pseudonym, name, leftAt }) => [pseudonym, name, time(leftAt)]),
              ),
              'No log has these names.',
            ].join('\n'),
          );
          return undefined;
        },
        exitOfError,
      ),
    );
}
