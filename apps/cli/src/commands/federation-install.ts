/** @module `muster federation install`: a signed manifest comes into force at the coordinator. */
import type { ManifestInstalled } from '@muster/api';
import type { Command } from 'commander';
import { connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { type FoundManifests, findManifests } from '../federation/manifest-source.ts';
import { run } from '../outcome.ts';
import { apiCommand } from './command.ts';

export function installCommand(): Command {
  return apiCommand(
    'install',
    'give the coordinator a manifest that enough organisations have signed: the running one, or with --dir one that is stopped',
    'muster federation install manifest-2.json',
  )
    .argument('<manifest...>', 'its file; of copies that were signed apart all of them')
    .option(
      '--dir <folder>',
      'folder of a coordinator that does not run; the manifest is in force from its next start on',
    )
    .action((files: string[], options: { dir?: string; credential?: string; json?: boolean }) =>
      run(options, async (output) => {
        const { acceptChain } = await import('@muster/identity');
        const found = await findManifests(files, options);
        // What is missing is told by name here; the coordinator looks again.
        acceptChain(undefined, found.chain);
        if (options.dir !== undefined) {
          const { installInFolder } = await import('@muster/coordinator');
          await installInFolder(options.dir, found.chain);
          output.result(
            { epoch: found.newest.epoch, dir: options.dir },
            ({ epoch, dir }) =>
              `Manifest ${epoch} is in ${dir}.\nNext: muster coordinator start --dir ${dir}`,
          );
          return EXIT.ok;
        }
        output.result(await installAtCoordinator(found, options), installedText);
        return EXIT.ok;
      }),
    );
}

/** Gives the running coordinator what it has not. Throws what it refuses with. */
export async function installAtCoordinator(
  { chain }: Pick<FoundManifests, 'chain'>,
  options: { readonly credential?: string },
): Promise<ManifestInstalled> {
  const { signedText } = await import('@muster/identity');
  const api = connect(options);
  const known = (await api.manifests()).length;
  const later = chain.slice(known);
  // Of a chain that ends earlier, or differs, the coordinator says what is wrong with its end.
  const links = later.length > 0 ? later : chain.slice(-1);
  let installed: ManifestInstalled | undefined;
  const sitesOut: string[] = [];
  for (const link of links) {
    installed = await api.installManifests([signedText(link)]);
    sitesOut.push(...installed.sitesOut);
  }
  return { ...(installed ?? { epoch: known, hash: '', coordinates: true }), sitesOut };
}

export function installedText({ epoch, coordinates, sitesOut }: ManifestInstalled): string {
  return [
    `Manifest ${epoch} is in force; sites that are connected take it now, the others when they come back.`,
    ...(sitesOut.length > 0 ? [`Out by it: ${sitesOut.join(', ')}`] : []),
    coordinates
      ? 'Next: muster federation show'
      : 'It does not name the key that this coordinator runs with, and no site trusts it any more. Next: start it again; it takes the keys that `muster coordinator card --fresh` made. Its audit log begins anew then, and each site agrees to that once (muster agent log accept).',
  ].join('\n');
}
