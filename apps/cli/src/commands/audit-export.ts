/** @module `muster audit export`: the log for other programs. */
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import type { ExportOptions } from '../audit/export/export.ts';
import { run } from '../outcome.ts';
import { type Options, withLog, withTelling } from './audit-options.ts';
import { withRecipient } from './audit-report.ts';
import { command, wholeNumber } from './command.ts';

const FORMATS: readonly ExportOptions['format'][] = ['jsonl', 'csv', 'ropa', 'ocsf'];

export function exportCommand(): Command {
  const made = command(
    'export',
    'verified entries for other programs: JSON Lines, CSV for spreadsheets, the register of GDPR 30, or OCSF',
    [
      'muster audit export site/state/audit/1 --policy site-policy.txt --format csv --out site.csv --dir site',
      'muster audit export site/state/audit/1 --policy site-policy.txt --format ropa --out register.md --policy-file site/policy.yaml',
    ].join('\n'),
  )
    .argument('<folder|url>', 'the log')
    .addOption(new Option('--format <format>', 'of the export').choices(FORMATS).makeOptionMandatory())
    .option(
      '--out <file>',
      'new file (default: standard output); a register in a file .md is Markdown, else CSV',
    )
    .option('--from <entry>', 'the first one, from 0', wholeNumber(0))
    .option('--to <entry>', 'the last one', wholeNumber(0))
    .option(
      '--policy-file <file>',
      "the site's policy.yaml, for the legal basis in the register of its own log",
    )
    .option('--dir <folder>', 'folder of the site or the coordinator that hands it out: its log tells of it');
  return withTelling(withLog(withRecipient(made))).action((where: string, options: Options & ExportOptions) =>
    run(
      options,
      async (output) => {
        const [{ exportLog }, { toldText }] = await Promise.all([
          import('../audit/export/export.ts'),
          import('../audit/told.ts'),
        ]);
        const exported = await exportLog(where, options, async (text) => {
          if (!process.stdout.write(text)) await once(process.stdout, 'drain');
        });
        if (exported.file === null) output.remark(toldText(exported));
        else
          output.result(exported, ({ file, entries, origin, ...told }) =>
            [`wrote ${file}: ${entries} entries of ${origin}.`, toldText(told)].join('\n'),
          );
        return undefined;
      },
      exitOfError,
    ),
  );
}
