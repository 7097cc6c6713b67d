/** @module `muster audit disclose`, `verify-disclosure` and `erase`: what entries only commit to. */
import type { ErasureBasis } from '@muster/audit';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitOfError } from '../audit/audit-exit.ts';
import { counted } from '../audit/report/words.ts';
import { run } from '../outcome.ts';
import { type Options, withLog, withPolicy, withTelling } from './audit-options.ts';
import { command, wholeNumber } from './command.ts';

const CLASSES = ['conf', 'pii'] as const;
const BASES: readonly ErasureBasis[] = ['art-17-1', 'contract', 'retention', 'other'];

export function vaultCommands(): readonly Command[] {
  return [discloseCommand(), verifyDisclosureCommand(), eraseCommand()];
}

function discloseCommand(): Command {
  const made = command(
    'disclose',
    'write what an entry hides, with the proof that it does, to one file for somebody else',
    'muster audit disclose site/state/audit/1 517 --vault site --policy policy.txt --out entry-517.json',
  )
    .argument('<folder|url>', 'the log')
    .argument('<entry>', 'its number, from 0', wholeNumber(0))
    .requiredOption(
      '--vault <folder|db>',
      'folder of the site or the coordinator, whose log then tells of it; or the database of the vault alone',
    )
    .requiredOption('--out <file>', 'new file')
    .addOption(
      new Option(
        '--class <class>',
        'conf: confidential; pii: about persons (default: what there is)',
      ).choices(CLASSES),
    );
  return withTelling(withLog(made)).action(
    (where: string, index: number, options: Options & import('../audit/disclosure.ts').DiscloseOptions) =>
      run(
        options,
        async (output) => {
          const [{ disclose }, { toldText }] = await Promise.all([
            import('../audit/disclosure.ts'),
            import('../audit/told.ts'),
          ]);
          output.result(await disclose(where, index, options), (disclosed) =>
            [
              `wrote ${disclosed.file}: what entry ${index} of ${disclosed.origin} hides (${disclosed.classes.join(', ')}), and the proof.`,
              'Whoever has the file can read it. They check it by: muster audit verify-disclosure FILE --policy POLICY',
              toldText(disclosed),
            ].join('\n'),
          );
          return undefined;
        },
        exitOfError,
      ),
  );
}

function verifyDisclosureCommand(): Command {
  return withPolicy(
    command(
      'verify-disclosure',
      'verify that an entry of the log hides what a file discloses, without the log',
      'muster audit verify-disclosure entry-517.json --policy policy.txt',
    ).argument('<file>'),
  ).action((file: string, options: Options) =>
    run(
      options,
      async (output) => {
        const [{ verifyDisclosureFile }, { entryCells }] = await Promise.all([
          import('../audit/disclosure.ts'),
          import('../audit/entries.ts'),
        ]);
        const verified = await verifyDisclosureFile(file, options.policy);
        output.result(verified, (said) =>
          [
            `Entry ${said.index} of ${said.origin} (${said.size} entries then), cosigned by ${said.cosignedBy.join(', ') || 'nobody'}:`,
            `  ${entryCells(said).join('  ')}`,
            ...said.disclosed.map((part) => `hides (${part.class}):\n  ${JSON.stringify(part.payload)}`),
            ...said.findings.map(
              ({ kind, message }) => `${kind === 'warning' ? 'warning' : kind.toUpperCase()}: ${message}`,
            ),
            said.ok
              ? 'OK: it is what the entry has committed to, and nothing else.'
              : 'NOT OK: it is what the entry has committed to, and too few have seen the log, or others.',
          ].join('\n'),
        );
        return verified.exit;
      },
      exitOfError,
    ),
  );
}

function eraseCommand(): Command {
  const made = command(
    'erase',
    'erase what entries only commit to, or all that is kept about a person; entries and proofs stay valid',
    [
      'muster audit erase --dir site --index 517 --basis contract --by "Ada Lovelace" --why "agreement 12/26"',
      'muster audit erase --dir coordinator --person alice --basis art-17-1',
    ].join('\n'),
  )
    .requiredOption('--dir <folder>', 'folder of the site, or of the coordinator that runs')
    .option('--index <entry...>', 'numbers of entries in its own log', collectIndex)
    .addOption(new Option('--class <class>', 'of these entries this alone: conf or pii').choices(CLASSES))
    .option('--person <who>', 'a pseudonym, the name of somebody at the site, or that of an operator')
    .addOption(new Option('--basis <basis>', 'on which ground').choices(BASES).makeOptionMandatory())
    .option('--case <id>', 'c- and 32 hex digits, from your register (default: a fresh one)')
    .option('--received <day>', 'when it was asked for, as in 2027-12-31 (default: today)');
  return withTelling(made).action((options: import('../audit/erase.ts').EraseOptions & Options) =>
    run(
      options,
      async (output) => {
        const { erase } = await import('../audit/erase.ts');
        output.result(await erase(options), ({ origin, secrets, entries, persons, completed, ...erased }) =>
          [
            `erased what ${entries.length === 1 ? 'one entry' : `${entries.length} entries`} of ${origin} committed to (${counted(secrets, 'payload')})${persons > 0 ? `, and ${counted(persons, 'pseudonym')}` : ''}: case ${erased.case}.`,
            `The log tells of it: ${completed.map((index) => `#${index}`).join(', ')}. Entries and proofs are as they were.`,
            'Copies elsewhere are yours to erase: backups within 35 days, what was disclosed, the journal of a site. See docs/audit.md.',
          ].join('\n'),
        );
        return undefined;
      },
      exitOfError,
    ),
  );
}

function collectIndex(text: string, before: readonly number[] = []): readonly number[] {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a number of an entry, from 0');
  return [...before, Number(text)];
}
