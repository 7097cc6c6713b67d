/** @module `muster`: the command line. Parses, dispatches, and leaves the exit code to the commands. */

import { MusterError } from '@muster/errors';
import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { program } from './program.ts';

/** Of a command whose reader went away, as a shell tells it: 128 and the number of SIGPIPE. No verdict may be taken from it. */
const READER_GONE = 141;

export async function main(args: readonly string[]): Promise<void> {
  // `muster ... | head` is read as far as it is wanted: that is no fault, and what is left can be said to nobody.
  process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EPIPE') throw thrown;
    process.exit(READER_GONE);
  });
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
