/** @module How a command ends: what it prints when it fails, and its exit code. */
import { asMusterError, type MusterError } from '@muster/errors';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code.ts';
import { makeOutput, type Output, printable } from './output.ts';

/**
 * Runs the body of a command: errors become one message with code and remedy, and the exit code, by `exitOf`. `process.exit` is never
 * called: pending writes are finished first.
 */
export async function run(
  options: { json?: boolean },
  body: (output: Output) => Promise<ExitCode | undefined>,
  exitOf: (error: MusterError) => ExitCode = exitCodeOf,
): Promise<void> {
  const output = makeOutput(options.json === true);
  try {
    process.exitCode = (await body(output)) ?? EXIT.ok;
  } catch (thrown) {
    const error = asMusterError(thrown);
    process.exitCode = exitOf(error);
    if (output.json) process.stdout.write(`${JSON.stringify({ error })}\n`);
    else process.stderr.write(`${printable(describe(error))}\n`);
    if (process.env.MUSTER_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
  }
}

function describe(error: MusterError): string {
  return `muster: ${error.message}\n  code ${error.code}: ${error.action}`;
}
