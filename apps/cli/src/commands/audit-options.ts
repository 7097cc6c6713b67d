/** @module Options that commands of `muster audit` share. */
import type { Command } from 'commander';
import { wholeNumber, withPassphrase } from './command.ts';

export interface Options {
  readonly json?: boolean;
  readonly policy?: string;
}

export interface LogOptions extends Options {
  readonly timeout: number;
  readonly credential?: string;
}

/** Enough for the largest file of a log on a slow line. */
const TIMEOUT_S = 30;

/** For commands that read a log. */
export function withLog(made: Command): Command {
  return withCredential(withPolicy(made)).option(
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
    withCredential(
      made
        .option('--by <name>', 'who does it, at a site; stays in its vault')
        .option('--why <text>', 'why; goes to the vault of the party'),
    ),
    "of the site's keys",
  );
}

/** Once, for commands that both read a log and tell one. */
function withCredential(made: Command): Command {
  if (made.options.some(({ long }) => long === '--credential')) return made;
  return made.option(
    '--credential <file>',
    'operator credential, where a coordinator is told or serves the log (default: MUSTER_CREDENTIAL; of --dir the one in the folder)',
  );
}
