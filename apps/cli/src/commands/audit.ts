/** @module `muster audit`: verify a log without trusting whoever keeps it, prove single entries, look at the newest ones. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import type { ShownEntry } from '../audit/entries.ts';
import { type ConnectionOptions, connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { untilStopped } from '../until-stopped.ts';
import { exportCommand } from './audit-export.ts';
import { namesCommand } from './audit-names.ts';
import { type LogOptions, type Options, withLog, withPolicy, withTelling } from './audit-options.ts';
import { reportCommand } from './audit-report.ts';
import { vaultCommands } from './audit-vault.ts';
import { witnessCommand } from './audit-witness.ts';
import { apiCommand, command, group, wholeNumber, withPassphrase } from './command.ts';

/** Between two looks of `tail --follow`. */
const FOLLOW_MS = 2_000;

export function auditCommand(): Command {
  const audit = group('audit', 'verify audit logs, without trusting whoever keeps them').addHelpText(
    'after',
    '\nExit codes of audit: 0 ok, 1 altered, rolled back or forked, 2 usage, 3 quorum or stale, 4 unlawful events, 5 unreachable.',
  );
  audit.addCommand(verifyCommand());
  audit.addCommand(verifyEvidenceCommand());
  audit.addCommand(proveCommand());
  audit.addCommand(verifyProofCommand());
  for (const made of vaultCommands()) audit.addCommand(made);
  audit.addCommand(exportCommand());
  audit.addCommand(reportCommand());
  audit.addCommand(tailCommand());
  audit.addCommand(policyCommand());
  audit.addCommand(namesCommand());
  audit.addCommand(witnessCommand());
  return audit;
}

interface PolicyOptions extends ConnectionOptions {
  readonly json?: boolean;
  readonly dir?: string;
  readonly passphraseFile?: string;
}

/** What the coordinator says of its own log; who does not trust it compares it with what other sites have. */
function policyCommand(): Command {
  const made = apiCommand(
    'policy',
    "whose signatures on the federation's log count, as the coordinator has it now; or on a site's own log",
    'muster audit policy > policy.txt\nmuster audit policy --dir site > site-policy.txt',
  ).option('--dir <folder>', "folder of a site: the policy of its own log, by the site's keys");
  return withPassphrase(made, "of the site's keys").action((options: PolicyOptions) =>
    run(options, async (output) => {
      const text = await policyText(options);
      output.result({ policy: text }, () => text.trimEnd());
      return EXIT.ok;
    }),
  );
}

async function policyText({ dir, passphraseFile, ...options }: PolicyOptions): Promise<string> {
  if (dir === undefined) return await connect(options).auditPolicy();
  const { withOwnLog } = await import('@muster/agent');
  return await withOwnLog(dir, { passphraseFile }, ({ log }) => log.policyText);
}

function verifyCommand(): Command {
  const made = command(
    'verify',
    'who signed and saw the log, that it goes on from last time, and with --full each of its bytes and events',
    'muster audit verify coordinator/data/audit/1 --policy policy.txt --full --state trusted.json',
  )
    .argument('<folder|url>', 'a folder with a copy of the log, or where it is served')
    .option('--full', 'read every entry: bytes, tiles, root, and what the events say')
    .option('--bytes-only', 'read every entry, and do not ask what it says: for logs of other programs')
    .option(
      '--state <file>',
      'what was verified last time: the log must go on from there; written anew when all is well',
    )
    .option(
      '--site <folder>',
      "a site's own log: both logs are compared, and what either lacks is listed (implies --full)",
    )
    .option(
      '--vault <folder|db>',
      'of whoever keeps the log: each commitment is opened, or told to be erased and by which entry (implies --full)',
    )
    .option(
      '--max-age <seconds>',
      'oldest quorum that is still good (default: 900 of a URL; of a folder the age is only told)',
      wholeNumber(0),
    )
    .option('--dir <folder>', 'of a site or a coordinator: its log tells of the verification and its result');
  return withTelling(withLog(made)).action(
    (where: string, options: Options & import('../audit/verify.ts').VerifyOptions) =>
      run(
        options,
        async (output) => {
          const [{ verify }, { knownNames }, { verifyText }] = await Promise.all([
            import('../audit/verify.ts'),
            import('../audit/names.ts'),
            import('../audit/verify-text.ts'),
          ]);
          const result = await verify(where, options, (text) => output.remark(text));
          const names = await knownNames([where, options.site], options);
          output.result(result, (each) => verifyText(each, names));
          return result.exit;
        },
        exitOfError,
      ),
  );
}

