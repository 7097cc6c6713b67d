/** @module `muster federation`: who belongs to a federation, as its organisations sign it. */
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../exit-code.ts';
import { confirm } from '../federation/confirmation.ts';
import { nextStep, tellDraft } from '../federation/draft-text.ts';
import { findManifests } from '../federation/manifest-source.ts';
import { isSigned, manifestText, viewOf } from '../federation/manifest-text.ts';
import { run } from '../outcome.ts';
import { apiCommand, command, group, withPassphrase } from './command.ts';
import { certifyCommand } from './federation-certify.ts';
import { installCommand } from './federation-install.ts';
import { revokeSiteCommand, rotateCommand } from './federation-next.ts';

export function federationCommand(): Command {
  const federation = group(
    'federation',
    'organisations, and the manifest that they sign: key, create, sign, show, install, certify, rotate, revoke-site',
  );
  for (const make of [
    keyCommand,
    createCommand,
    signCommand,
    showCommand,
    installCommand,
    certifyCommand,
    rotateCommand,
    revokeSiteCommand,
  ])
    federation.addCommand(make());
  return federation;
}

function keyCommand(): Command {
  return withPassphrase(
    command(
      'key',
      "make an organisation's key, which stays with it, and the public card of it, which goes to whoever drafts the manifest",
      'muster federation key --name "North Hospital" --out north --passphrase-file passphrase',
    ),
    'put the key under this passphrase',
  )
    .requiredOption('--name <name>', 'of the organisation, as the others know it')
    .option('--out <path>', 'beginning of both file names: PATH.key.json, PATH.card.json', 'organisation')
    .action((options: { name: string; out: string; passphraseFile?: string; json?: boolean }) =>
      run(options, async (output) => {
        const { makeOrganisationKey } = await import('../federation/organisation-key.ts');
        const made = await makeOrganisationKey(options);
        output.result(made, ({ key, card, fingerprint }) =>
          [
            `Made the key of ${options.name} (fingerprint ${fingerprint}).`,
            `  ${key}   the only copy: keep it offline, and a backup of it; whoever has it can certify sites of yours`,
            `  ${card}   public`,
            `Next: hand ${basename(card)} to whoever drafts the manifest, and read out the fingerprint; or, with all cards at hand: muster federation create federation.yaml`,
          ].join('\n'),
        );
        return EXIT.ok;
      }),
    );
}

function createCommand(): Command {
  return command(
    'create',
    'draft the first manifest of a federation, which all its organisations sign, out of federation.yaml (docs/federation.md) and the cards that it names',
    'muster federation create federation.yaml --out manifest.json',
  )
    .argument('<federation.yaml>', 'organisations, coordinator, limits')
    .option('--out <file>', 'new file of the draft', 'manifest.json')
    .action((file: string, options: { out: string; json?: boolean }) =>
      run(options, async (output) => {
        const { firstManifest } = await import('../federation/draft.ts');
        const { writeNew } = await import('../federation/manifest-file.ts');
        const manifest = await firstManifest(file, Math.round(Date.now()));
        await writeNew(options.out, [{ manifest: manifest.bytes, signatures: [] }]);
        tellDraft(output, viewOf(await findManifests([options.out], {})), options.out);
        return EXIT.ok;
      }),
    );
}

function signCommand(): Command {
  return withPassphrase(
    command(
      'sign',
      "add an organisation's signature to a manifest, after showing what is signed",
      'muster federation sign manifest.json --key north.key.json',
    ),
    'passphrase of the key',
  )
    .argument('<manifest>', 'file of the draft; it gets the signature')
    .requiredOption('--key <file>', "the organisation's key")
    .option('--yes', 'do not ask')
    .action(
      (file: string, options: { key: string; yes?: boolean; passphraseFile?: string; json?: boolean }) =>
        run(options, async (output) => {
          const { readOrganisationKey, withSignature } = await import('../federation/signing.ts');
          const { replace } = await import('../federation/manifest-file.ts');
          const found = await findManifests([file], {});
          output.remark(manifestText(viewOf(found)));
          const signed = withSignature(found, await readOrganisationKey(options.key, options.passphraseFile));
          if (signed.isNew) {
            await confirm(`\nSign this for ${signed.organisation}?`, options);
            await replace(file, signed.chain);
          }
          const view = viewOf(await findManifests([file], {}));
          output.result(view, () =>
            [
              signed.isNew
                ? `Signed for ${signed.organisation}.`
                : `${signed.organisation} has signed it already.`,
              nextStep(view, file),
            ].join('\n'),
          );
          return EXIT.ok;
        }),
    );
}

function showCommand(): Command {
  return apiCommand(
    'show',
    'show a manifest: organisations, hash, who has signed it, who is missing, what it changes; exit code 6 while signatures are missing',
    'muster federation show manifest.json\nmuster federation show coordinator\nmuster federation show https://muster.example.org:7443',
  )
    .argument(
      '[source...]',
      'files (copies that were signed apart are shown as one), the folder of a coordinator or a site, or the URL of the coordinator; without one that of the credential',
    )
    .option('--out <file>', 'write all manifests to this new file, with every signature that was found')
    .action((sources: string[], options: { out?: string; credential?: string; json?: boolean }) =>
      run(options, async (output) => {
        const { writeNew } = await import('../federation/manifest-file.ts');
        const found = await findManifests(sources, options);
        const view = viewOf(found);
        if (options.out !== undefined) await writeNew(options.out, found.chain);
        output.result(view, () => [manifestText(view), ...written(options.out)].join('\n'));
        return isSigned(view) ? EXIT.ok : EXIT.waits;
      }),
    );
}

function written(file: string | undefined): readonly string[] {
  return file === undefined ? [] : ['', `Wrote ${resolve(file)}`];
}
