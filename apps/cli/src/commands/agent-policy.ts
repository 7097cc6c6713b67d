/** @module `muster agent policy`: what the policy of a site says, who signed it, and signing it. */
import type { PolicyView } from '@muster/agent';
import type { Command } from 'commander';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { time } from '../output.ts';
import { command, group, withPassphrase } from './command.ts';

interface Options {
  readonly dir: string;
  readonly json?: boolean;
}

export function agentPolicyCommand(): Command {
  const policy = group('policy', 'show, check and sign what a site allows');

  policy.addCommand(
    command('show', 'what policy.yaml allows, who signed it, and when', 'muster agent policy show --dir site')
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: Options) =>
        run(options, async (output) => {
          const { viewPolicy } = await import('@muster/agent');
          const { policyLines } = await import('@muster/policy');
          const view = await viewPolicy(options.dir);
          output.result(view, (each) =>
            [
              each.file,
              ...policyLines(each.policy).map(([name, said]) => `  ${name.padEnd(18)}  ${said}`),
              `  ${'signature'.padEnd(18)}  ${signedText(each)}`,
            ].join('\n'),
          );
          return EXIT.ok;
        }),
      ),
  );

  policy.addCommand(
    command(
      'check',
      'whether an agent would work by policy.yaml as it lies there: in order, signed and not expired; exit code 5 within 30 days of its last day',
      'muster agent policy check --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: Options) =>
        run(options, async (output) => {
          const { expiryInWords, viewPolicy } = await import('@muster/agent');
          const view = await viewPolicy(options.dir);
          const { problem } = view;
          const ends = view.daysLeft === null ? '' : expiryInWords(view.policy, view.daysLeft);
          output.result(view, () =>
            problem
              ? `${problem.message} (${problem.code})`
              : `${view.file} is in order: version ${view.policy.version}, ${signedText(view)}${ends && `; it ${ends}`}`,
          );
          if (problem) return exitCodeOf(problem);
          return ends === '' ? EXIT.ok : EXIT.partial;
        }),
      ),
  );

  policy.addCommand(
    withPassphrase(
      command(
        'sign',
        "put the site's name under policy.yaml as it lies there; it counts from the agent's next start on",
        'muster agent policy sign --dir site --by "Ada Lovelace"',
      ),
      'passphrase of the keys',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .requiredOption('--by <name>', 'who answers for it; kept beside the policy, and not published')
      .action((options: Options & { by: string; passphraseFile?: string }) =>
        run(options, async (output) => {
          const { signPolicy } = await import('@muster/agent');
          const { basisInWords } = await import('@muster/audit/witness');
          output.result(await signPolicy(options.dir, options), ({ file, basis, by, at, signature }) =>
            [
              `${by} has signed ${file}, ${time(at)}. It is ${basisInWords(basis)} in the audit logs.`,
              `  ${signature}   the signature; a policy that is edited needs a new one`,
              `It counts from the next start on: muster agent start --dir ${options.dir}`,
            ].join('\n'),
          );
          return EXIT.ok;
        }),
      ),
  );
  return policy;
}

function signedText({ signature, problem }: PolicyView): string {
  if (signature) return `signed by ${signature.by}, ${time(signature.at)}`;
  return `NOT SIGNED: ${problem?.message ?? ''}`;
}
