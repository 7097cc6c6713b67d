/** @module `muster`: the command line. Parses, dispatches, and leaves the exit code to the commands. */

import { MusterError } from '@muster/errors';
import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { program } from './program.ts';

export async function main(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  try {
    await program({ silent: json }).parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    // commander has printed the help, and for a person the fault too
    if (!json || thrown.exitCode === 0) return;
    const error = new MusterError('INVALID_ARGUMENT', thrown.message.replace(/^error: /, ''));
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
}
