/** @module A person agrees to what cannot be taken back. */
import { createInterface } from 'node:readline/promises';
import { MusterError } from '@muster/errors';

/** Asks at the terminal. Throws CANCELLED for anything but yes, and INVALID_ARGUMENT where there is no terminal and --yes was not given. */
export async function confirm(question: string, options: { readonly yes?: boolean }): Promise<void> {
  if (options.yes === true) return;
  if (!process.stdin.isTTY)
    throw new MusterError('INVALID_ARGUMENT', 'there is no terminal to ask at: look at it, then pass --yes');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new MusterError('CANCELLED', 'nothing was done');
  } finally {
    lines.close();
  }
}
