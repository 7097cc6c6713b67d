/** @module `muster agent enrol` and `request`: the keys of a site, and who vouches for them. */
import { basename } from 'node:path';
import type { EnrolResult } from '@muster/agent';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { command, withPassphrase } from './command.ts';

interface EnrolOptions {
  readonly url?: string;
  readonly certificate?: string;
  readonly dir: string;
  readonly ca?: string;
  readonly passphraseFile?: string;
  readonly again?: boolean;
  readonly tlsProxy?: boolean;
  readonly json?: boolean;
}

export function agentEnrolCommands(): readonly Command[] {
  return [enrolCommand(), requestCommand()];
}

function enrolCommand(): Command {
  return withPassphrase(
    command(
      'enrol',
      'make the keys of this site and have them certified against a token; or, with --certificate, by what its organisation has certified already',
      'muster agent enrol MUSTER-… --url wss://muster.example.org --dir site\nmuster agent enrol --certificate north-1.certificate.json --url wss://muster.example.org --dir site',
    ),
    'put the keys under this passphrase; with --certificate, passphrase of the keys that `request` made',
  )
    .argument('[token]', 'one-time token from the operator; - reads it from standard input')
    .option(
      '--certificate <file>',
      'certificate for the keys of this folder, which `muster federation certify` made',
    )
    .option('--url <url>', 'wss:// URL of the coordinator; with --again the known one when none is given')
    .option('--dir <folder>', 'folder of the site', 'site')
    .option(
      '--ca <file>',
      "PEM of the authority behind the coordinator's TLS certificate, when it is private",
    )
    .option(
      '--again',
      'a new certificate for the site of this folder, which is enrolled: keys, journal, site.yaml and policy.yaml stay',
    )
    .option(
      '--tls-proxy',
      'a proxy ends TLS before the coordinator: the session is not bound to its connection',
    )
    .action((token: string | undefined, options: EnrolOptions, self: Command) => {
      if ((token === undefined) === (options.certificate === undefined))
        self.error('error: either a token or --certificate is needed');
      if (options.url === undefined && options.again !== true)
        self.error("error: required option '--url <url>' not specified");
      return run(options, async (output) => {
        const { enrol, enrolCertified } = await import('@muster/agent');
        const { certificate, tlsProxy, ...how } = options;
        const reach = { ...how, ...(tlsProxy === true ? { bindToTls: false } : {}) };
        const made =
          certificate === undefined
            ? await enrol({ ...reach, token: token === '-' ? await standardInput() : (token ?? '') })
            : await enrolCertified({ ...reach, certificate });
        output.result(made, (result) => enrolledText(result, options));
        return EXIT.ok;
      });
    });
}

function requestCommand(): Command {
  return withPassphrase(
    command(
      'request',
      "make the keys of this site, and the file by which its organisation certifies them, where the organisation's key does not lie with the coordinator",
      'muster agent request --name north-1 --dir site',
    ),
    'put the keys under this passphrase; with --again, passphrase of the keys',
  )
    .option('--name <site>', 'name of the site: lower-case letters, digits, hyphens')
    .option('--dir <folder>', 'folder of the site', 'site')
    .option('--again', 'the site of this folder is enrolled: another certificate for its keys')
    .option('--out <file>', 'file of the request (default: SITE.request.json)')
    .action(
      (options: {
        name?: string;
        dir: string;
        again?: boolean;
        out?: string;
        passphraseFile?: string;
        json?: boolean;
      }) =>
        run(options, async (output) => {
          const { makeRequest } = await import('@muster/agent');
          const made = await makeRequest(options);
          output.result(made, ({ site, file, folder, fingerprint }) =>
            [
              `Made a request for ${site}: ${file}`,
              `  ${folder}/keys   the keys of the site; they never leave this machine`,
              `Fingerprint of the site: ${fingerprint}`,
              `Next: hand ${basename(file)} to your organisation, and read out the fingerprint; there: muster federation certify ${basename(file)} --key KEY --manifest FILE`,
            ].join('\n'),
          );
          return EXIT.ok;
        }),
    );
}

function enrolledText(
  { site, federation, organisation, fingerprint, manifest, folder, keysCreated, configCreated }: EnrolResult,
  { dir, passphraseFile }: EnrolOptions,
): string {
  const withKey = passphraseFile === undefined ? '' : ` --passphrase-file ${passphraseFile}`;
  const start = configCreated
    ? [
        `  ${folder}/site.yaml   written as a start: name your data sets in it`,
        `  ${folder}/policy.yaml   written as a start: say in it what may be done with them`,
        `Next: muster agent policy sign --dir ${dir}${withKey} --by NAME`,
        `Then: muster agent check --dir ${dir}${withKey}`,
      ]
    : [
        `  ${folder}/site.yaml, policy.yaml   kept as they were`,
        `Next: muster agent check --dir ${dir}${withKey}`,
      ];
  return [
    `${site} is enrolled in "${federation}", certified by ${organisation} (fingerprint ${fingerprint}).`,
    `  manifest ${manifest.epoch}: ${manifest.words}`,
    `  ${folder}/keys   ${keysCreated ? 'made here' : 'kept, with a new certificate'}; they never leave this machine`,
    ...start,
  ].join('\n');
}

async function standardInput(): Promise<string> {
  let text = '';
  for await (const part of process.stdin) text += String(part);
  return text.trim();
}
