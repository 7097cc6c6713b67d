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
    'copy everything that a coordinator keeps to a new folder; it may run meanwhile',
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
          ({ folder, blobs, bytes: size }) =>
            `Backed up to ${folder}: the database, ${blobs} blobs (${bytes(size)}), settings and keys.\n  put it back with:  muster coordinator restore --from ${options.to} --dir FOLDER`,
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
          ({ folder, blobs, bytes: size }) =>
            `Restored ${folder}: ${blobs} blobs (${bytes(size)}). Rounds after the backup are gone; their sites take part again from the next attempt on.\n  Next: muster coordinator start --dir ${parse(resolve(options.dir)).base}`,
        );
        return EXIT.ok;
      }),
    );
}

export function checkCommand(): Command {
  return command(
    'check',
    'read everything that a coordinator keeps: every row, every blob against its hash',
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
