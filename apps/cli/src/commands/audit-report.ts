/** @module `muster audit report`: the logs for somebody who does not read logs. */
import { type Command, Option } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import type { ReportOptions } from '../audit/report/report.ts';
import { counted } from '../audit/report/words.ts';
import { run } from '../outcome.ts';
import { type Options, withLog, withTelling } from './audit-options.ts';
import { command } from './command.ts';

const RECIPIENTS: readonly ReportOptions['for'][] = [
  'operator',
  'site',
  'officer',
  'regulator',
  'subject',
  'public',
];

export function reportCommand(): Command {
  const made = command(
    'report',
    'one page to read and to print: what left a site, when, to whom, for what, what came of it, and whether the logs hold',
    'muster audit report coordinator/data/audit/1 --site site/state/audit/1 --policy policy.txt --out report.html',
  )
    .argument('<folder|url>', "the federation's log")
    .requiredOption('--site <folder>', "the site's own log")
    .requiredOption('--out <file>', 'new HTML file; it refers to nothing outside of it')
    .option('--vault <folder|db>', "the site's vault: then what the entries hide is on the page too")
    .option('--policy-file <file>', "the site's policy.yaml: then the legal basis is on the page too")
    .option('--dir <folder>', 'folder of the site or the coordinator that hands it out: its log tells of it');
  return withTelling(withLog(withRecipient(made))).action((where: string, options: Options & ReportOptions) =>
    run(
      options,
      async (output) => {
        const [{ report }, { toldText }] = await Promise.all([
          import('../audit/report/report.ts'),
          import('../audit/told.ts'),
        ]);
        const reported = await report(where, options);
        output.result(reported, ({ file, ok, findings, ...told }) =>
          [
            `wrote ${file}: ${ok ? 'the logs are verified.' : `the logs are NOT verified, with ${counted(findings, 'finding')}. The page says so.`}`,
            toldText(told),
          ].join('\n'),
        );
        return reported.exit;
      },
      exitOfError,
    ),
  );
}

export function withRecipient(made: Command): Command {
  return made.addOption(
    new Option('--for <whom>', 'who gets it, for the log').choices(RECIPIENTS).default('officer'),
  );
}
