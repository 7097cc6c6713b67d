/** @module `muster`: the command line. Parses, dispatches, and leaves the exit code to the commands. */
import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { program } from './program.ts';

export async function main(args: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    // commander has printed the help or the fault already
    process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
