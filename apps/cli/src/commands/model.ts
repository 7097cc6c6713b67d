/** @module `muster model`: list, show, export, predict with and evaluate model versions. The data stays on this machine. */
import { type Command, Option } from 'commander';
import { connect } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import type { LocalData } from '../local-model.ts';
import { run } from '../outcome.ts';
import { percent, table, time } from '../output.ts';
import { apiCommand, group, wholeNumber } from './command.ts';
import { modelText } from './model-text.ts';

interface Options {
  readonly json?: boolean;
  readonly credential?: string;
}

type DataOptions = Options & LocalData;

export function modelCommand(): Command {
  const model = group('model', 'list, show, export, predict and evaluate models');

  model.addCommand(
    apiCommand('list', 'list model versions, newest first', 'muster model list --run mnist-digits-1a2b3c4d')
      .option('--run <run>', 'of this run only')
      .action((options: Options & { run?: string }) =>
        run(options, async (output) => {
          output.result(await connect(options).models(options.run), (models) =>
            models.length === 0
              ? 'No models yet.'
              : table(
                  ['model', 'task', 'accuracy', 'loss', 'parameters', 'made'],
                  models.map((each) => [
                    each.id,
                    each.task,
                    percent(each.accuracy),
                    each.loss?.toFixed(4) ?? '-',
                    String(each.parameters),
                    time(each.createdAt),
                  ]),
                ),
          );
          return EXIT.ok;
        }),
      ),
  );

  model.addCommand(
    apiCommand(
      'show',
      'show a model version: lineage, contributors, evaluation',
      'muster model show mnist-digits-1a2b3c4d:8',
    )
      .argument('<model>', 'a version, or a run: its newest version')
      .action((id: string, options: Options) =>
        run(options, async (output) => {
          const detail = await connect(options).model(id);
          const { modelMetadata } = await import('../model-metadata.ts');
          output.result(detail, (model) => modelText(model, modelMetadata(model).classes));
          return EXIT.ok;
        }),
      ),
  );

  model.addCommand(
    apiCommand(
      'export',
      'write a model version to files',
      'muster model export mnist-digits-1a2b3c4d:8 --format safetensors --out model.safetensors',
    )
      .argument('<model>', 'a version, or a run: its newest version')
      .addOption(
        new Option('--format <format>', 'safetensors (one file) or tfjs (a folder with model.json)')
          .choices(['safetensors', 'tfjs'])
          .default('safetensors'),
      )
      .requiredOption(
        '--out <path>',
        'file or folder to write, in a folder that is there; an existing one is not overwritten',
      )
      .action((id: string, options: Options & { format: string; out: string }) =>
        run(options, async (output) => {
          const { exportModel } = await import('../export.ts');
          const written = await exportModel(connect(options), id, options.format, options.out);
          output.result(written, ({ files }) => files.map((file) => `wrote ${file}`).join('\n'));
          return EXIT.ok;
        }),
      ),
  );

  model.addCommand(
    withData(
      apiCommand(
        'predict',
        'classify rows of your own data, labelled or not, on this machine',
        "muster model predict iris-1a2b3c4d:5 --csv flowers.csv --delimiter ';' --count 5\nmuster model predict mnist-digits-1a2b3c4d:8 --images t10k-images-idx3-ubyte",
      ),
    )
      .argument('<model>', 'a version, or a run: its newest version')
      .option('--first <n>', 'first row, counted from 0', wholeNumber(0), 0)
      .option('--count <n>', 'how many rows', wholeNumber(1), 10)
      .action((id: string, options: DataOptions & { first: number; count: number }) =>
        run(options, async (output) => {
          const { predictWith } = await import('../local-model.ts');
          const result = await predictWith(connect(options), id, options);
          output.result(result, ({ classes, predictions, rows }) => {
            const isLabelled = predictions.some(({ label }) => label !== null);
            const shown = table(
              ['row', 'predicted', 'probability', ...(isLabelled ? ['label'] : [])],
              predictions.map(({ row, predicted, label, probabilities }) => [
                String(row),
                classes[predicted] ?? String(predicted),
                percent(probabilities[predicted] ?? null),
                label === null ? '' : (classes[label] ?? String(label)),
              ]),
            );
            const { length } = predictions;
            return length === rows
              ? shown
              : `${shown}\n${length} of ${rows} rows from row ${options.first} on; others by --first N and --count N`;
          });
          return EXIT.ok;
        }),
      ),
  );

  model.addCommand(
    withData(
      apiCommand(
        'evaluate',
        'evaluate a model on your own data, on this machine',
        'muster model evaluate iris-1a2b3c4d:5 --csv test.csv',
      ),
    )
      .argument('<model>', 'a version, or a run: its newest version')
      .action((id: string, options: DataOptions) =>
        run(options, async (output) => {
          const { evaluateWith } = await import('../local-model.ts');
          output.result(
            await evaluateWith(connect(options), id, options),
            ({ examples, accuracy, loss, classes, recall }) =>
              [
                `${examples} examples: accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)}`,
                table(
                  ['class', 'recall'],
                  classes.map((name, index) => [name, percent(recall[index] ?? null)]),
                ),
              ].join('\n'),
          );
          return EXIT.ok;
        }),
      ),
  );
  return model;
}

function withData(made: Command): Command {
  return made
    .option('--images <file>', 'IDX images (gz too)')
    .option('--labels <file>', 'IDX labels of the images (gz too)')
    .option('--csv <file>', 'CSV table with the columns that the task declares (gz too)')
    .option('--delimiter <character>', "what parts the cells of the CSV file, \\t for a tab (default: ',')")
    .option(
      '--missing <text>',
      'a text of the CSV file that means missing, beside the empty one; more of them by more --missing',
      (text: string, before: readonly string[] = []) => [...before, text],
    );
}
