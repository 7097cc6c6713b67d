/** @module Options that commands of `muster audit` share. */
import type { Command } from 'commander';
import { wholeNumber, withPassphrase } from './command.ts';

export interface Options {
  readonly json?: boolean;
  readonly policy?: string;
}

export interface LogOptions extends Options {
  readonly timeout: number;
}

/** Enough for the largest file of a log on a slow line. */
const TIMEOUT_S = 30;

/** For commands that read a log. */
export function withLog(made: Command): Command {
  return withPolicy(made).option(
    '--timeout <seconds>',
    'for one file of a server',
    wholeNumber(1, 3_600),
    TIMEOUT_S,
  );
}

export function withPolicy(made: Command): Command {
  return made.option(
    '--policy <file>',
    'logs, witnesses and quorum that you trust, as C2SP tlog-policy (default: MUSTER_AUDIT_POLICY)',
  );
}

/** For commands of which the log of a site or of the coordinator tells. */
export function withTelling(made: Command): Command {
  return withPassphrase(
    made
      .option('--by <name>', 'who does it, at a site; stays in its vault')
      .option('--why <text>', 'why; goes to the vault of the party')
      .option(
        '--credential <file>',
        'operator credential, at a coordinator (default: the one in its folder)',
      ),
    "of the site's keys",
  );
}
