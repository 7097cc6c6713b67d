/** @module `muster docs`: pages that are made from the code, so that they cannot disagree with it. */
import { ERRORS, isErrorCode } from '@muster/errors';
import type { Command } from 'commander';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { command, group } from './command.ts';

export function docsCommand(): Command {
  const docs = group('docs', 'print reference pages made from the code');
  docs.addCommand(
    command('errors', 'the table of error codes', 'muster docs errors').action(
      (options: { json?: boolean }) =>
        run(options, async (output) => {
          output.result(ERRORS, errorsPage);
          return EXIT.ok;
        }),
    ),
  );
  return docs;
}

function errorsPage(table: typeof ERRORS): string {
  const rows = Object.entries(table).flatMap(([code, { meaning, retryable, action, http }]) =>
    isErrorCode(code)
      ? [
          `| \`${code}\` | ${meaning} | ${retryable ? 'yes' : 'no'} | ${action} | ${http} | ${exitCodeOf({ code })} |`,
        ]
      : [],
  );
  return [
    '# Error codes',
    '',
    'Made from `libs/errors/src/table.ts` by `node tools/docs/main.ts`; do not edit. Each code is the same on the wire, over HTTP',
    'and in the logs. Retryable: the same request may succeed later; agents retry these by themselves. Exit: what `muster` ends with: 3 where',
    'whoever asks may not, by credential, token, certificate, passphrase or policy; 4 where the coordinator was not spoken to; else 1.',
    '',
    '| code | meaning | retryable | what to do | HTTP | exit |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
