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
      .option(
        '--federation <name>',
        'name that sites see, of a federation of one organisation, whose key is made here, too',
        'Muster federation',
      )
      .option(
        '--manifest <file...>',
        'of a federation of several organisations: the manifest that all of them have signed (muster federation create), which names the coordinator whose keys are in the folder',
      )
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
          manifest?: string[];
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
            const { manifest, ...how } = options;
            const { findManifests } = await import('../federation/manifest-source.ts');
            const manifests = manifest && (await findManifests(manifest, {})).chain;
            const made = await initCoordinator({ ...how, ...(manifests ? { manifests } : {}) });
            output.result(made, ({ folder, operatorCredential, federation, fingerprint, locked }) =>
              [
                `Made ${folder}`,
                `  coordinator.yaml   settings`,
                `  keys/              ${fingerprint === null ? "the coordinator's keys" : "the organisation's and the coordinator's keys"}${locked ? ', under your passphrase' : ''}: back them up, keep them private`,
                `  operator.json      your credential for the API: ${operatorCredential}`,
                fingerprint === null
                  ? `Federation: "${federation}"; each organisation certifies its sites itself (muster federation certify)`
                  : `Fingerprint of this federation: ${fingerprint}`,
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
    withPassphrase(
      command(
        'card',
        'make the keys of a coordinator, before there is a federation, and the public card by which a manifest names them',
        'muster coordinator card --dir coordinator',
      ),
      'put the keys under this passphrase; passphrase of those that are there',
    )
      .option('--dir <folder>', 'where', 'coordinator')
      .option(
        '--fresh',
        'other keys than those of a coordinator that is there: they take their place once a manifest names them',
      )
      .action((options: { dir: string; fresh?: boolean; passphraseFile?: string; json?: boolean }) =>
        run(options, async (output) => {
          const { makeCard } = await import('@muster/coordinator');
          const made = await makeCard(options);
          output.result(made, ({ folder, card, keysCreated }) =>
            [
              `${keysCreated ? 'Made keys in' : 'Took the keys of'} ${folder}`,
              `  ${card}   public: hand it to whoever drafts the manifest`,
              options.fresh === true
                ? `Next: muster federation rotate --coordinator ${card}`
                : 'Next: name it as coordinator in federation.yaml, and run: muster federation create federation.yaml',
            ].join('\n'),
          );
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
