/** @module How a command of `muster` is made: options that all share, an example in its help. */
import { Command, Help, InvalidArgumentError, type Option } from 'commander';

/** A command with --json and an example in its help. */
export function command(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'print JSON')
    .configureHelp({ optionDescription })
    .addHelpText('after', `\nExample:\n  $ ${example.split('\n').join('\n  $ ')}`);
}

/** As commander has it; an option that must be there says so. */
function optionDescription(option: Option): string {
  return `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
}

/** A command that talks to the coordinator's API. */
export function apiCommand(name: string, description: string, example: string): Command {
  return command(name, description, example).option(
    '--credential <file>',
    'operator credential (default: MUSTER_CREDENTIAL, ./operator.json, ./coordinator/operator.json)',
  );
}

/** Names the file with the passphrase of a daemon's keys; `use` says what is done with it. */
export function withPassphrase(made: Command, use: string): Command {
  return made.option(
    '--passphrase-file <file>',
    `${use}: its first line, the file readable by you alone (default: MUSTER_PASSPHRASE_FILE)`,
  );
}

/** A command that only holds others. */
export function group(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError('(add --help for usage and an example)');
}

/** Reads a whole number of an option. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(
        most === Number.MAX_SAFE_INTEGER
          ? `a whole number from ${least}`
          : `a whole number from ${least} to ${most}`,
      );
    return value;
  };
}