function verifyEvidenceCommand(): Command {
  return withPolicy(
    command(
      'verify-evidence',
      'whether a file proves that a log has signed two histories: 0 if it does',
      'muster audit verify-evidence fork-0a1b2c.json --policy policy.txt',
    ).argument('<file>'),
  ).action((file: string, options: Options) =>
    run(
      options,
      async (output) => {
        const { verifyEvidence } = await import('../audit/verify.ts');
        output.result(
          await verifyEvidence(file, options.policy),
          ({ origin, first, second }) =>
            `The log ${origin} has forked: it has signed a tree of ${first.size} entries (root ${first.root})\nand one of ${second.size} (root ${second.root}) that does not begin with it.`,
        );
        return undefined;
      },
      exitOfError,
    ),
  );
}

function proveCommand(): Command {
  return withLog(
    command(
      'prove',
      'write a proof that an entry is in the log, to be verified without the log',
      'muster audit prove coordinator/data/audit/1 517 --policy policy.txt --out entry-517.tlog-proof',
    )
      .argument('<folder|url>')
      .argument('<entry>', 'its number, from 0', wholeNumber(0))
      .requiredOption('--out <file>', 'new file, C2SP tlog-proof; it carries the entry'),
  ).action((where: string, index: number, options: LogOptions & { out: string }) =>
    run(
      options,
      async (output) => {
        const { prove } = await import('../audit/entries.ts');
        output.result(
          await prove(where, index, options.out, options),
          ({ file, origin, size }) => `wrote ${file}: entry ${index} of ${origin} at ${size} entries`,
        );
        return undefined;
      },
      exitOfError,
    ),
  );
}

function verifyProofCommand(): Command {
  return withPolicy(
    command(
      'verify-proof',
      'verify a proof of an entry, without the log',
      'muster audit verify-proof entry-517.tlog-proof --policy policy.txt',
    )
      .argument('<file>')
      .option('--entry <file>', 'the entry, where the proof does not carry it'),
  ).action((file: string, options: Options & { entry?: string }) =>
    run(
      options,
      async (output) => {
        const { entryCells, verifyProof } = await import('../audit/entries.ts');
        output.result(await verifyProof(file, options.entry, options.policy), (proven) =>
          [
            `Entry ${proven.index} of ${proven.origin} (${proven.size} entries then), cosigned by ${proven.cosignedBy.join(', ') || 'nobody'}:`,
            `  ${entryCells(proven).join('  ')}`,
          ].join('\n'),
        );
        return undefined;
      },
      exitOfError,
    ),
  );
}

function tailCommand(): Command {
  return withLog(
    command(
      'tail',
      'the newest entries of a log, each shown to be under its signed root',
      'muster audit tail https://muster.example.org/v1/audit/log --policy policy.txt --credential operator.json --follow',
    )
      .argument('<folder|url>')
      .option('-n, --lines <count>', 'how many', wholeNumber(0, 1_000_000), 20)
      .option('--follow', 'go on with what comes, until interrupted'),
  ).action((where: string, options: LogOptions & { lines: number; follow?: boolean }) =>
    run(
      options,
      async (output) => {
        const { entryCells, LogTail } = await import('../audit/entries.ts');
        const { knownNames, siteIn, withNames } = await import('../audit/names.ts');
        const log = await LogTail.open(where, options);
        const names = await knownNames([where], options);
        const told = (entry: ShownEntry): void =>
          output.line(entry, (each) => {
            const cells = entryCells(each, (source) => `${source}${siteIn(source, names)}`);
            return withNames([each.index, ...cells].join('  '), names);
          });
        if (!options.follow) {
          for await (const entry of log.next(options.lines)) told(entry);
          return undefined;
        }
        const [stop, ended] = [new AbortController(), Promise.withResolvers<void>()];
        void untilStopped(ended.promise).then(() => stop.abort());
        try {
          while (!stop.signal.aborted) {
            for await (const entry of log.next(options.lines)) told(entry);
            await sleep(FOLLOW_MS, undefined, { signal: stop.signal }).catch(() => {});
          }
        } finally {
          ended.resolve();
        }
        return undefined;
      },
      exitOfError,
    ),
  );
}
