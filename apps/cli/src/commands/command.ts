/** @module How a command of `muster` is made: options that all share, an example in its help, its outcome as an exit code. */
import { asMusterError, type MusterError } from '@muster/errors';
import { Command } from 'commander';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { makeOutput, type Output } from '../output.ts';

/** A command with --json and an example in its help. */
export function command(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ ${example.split('\n').join('\n  $ ')}`);
}

/** A command that talks to the coordinator's API. */
export function apiCommand(name: string, description: string, example: string): Command {
  return command(name, description, example).option(
    '--credential <file>',
    'operator credential (default: MUSTER_CREDENTIAL, ./operator.json, ./coordinator/operator.json)',
  );
}

/**
 * Runs the body of a command: errors become one message with code and remedy, and the exit code. `process.exit` is never called:
 * pending writes are finished first.
 */
export async function run(
  options: { json?: boolean },
  body: (output: Output) => Promise<ExitCode | undefined>,
): Promise<void> {
  const output = makeOutput(options.json === true);
  try {
    process.exitCode = (await body(output)) ?? EXIT.ok;
  } catch (thrown) {
    const error = asMusterError(thrown);
    process.exitCode = exitCodeOf(error);
    if (output.json) process.stdout.write(`${JSON.stringify({ error })}\n`);
    else process.stderr.write(`${describe(error)}\n`);
    if (process.env.MUSTER_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  }
}

function describe(error: MusterError): string {
  return `muster: ${error.message}\n  code ${error.code}: ${error.action}`;
}

/** A command that only holds others. */
export function group(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError('(add --help for usage and an example)');
}
