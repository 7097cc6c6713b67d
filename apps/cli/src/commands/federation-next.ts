/** @module `muster federation rotate` and `revoke-site`: the next epoch of a manifest, for those to sign who must. */
import type { Command } from 'commander';
import { connection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../federation/confirmation.ts';
import { type Changes, nextManifest } from '../federation/draft.ts';
import { tellDraft } from '../federation/draft-text.ts';
import { type FoundManifests, findManifests, isWhole } from '../federation/manifest-source.ts';
import { manifestText, viewOf } from '../federation/manifest-text.ts';
import { run } from '../outcome.ts';
import type { Output } from '../output.ts';
import { apiCommand, wholeNumber, withPassphrase } from './command.ts';
import { installAtCoordinator, installedText } from './federation-install.ts';

interface Where {
  readonly manifest?: string;
  readonly out?: string;
  readonly key?: string;
  readonly yes?: boolean;
  readonly passphraseFile?: string;
  readonly credential?: string;
  readonly json?: boolean;
}

const many = (value: string, before: readonly string[] = []): string[] => [...before, value];

function share(text: string): number {
  return wholeNumber(0, 500)(String(Math.round(Number(text) * 1000))) / 1000;
}

export function rotateCommand(): Command {
  return nextCommand(
    'rotate',
    'draft the next manifest, with what is said here changed and all else as it is: keys, organisations, limits',
    'muster federation rotate --organisation north-new.card.json\nmuster federation rotate --organisation west.card.json --sites "West Clinic=20" --signatures 3\nmuster federation rotate --coordinator coordinator.card.json',
  )
    .option(
      '--organisation <card>',
      'its other key, if it belongs to the federation, else it joins; again for more',
      many,
    )
    .option('--sites <name=n>', 'most sites of an organisation; again for more', many)
    .option('--leave <name>', 'an organisation leaves, and its sites are out; again for more', many)
    .option(
      '--cut <name>',
      'certificates by the former key of this organisation end at once: after a theft; else they stay good until they end',
      many,
    )
    .option('--coordinator <card>', 'its other key, that `muster coordinator card --fresh` made')
    .option('--signatures <n>', 'organisations that must sign each later manifest', wholeNumber(1, 64))
    .option('--min-cohort <n>', 'fewest sites in a sum', wholeNumber(1, 1_000_000))
    .option('--min-group <n>', 'fewest sites in a group of a large cohort', wholeNumber(1, 1_000_000))
    .option('--corrupt <share>', 'largest share of sites in league with the coordinator, as 0.05', share)
    .option('--dropout <share>', 'largest share of sites that are lost in a round, as 0.1', share)
    .option(
      '--model <hash>',
      'a model that may be trained, in place of those before; again for more; any',
      many,
    )
    .option(
      '--witness <key>',
      'verifier key of a witness of the log that is no site, in place of those before; again for more; none',
      many,
    )
    .action((options: Where & Changes) =>
      run(options, (output) => goOn(output, options, async () => options)),
    );
}

export function revokeSiteCommand(): Command {
  return nextCommand(
    'revoke-site',
    'draft the next manifest, in which the certificates of a site are void for everybody',
    'muster federation revoke-site north-1',
  )
    .argument('[site]', 'name of the site, of which the coordinator knows the certificates')
    .option(
      '--certificate <hash>',
      'a certificate by its SHA-256, where no coordinator is at hand; again for more',
      many,
    )
    .action((site: string | undefined, options: Where & { certificate?: readonly string[] }) =>
      run(options, (output) =>
        goOn(output, options, async () => ({
          revoke: [...(options.certificate ?? []), ...(await certificatesOf(site, options))],
        })),
      ),
    );
}

/** A command that drafts the next epoch, and where one signature is enough and the key is at hand, brings it into force. */
function nextCommand(name: string, description: string, example: string): Command {
  return withPassphrase(
    apiCommand(
      name,
      `${description}; where one signature is enough and the key is at hand, sign and install it too`,
      example,
    ),
    'passphrase of the key',
  )
    .option('--manifest <file>', 'manifest that it follows (default: that of the running coordinator)')
    .option('--out <file>', 'new file of the draft (default: manifest-EPOCH.json)')
    .option(
      '--key <file>',
      "an organisation's key, to sign with at once (default: that which lies beside the operator's credential)",
    )
    .option('--yes', 'do not ask before signing');
}

async function goOn(output: Output, options: Where, changesOf: () => Promise<Changes>): Promise<ExitCode> {
  const before = await signedBefore(options);
  const file = await draft(before, await changesOf(), options.out);
  const found = await findManifests([file], {});
  const key = await keyAtHand(before, options);
  if (key === undefined) {
    tellDraft(output, viewOf(found), file);
    return EXIT.ok;
  }
  const { readOrganisationKey, withSignature } = await import('../federation/signing.ts');
  const { replace } = await import('../federation/manifest-file.ts');
  output.remark(manifestText(viewOf(found)));
  const signed = withSignature(found, await readOrganisationKey(key, options.passphraseFile));
  await confirm(`\nSign this for ${signed.organisation}, and install it?`, options);
  await replace(file, signed.chain);
  const now = { ...found, chain: signed.chain };
  if (isWhole(now)) output.result(await installAtCoordinator(now, options), installedText);
  else tellDraft(output, viewOf(now), file);
  return EXIT.ok;
}

/** The manifest that another one is to follow. Throws MANIFEST_UNSIGNED for a draft. */
async function signedBefore(options: Where): Promise<FoundManifests> {
  const { MusterError } = await import('@muster/errors');
  const found = await findManifests(options.manifest === undefined ? [] : [options.manifest], options);
  if (isWhole(found)) return found;
  throw new MusterError(
    'MANIFEST_UNSIGNED',
    `manifest ${found.newest.epoch} is a draft: nothing follows it yet`,
  );
}

async function draft(
  { chain, newest }: FoundManifests,
  changes: Changes,
  out: string | undefined,
): Promise<string> {
  const { writeNew } = await import('../federation/manifest-file.ts');
  const next = await nextManifest(newest, changes, Math.round(Date.now()));
  const file = out ?? `manifest-${next.epoch}.json`;
  await writeNew(file, [...chain, { manifest: next.bytes, signatures: [] }]);
  return file;
}

async function certificatesOf(site: string | undefined, options: Where): Promise<readonly string[]> {
  if (site === undefined) return [];
  const { certificates } = await connection(options).api.site(site);
  return certificates;
}

/** One signature is enough, and there is a key to make it with; undefined where it is not so. */
async function keyAtHand({ newest }: FoundManifests, options: Where): Promise<string | undefined> {
  if (newest.signaturesMin > 1 || options.manifest !== undefined) return undefined;
  const { keyBeside } = await import('../federation/signing.ts');
  return options.key ?? keyBeside(connection(options).file);
}
