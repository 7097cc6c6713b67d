/** @module `muster coordinator backup`, `restore` and `check`: what a coordinator keeps, copied, put back, looked over. */
import { parse, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { bytes, table } from '../output.ts';
import { command } from './command.ts';

interface Options {
  readonly dir: string;
  readonly json?: boolean;
}

export function backupCommand(): Command {
  return command(
    'backup',
    'copy what a coordinator keeps to a new folder, and say what is not in it: data sets, TLS files outside its folder, the vault of its audit log; it may run meanwhile',
    'muster coordinator backup --dir coordinator --to /backups/2026-11-21',
  )
    .option('--dir <folder>', 'folder of the coordinator', 'coordinator')
    .requiredOption('--to <folder>', 'new folder; it will hold the keys, so keep it as private as them')
    .action((options: Options & { to: string }) =>
      run(options, async (output) => {
        const { backupCoordinator } = await import('@muster/coordinator');
        const made = await backupCoordinator(options.dir, options.to);
        output.result(
          made,
          ({ folder, blobs, refused, bytes: size, logFiles, ...without }) =>
            `Backed up to ${folder}: the database, ${blobs} blobs and ${refused} refused updates (${bytes(size)}), ${logFiles} files of audit logs, settings and keys.${missing(without)}\n  put it back with:  muster coordinator restore --from ${options.to} --dir FOLDER`,
        );
        return EXIT.ok;
      }),
    );
}

export function restoreCommand(): Command {
  return command(
    'restore',
    'make the folder of a coordinator from a backup, after checking all of it',
    'muster coordinator restore --from /backups/2026-11-21 --dir coordinator',
  )
    .requiredOption('--from <folder>', 'folder that `backup` made')
    .option('--dir <folder>', 'new folder of the coordinator', 'coordinator')
    .action((options: Options & { from: string }) =>
      run(options, async (output) => {
        const { restoreCoordinator } = await import('@muster/coordinator');
        const made = await restoreCoordinator(options.from, options.dir);
        output.result(
          made,
          ({ folder, blobs, refused, bytes: size, logFiles, ...without }) =>
            `Restored ${folder}: ${blobs} blobs and ${refused} refused updates (${bytes(size)}), ${logFiles} files of audit logs. Rounds after the backup are gone. With an audit log, a later one begins: each site takes part again once a person there agrees (muster agent log accept), else from the next attempt on.${missing(without)}\n  Next: muster coordinator start --dir ${parse(resolve(options.dir)).base}`,
        );
        return EXIT.ok;
      }),
    );
}

/** What must be put into its place by hand. */
function missing({
  leftOut,
  leftOutOfLog,
}: {
  readonly leftOut: readonly string[];
  readonly leftOutOfLog: readonly string[];
}): string {
  const named =
    leftOut.length === 0 ? [] : [`not in it, though coordinator.yaml names it: ${leftOut.join(', ')}`];
  const lines = [...named, ...leftOutOfLog.map((each) => `not in it, of the audit log: ${each}`)];
  return lines.map((line) => `\n  ${line}`).join('');
}

export function checkCommand(): Command {
  return command(
    'check',
    'read everything that a coordinator keeps: every row, every blob and every refused update against its hash',
    'muster coordinator check --dir coordinator',
  )
    .option('--dir <folder>', 'folder of the coordinator, or of a backup', 'coordinator')
    .action((options: Options) =>
      run(options, async (output) => {
        const { checkCoordinator } = await import('@muster/coordinator');
        const result = await checkCoordinator(options.dir);
        const broken = result.findings.filter(({ severity }) => severity === 'broken');
        output.result(result, ({ rows, blobs, bytes: size, findings }) =>
          [
            `${rows} rows, ${blobs} blobs (${bytes(size)}): ${broken.length === 0 ? 'all is whole' : `${broken.length} BROKEN`}`,
            ...(findings.length === 0
              ? []
              : [
                  table(
                    ['', 'what', 'which', 'problem'],
                    findings.map((each) => [each.severity, each.what, each.of, each.problem]),
                  ),
                ]),
          ].join('\n'),
        );
        return broken.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );
}
