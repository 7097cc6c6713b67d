/** @module A model version as a person reads it: where it came from, and how well it knows each class. */
import type { Evaluation, ModelDetail } from '@muster/api';
import { bytes, percent, table, time } from '../output.ts';

/** A wider matrix is read by a program, from --json. */
const CLASSES_SHOWN_MAX = 30;

/** `classes`: their names, in the order of the evaluations. */
export function modelText(model: ModelDetail, classes: readonly string[]): string {
  const lines = [
    `Model         ${model.id}`,
    `Task          ${model.task}`,
    `SHA-256       ${model.hash}`,
    `Parameters    ${model.parameters} (${bytes(model.bytes)})`,
    `Made          ${time(model.createdAt)} in run ${model.run}, round ${model.round}`,
    `From          ${model.parent ?? 'the initial weights of the task'}`,
    `Plan          ${model.planHash}`,
    `Contributors  ${model.contributors.join(', ') || '-'}`,
  ];
  if (model.evaluation) lines.push(...evaluationLines(model.evaluation, classes, 'of the public test set'));
  if (model.federated) {
    const { sites } = model.federated;
    const where =
      sites.length > 0
        ? `held out at ${sites.length} sites`
        : 'held out at the sites, of which none is known alone';
    lines.push(...evaluationLines(model.federated, classes, where));
    for (const { site, accuracy, loss, examples } of sites)
      lines.push(`  ${site}: accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)} on ${examples} examples`);
  }
  lines.push(
    '',
    table(
      ['tensor', 'shape'],
      model.layout.tensors.map(({ name, shape }) => [name, shape.join(' x ')]),
    ),
  );
  return lines.join('\n');
}

function evaluationLines(evaluation: Evaluation, classes: readonly string[], where: string): string[] {
  const { accuracy, loss, examples, recall, confusion } = evaluation;
  const head = `Evaluation    accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)} on ${examples} examples ${where}`;
  const isWide = confusion.length > CLASSES_SHOWN_MAX;
  const name = (code: number): string => classes[code] ?? String(code);
  const shown = isWide ? [] : confusion.map((_, code) => name(code));
  const rows = confusion.map((row, code) => [
    `  ${name(code)}`,
    percent(recall[code] ?? null),
    ...(isWide ? [] : row.map(String)),
  ]);
  const title = isWide ? '  class' : '  true class \\ predicted';
  return [head, table([title, 'recall', ...shown], rows, { keepCase: true })];
}
