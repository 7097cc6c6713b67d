/** @module `muster agent`: the daemon of a site. */
import type { CheckReport, JournalReading, RoundEntry, SiteStatus } from '@muster/agent';
import type { Command } from 'commander';
import { becomeDaemon } from '../become-daemon.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { table, time } from '../output.ts';
import { agentApprovalCommands } from './agent-approvals.ts';
import { agentLogCommand } from './agent-log.ts';
import { agentPolicyCommand } from './agent-policy.ts';
import { command, group, wholeNumber, withPassphrase } from './command.ts';

export function agentCommand(): Command {
  const agent = group('agent', 'enrol, check and run the daemon of a site');

  agent.addCommand(
    withPassphrase(
      command(
        'enrol',
        'make the keys of this site and have them certified',
        'muster agent enrol MUSTER-… --url wss://muster.example.org --dir site',
      ),
      'put the keys under this passphrase',
    )
      .argument('<token>', 'one-time token from the operator; - reads it from standard input')
      .option('--url <url>', 'wss:// URL of the coordinator; with --again the known one when none is given')
      .option('--dir <folder>', 'folder of the site', 'site')
      .option(
        '--ca <file>',
        "PEM of the authority behind the coordinator's TLS certificate, when it is private",
      )
      .option(
        '--again',
        'a new certificate for the site of this folder, whose own has expired: keys, journal, site.yaml and policy.yaml stay',
      )
      .option(
        '--tls-proxy',
        'a proxy ends TLS before the coordinator: the session is not bound to its connection',
      )
      .action(
        (
          token: string,
          options: {
            url?: string;
            dir: string;
            ca?: string;
            passphraseFile?: string;
            again?: boolean;
            tlsProxy?: boolean;
            json?: boolean;
          },
          self: Command,
        ) => {
          if (options.url === undefined && options.again !== true)
            self.error("error: required option '--url <url>' not specified");
          return run(options, async (output) => {
            const { enrol } = await import('@muster/agent');
            const made = await enrol({
              ...options,
              ...(options.tlsProxy === true ? { bindToTls: false } : {}),
              token: token === '-' ? await standardInput() : token,
            });
            const withKey =
              options.passphraseFile === undefined ? '' : ` --passphrase-file ${options.passphraseFile}`;
            output.result(made, ({ site, federation, fingerprint, folder, keysCreated, configCreated }) =>
              [
                `${site} is enrolled in "${federation}" (fingerprint ${fingerprint}).`,
                `  ${folder}/keys   ${keysCreated ? 'made here' : 'kept, with a new certificate'}; they never leave this machine`,
                ...(configCreated
                  ? [
                      `  ${folder}/site.yaml   written as a start: name your data sets in it`,
                      `  ${folder}/policy.yaml   written as a start: say in it what may be done with them`,
                      `Next: muster agent policy sign --dir ${options.dir}${withKey} --by NAME`,
                      `Then: muster agent check --dir ${options.dir}${withKey}`,
                    ]
                  : [
                      `  ${folder}/site.yaml, policy.yaml   kept as they were`,
                      `Next: muster agent check --dir ${options.dir}${withKey}`,
                    ]),
              ].join('\n'),
            );
            return EXIT.ok;
          });
        },
      ),
  );

  agent.addCommand(
    withPassphrase(
      command(
        'check',
        'see whether this site is ready, and what is in the way',
        'muster agent check --dir site',
      ),
      'passphrase of the keys',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .option(
        '--task <task.yaml>',
        'also check what this site would answer to this task, and the data set that it uses against its schema',
      )
      .action((options: { dir: string; task?: string; passphraseFile?: string; json?: boolean }) =>
        run(options, async (output) => {
          const { checkSite } = await import('@muster/agent');
          const report = await checkSite(options.dir, options);
          output.result(report, checkText);
          const worst = report.checks.map((each) => each.status);
          return worst.includes('failed') ? EXIT.failed : worst.includes('warning') ? EXIT.partial : EXIT.ok;
        }),
      ),
  );

  agent.addCommand(
    withPassphrase(
      command(
        'start',
        'run the daemon until it is stopped; site.yaml and policy.yaml are read now, and not again',
        'muster agent start --dir site',
      ),
      'passphrase of the keys',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: { dir: string; passphraseFile?: string; json?: boolean }) =>
        run(options, async (output) => {
          const { prepareAgent } = await import('@muster/agent');
          const briefing = await prepareAgent(options.dir, options.passphraseFile);
          await becomeDaemon(briefing, options);
          const { runAgent } = await import('../agent-daemon.ts'); // where a process cannot be replaced by another
          return runAgent(briefing, output);
        }),
      ),
  );

  agent.addCommand(
    command(
      'status',
      'show how this site stands with its coordinator, and what its agent has not ended yet; exit code 6 while the site is suspended, a plan waits for a person, or the policy allows nothing any more',
      'muster agent status --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: { dir: string; json?: boolean }) =>
        run(options, async (output) => {
          const { readStatus } = await import('@muster/agent');
          const status = await readStatus(options.dir);
          output.result(status, statusText);
          const { standing, plansPending, policy, logTrouble } = status;
          const waits = standing || plansPending > 0 || policy.problem !== '' || logTrouble;
          return waits ? EXIT.waits : EXIT.ok;
        }),
      ),
  );

  agent.addCommand(
    command(
      'journal',
      'show what left this site, when and under which policy',
      'muster agent journal --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .option('--limit <n>', 'newest lines', wholeNumber(1), 50)
      .action((options: { dir: string; limit: number; json?: boolean }) =>
        run(options, async (output) => {
          const { readJournal } = await import('@muster/agent');
          const reading = await readJournal(options.dir, options.limit);
          output.result(reading, journalText);
          return reading.intact ? EXIT.ok : EXIT.failed;
        }),
      ),
  );

  agent.addCommand(
    command(
      'rounds',
      'show what this site took part in, how it ended, and the receipts for it',
      'muster agent rounds --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .option('--limit <n>', 'newest rounds', wholeNumber(1), 50)
      .action((options: { dir: string; limit: number; json?: boolean }) =>
        run(options, async (output) => {
          const { readRounds } = await import('@muster/agent');
          const rounds = readRounds(options.dir, options.limit);
          output.result(rounds, roundsText);
          return rounds.some(({ receipt }) => receipt === 'invalid') ? EXIT.failed : EXIT.ok;
        }),
      ),
  );
  agent.addCommand(agentPolicyCommand());
  agent.addCommand(agentLogCommand());
  for (const each of agentApprovalCommands()) agent.addCommand(each);
  return agent;
}

function statusText(status: SiteStatus): string {
  const { site, federation, coordinator, standing, updatesKept, roundsBegun, lastRound } = status;
  const { policy, plansPending, logTrouble } = status;
  const told = standing
    ? [`${standing.code}, told ${time(standing.at)}: ${standing.reason}`, `             ${standing.action}`]
    : ['nothing is the matter, as far as the coordinator has told'];
  const last = lastRound
    ? `${lastRound.run} round ${lastRound.round}: ${[lastRound.status, lastRound.code, lastRound.reason].filter(Boolean).join(', ')}`
    : 'none yet';
  return [
    `Site         ${site} of "${federation}", at ${coordinator}`,
    `Standing     ${told.join('\n')}`,
    ...(logTrouble
      ? [
          `Audit log    ${logTrouble.code}, since ${time(logTrouble.at)}: ${logTrouble.reason}`,
          `             ${logTrouble.action}`,
        ]
      : []),
    `Policy       ${policy.problem || policy.state}`,
    `Pending      ${plansPending === 0 ? 'no plan waits for a person' : `${plansPending === 1 ? 'a plan waits' : `${plansPending} plans wait`} for a person: muster agent pending`}`,
    `Not ended    ${updatesKept} updates kept, ${roundsBegun} rounds begun`,
    `Last round   ${last}`,
  ].join('\n');
}

function roundsText(rounds: readonly RoundEntry[]): string {
  if (rounds.length === 0) return 'This site has taken part in no round yet.';
  return table(
    ['at', 'run', 'round', 'ended', 'receipt', 'why'],
    rounds.map(({ at, run, round, attempt, status, receipt, code, reason }) => [
      time(at),
      run,
      attempt === 1 ? String(round) : `${round} (attempt ${attempt})`,
      status,
      receipt === 'invalid' ? 'INVALID' : receipt,
      [code, reason].filter(Boolean).join(': '),
    ]),
  );
}

async function standardInput(): Promise<string> {
  let text = '';
  for await (const part of process.stdin) text += String(part);
  return text.trim();
}

function checkText(report: CheckReport): string {
  const mark = { ok: 'ok', warning: 'WARN', failed: 'FAIL', skipped: 'skip' } as const;
  return table(
    ['', 'check', 'finding'],
    report.checks.map((each) => [mark[each.status], each.name, each.finding]),
  );
}

function journalText({ entries, lines, intact, problem }: JournalReading): string {
  if (intact && lines === 0) return 'Nothing has left this site yet: its agent has sent nothing.';
  const rows = entries.map((entry) => [
    String(entry.seq),
    entry.at,
    entry.decision,
    entry.what,
    entry.round,
    entry.bytes === undefined ? '' : String(entry.bytes),
    entry.note,
  ]);
  const chain = intact
    ? `The chain of ${lines} lines is intact, and ends with the newest that was written.`
    : `THE JOURNAL WAS ALTERED: ${problem ?? ''}`;
  return lines === 0
    ? chain
    : `${table(['#', 'at', 'decision', 'what', 'round', 'bytes', 'note'], rows)}\n\n${chain}`;
}
