/** @module `muster audit witness`: cosign the checkpoints of logs, for whoever is no site: a regulator, a trust office, another federation. */
import type { Command } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import type { WitnessOptions } from '../witness/run-witness.ts';
import { command, wholeNumber } from './command.ts';

const DIR = 'witness';

export function witnessCommand(): Command {
  const witness = command(
    'witness',
    'cosign the checkpoints of logs over HTTP until stopped, each only if it goes on from the last one',
    'muster audit witness --dir witness --listen 127.0.0.1:7460 --policy policy.txt',
  )
    .option('--dir <folder>', 'folder made by `muster audit witness init`', DIR)
    .option(
      '--listen <address>',
      'HOST:PORT; off loopback TLS is required (default: 127.0.0.1:7460, none with --pull)',
    )
    .option('--policy <file>', 'the logs of this policy (default: MUSTER_AUDIT_POLICY)')
    .option(
      '--log <key>',
      'a log by its verifier key; again for more',
      (key: string, before: readonly string[] = []) => [...before, key],
    )
    .option('--tls-cert <file>', 'PEM certificate chain')
    .option('--tls-key <file>', 'PEM private key')
    .option('--pull <url>', 'go and look at the log that is served there')
    .option('--every <seconds>', 'between two looks of --pull', wholeNumber(1, 86_400), 60)
    .option('--credential <file>', 'operator credential, where --pull is the API of a coordinator')
    .action((options: WitnessOptions & { json?: boolean }) =>
      run(
        options,
        async (output) => {
          const { runWitness } = await import('../witness/run-witness.ts');
          await runWitness(options, output);
          return EXIT.ok;
        },
        exitOfError,
      ),
    );
  witness.addCommand(initCommand());
  return witness;
}

function initCommand(): Command {
  return command(
    'init',
    'make the folder of a witness with its key, and print what others know it by',
    'muster audit witness init --name witness.example.org --dir witness',
  )
    .requiredOption('--name <name>', 'of the key: as a rule a host and a path, without spaces and plus signs')
    .option('--dir <folder>', 'where', DIR)
    .action((_options: unknown, made: Command) => {
      // The option of the command above goes by the same name, and takes what stands behind `init`, too.
      const options: { name: string; dir: string; json?: boolean } = made.optsWithGlobals();
      return run(
        options,
        async (output) => {
          const { makeWitness } = await import('../witness/witness-folder.ts');
          output.result(await makeWitness(options.dir, options.name), ({ key }) => key);
          return EXIT.ok;
        },
        exitOfError,
      );
    });
}
