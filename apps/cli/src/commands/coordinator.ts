/** @module `muster coordinator`: make and run the server. */
import type { StatusView } from '@muster/api';
import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { bytes, time } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';
import { apiCommand, command, group, wholeNumber, withPassphrase } from './command.ts';
import { backupCommand, checkCommand, restoreCommand } from './coordinator-backup.ts';

export function coordinatorCommand(): Command {
  const coordinator = group('coordinator', 'make, run, back up and check a coordinator');

  coordinator.addCommand(
    withPassphrase(
      command(
        'init',
        'make a folder with keys, first operator credential and coordinator.yaml',
        'muster coordinator init --dir coordinator --federation "Heart study" --passphrase-file passphrase',
      ),
      'put the keys under this passphrase',
    )
      .option('--dir <folder>', 'where', 'coordinator')
      .option('--federation <name>', 'name that sites see', 'Muster federation')
      .option('--host <address>', 'address to bind', '127.0.0.1')
      .option('--port <port>', 'port of API and agents', wholeNumber(0, 65_535), 7443)
      .option('--tls-cert <file>', 'PEM certificate chain; needed off loopback')
      .option('--tls-key <file>', 'PEM private key')
      .option(
        '--ca <file>',
        'PEM of the private authority behind the certificate; operator.json names it, so that commands trust it',
      )
      .option('--public-url <url>', 'URL under which operators reach it (default: from host and port)')
      .action(
        (options: {
          dir: string;
          federation: string;
          host: string;
          port: number;
          tlsCert?: string;
          tlsKey?: string;
          publicUrl?: string;
          ca?: string;
          passphraseFile?: string;
          json?: boolean;
        }) =>
          run(options, async (output) => {
            const { initCoordinator } = await import('@muster/coordinator');
            const made = await initCoordinator(options);
            output.result(made, ({ folder, operatorCredential, fingerprint, locked }) =>
              [
                `Made ${folder}`,
                `  coordinator.yaml   settings`,
                `  keys/              the organisation's and the coordinator's keys${locked ? ', under your passphrase' : ''}: back them up, keep them private`,
                `  operator.json      your credential for the API: ${operatorCredential}`,
                `Fingerprint of this federation: ${fingerprint}`,
                `Next: muster coordinator start --dir ${options.dir}${locked ? ' --passphrase-file FILE' : ''}`,
              ].join('\n'),
            );
            return EXIT.ok;
          }),
      ),
  );

  coordinator.addCommand(
    withPassphrase(
      command(
        'start',
        'run the coordinator until it is stopped; coordinator.yaml is read now, and not again',
        'muster coordinator start --dir coordinator',
      ),
      'passphrase of the keys',
    )
      .option('--dir <folder>', 'folder made by init', 'coordinator')
      .action((options: { dir: string; passphraseFile?: string; json?: boolean }) =>
        run(options, async (output) => {
          const { startCoordinator } = await import('@muster/coordinator');
          const running = await startCoordinator(options.dir, options);
          output.line({ ready: true, url: running.url }, ({ url }) => `Coordinator ready at ${url}`);
          const ended = await untilStopped(running.fatal);
          await running.close();
          if (ended) throw ended;
          return EXIT.ok;
        }),
      ),
  );

  coordinator.addCommand(
    apiCommand(
      'status',
      'how a running coordinator is: alarms, disk, sites, runs, what waits for a person',
      'muster coordinator status',
    ).action((options: { json?: boolean; credential?: string }) =>
      run(options, async (output) => {
        const status = await connect(options).status();
        output.result(status, statusText);
        return status.ready ? EXIT.ok : EXIT.failed;
      }),
    ),
  );
  for (const make of [backupCommand, restoreCommand, checkCommand]) coordinator.addCommand(make());
  return coordinator;
}

function statusText(status: StatusView): string {
  const { sites, runs } = status;
  return [
    `Federation  ${status.federation}`,
    `State       ${status.ready ? 'ready' : 'not ready'}, since ${time(status.startedAt)}`,
    `Sites       ${sites.enrolled} enrolled, ${sites.connected} connected, ${sites.suspended} suspended`,
    `Runs        ${runs.active} active, ${runs.queued} queued`,
    `Disk        ${status.diskFreeBytes === null ? '-' : bytes(status.diskFreeBytes)} free`,
    `Quarantine  ${bytes(status.quarantineBytes)}`,
    ...status.attention.map(
      ({ what, reason, action }) => `WAITS       ${what}: ${reason}\n            ${action}`,
    ),
    ...status.alarms.map(
      ({ name, code, message, since }) => `ALARM       ${name}: ${code}: ${message} (since ${time(since)})`,
    ),
  ].join('\n');
}
