/** @module `muster federation certify`: an organisation certifies a site of its own, whose keys were made there. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { confirm } from '../federation/confirmation.ts';
import { findManifests } from '../federation/manifest-source.ts';
import { run } from '../outcome.ts';
import { time } from '../output.ts';
import { apiCommand, withPassphrase } from './command.ts';

export function certifyCommand(): Command {
  return withPassphrase(
    apiCommand(
      'certify',
      'sign the certificate of a site of this organisation, whose request `muster agent request` made; it is good for 90 days',
      'muster federation certify north-1.request.json --key north.key.json --manifest manifest.json',
    ),
    'passphrase of the key',
  )
    .argument('<request>', 'file that the site has handed over')
    .requiredOption('--key <file>', "the organisation's key")
    .option(
      '--manifest <file>',
      'newest manifest of the federation (default: that of the running coordinator)',
    )
    .option('--out <file>', 'new file for the site (default: SITE.certificate.json)')
    .option('--yes', 'do not ask')
    .action(
      (
        request: string,
        options: {
          key: string;
          manifest?: string;
          out?: string;
          yes?: boolean;
          passphraseFile?: string;
          credential?: string;
          json?: boolean;
        },
      ) =>
        run(options, async (output) => {
          const { certifyRequest } = await import('../federation/certificate.ts');
          const { readOrganisationKey } = await import('../federation/signing.ts');
          const { writeHanded, formatBundle } = await import('@muster/identity');
          const found = await findManifests(
            options.manifest === undefined ? [] : [options.manifest],
            options,
          );
          const key = await readOrganisationKey(options.key, options.passphraseFile);
          const { asked, bundle } = await certifyRequest(request, key, found, Math.round(Date.now()));
          output.remark(
            [
              `Site         ${asked.site}, made on "${asked.host}"`,
              `Fingerprint  ${asked.fingerprint}   (the site was told the same)`,
              `Organisation ${asked.organisation}, in "${asked.federation}", manifest ${found.newest.epoch}`,
              `Good until   ${time(asked.until)}`,
            ].join('\n'),
          );
          await confirm(`\nCertify this site for ${asked.organisation}?`, options);
          const usual = `${asked.site}.certificate.json`;
          const file = await writeHanded(formatBundle(bundle), usual, options.out);
          output.result(
            { ...asked, file },
            () =>
              `Certified ${asked.site}, until ${time(asked.until)}: ${file}\nNext, at the site: muster agent enrol --certificate ${basename(file)} --url wss://HOST:PORT   (with --again if it is enrolled already)`,
          );
          return EXIT.ok;
        }),
    );
}
