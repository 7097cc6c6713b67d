/** @module `muster operator`: who may use the API. */
import { open, rm } from 'node:fs/promises';
import type { Credential, OperatorView } from '@muster/api';
import { MusterError } from '@muster/errors';
import type { Command } from 'commander';
import { type ConnectionOptions, connect, connection } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import { run } from '../outcome.ts';
import { table, time } from '../output.ts';
import { apiCommand, group } from './command.ts';

interface Options extends ConnectionOptions {
  readonly json?: boolean;
}

export function operatorCommand(): Command {
  const operator = group('operator', 'add, list and revoke those who may use the API');

  operator.addCommand(
    apiCommand(
      'add',
      'make a credential for another operator, shown once',
      'muster operator add ada --out ada.json',
    )
      .argument('<name>', 'lower-case letters, digits, . _ @ -; a person or a program')
      .option('--out <file>', 'write the credential to this new file, mode 0600, and print none of it')
      .action((name: string, options: Options & { out?: string }) =>
        run(options, async (output) => {
          const { out } = options;
          const make = () => add(name, options);
          if (out !== undefined) {
            await intoFile(out, make);
            output.result(
              { operator: name, file: out },
              () => `wrote ${out}: the credential of ${name}, the only copy`,
            );
            return EXIT.ok;
          }
          output.result(await make(), (credential) => JSON.stringify(credential, null, 2));
          output.remark(
            `Shown once. ${name} keeps it in a file of mode 0600 and names that file by --credential or MUSTER_CREDENTIAL.`,
          );
          return EXIT.ok;
        }),
      ),
  );

  operator.addCommand(
    apiCommand('list', 'list operators, also those who were revoked', 'muster operator list').action(
      (options: Options) =>
        run(options, async (output) => {
          output.result(await connect(options).operators(), operatorsTable);
          return EXIT.ok;
        }),
    ),
  );

  operator.addCommand(
    apiCommand('revoke', 'end a credential at once', 'muster operator revoke ada')
      .argument('<name>')
      .action((name: string, options: Options) =>
        run(options, async (output) => {
          output.result(
            await connect(options).revokeOperator(name),
            (revoked) => `${revoked.name} is revoked; the credential opens nothing from now on.`,
          );
          return EXIT.ok;
        }),
      ),
  );
  return operator;
}

/** The credential file of a new operator; the path of a private authority is that of this machine. */
async function add(name: string, options: Options): Promise<Credential> {
  const { api, certificateAuthority } = connection(options);
  const { secret } = await api.addOperator(name);
  return {
    url: api.url,
    operator: name,
    secret,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}

/** The file is made first: a secret that cannot be kept is not asked for. Throws CONFLICT when it exists. */
async function intoFile(path: string, make: () => Promise<Credential>): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new MusterError('CONFLICT', `${path} exists already, or cannot be made; no operator was added`, {
      cause,
    });
  });
  try {
    const credential = await make();
    await file.writeFile(`${JSON.stringify(credential, null, 2)}\n`);
    await file.sync();
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  } finally {
    await file.close();
  }
}

function operatorsTable(operators: readonly OperatorView[]): string {
  return table(
    ['operator', 'status', 'added', 'revoked'],
    operators.map(({ name, status, createdAt, revokedAt }) => [
      name,
      status,
      time(createdAt),
      time(revokedAt),
    ]),
  );
}
