/** @module `muster agent`: the daemon of a site. */
import type { CheckReport, JournalReading, RoundEntry, SiteStatus } from '@muster/agent';
import type { Command } from 'commander';
import { counted } from '../audit/report/words.ts';
import { becomeDaemon } from '../become-daemon.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { table, time } from '../output.ts';
import { agentApprovalCommands } from './agent-approvals.ts';
import { agentEnrolCommands } from './agent-enrol.ts';
import { agentLogCommand } from './agent-log.ts';
import { agentPolicyCommand } from './agent-policy.ts';
import { command, group, wholeNumber, withPassphrase } from './command.ts';

export function agentCommand(): Command {
  const agent = group('agent', 'enrol, check and run the daemon of a site');

  for (const each of agentEnrolCommands()) agent.addCommand(each);

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
      'show how this site stands with its coordinator, and what its agent has not ended yet; exit code 6 while the site is suspended, a plan waits for a person, the manifest or the log is not in order, the certificate is to be renewed by a person, or the policy allows nothing any more',
      'muster agent status --dir site',
    )
      .option('--dir <folder>', 'folder of the site', 'site')
      .action((options: { dir: string; json?: boolean }) =>
        run(options, async (output) => {
          const { readStatus } = await import('@muster/agent');
          const status = await readStatus(options.dir);
          output.result(status, statusText);
          const { standing, plansPending, policy, logTrouble, manifestTrouble, certificate } = status;
          const trouble = standing ?? manifestTrouble ?? logTrouble;
          const waits = trouble || plansPending > 0 || policy.problem !== '' || certificate.action !== '';
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
  const { policy, plansPending, logTrouble, manifestTrouble, certificate } = status;
  const trouble = (what: string, said: SiteStatus['manifestTrouble']): readonly string[] =>
    said
      ? [
          `${what.padEnd(13)}${said.code}, since ${time(said.at)}: ${said.reason}`,
          `             ${said.action}`,
        ]
      : [];
  const told = standing
    ? [`${standing.code}, told ${time(standing.at)}: ${standing.reason}`, `             ${standing.action}`]
    : ['nothing is the matter, as far as the coordinator has told'];
  const last = lastRound
    ? `${lastRound.run} round ${lastRound.round}: ${[lastRound.status, lastRound.code, lastRound.reason].filter(Boolean).join(', ')}`
    : 'none yet';
  return [
    `Site         ${site} of "${federation}", at ${coordinator}`,
    `Standing     ${told.join('\n')}`,
    ...trouble('Manifest', manifestTrouble),
    ...trouble('Audit log', logTrouble),
    ...(certificate.action === ''
      ? []
      : [`Certificate  ends ${time(certificate.until)}`, `             ${certificate.action}`]),
    `Policy       ${policy.problem || policy.state}`,
    `Pending      ${plansPending === 0 ? 'no plan waits for a person' : `${plansPending === 1 ? 'a plan waits' : `${plansPending} plans wait`} for a person: muster agent pending`}`,
    `Not ended    ${counted(updatesKept, 'update')} kept, ${counted(roundsBegun, 'round')} begun`,
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
