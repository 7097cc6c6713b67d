/** @module What a site answers to an evaluation: counts and sums of its holdout, checked against each other before they are believed. */
import { classesOf } from '@muster/data';
import { MusterError } from '@muster/errors';
import { type Body, type EvaluationReport, hex, refOf } from '@muster/protocol';
import type { SiteParts } from './parts.ts';

/** Mean loss of an example, beyond which a sum of losses is that of no model. */
const LOSS_MAX = 1e6;

/** Counts and sums of a site that was asked for them and has not answered. Throws ROUND_CLOSED, INVALID_ARGUMENT. */
export function evaluationReport(
  { runs, clock, store }: SiteParts,
  site: string,
  reported: EvaluationReport,
): Body {
  const ref = refOf(reported.ref);
  const { evaluation } = reported;
  const modelHash = hex(reported.modelHash);
  const driver = runs.driver(ref.run);
  if (!driver || !evaluation || !driver.asksForEvaluation(ref, site, modelHash))
    throw new MusterError('ROUND_CLOSED', 'no such evaluation is open');
  const { classes, confusion, examples, lossSum } = evaluation;
  const counts =
    classes === classesOf(driver.plan.body.data).length &&
    confusion.length === classes * classes &&
    confusion.every((count) => Number.isSafeInteger(count) && count >= 0);
  const total = confusion.reduce((sum, count) => sum + count, 0);
  if (!counts || total !== examples || !(lossSum >= 0 && lossSum <= LOSS_MAX * examples))
    throw new MusterError('INVALID_ARGUMENT', 'counts and sums that cannot be of any data');
  const rows = Array.from({ length: classes }, (_, row) =>
    confusion.slice(row * classes, (row + 1) * classes),
  );
  const correct = rows.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  store.evaluations.record({
    run: ref.run,
    round: ref.round,
    kind: 'federated',
    site,
    examples,
    lossSum,
    confusion: rows,
    modelHash,
  });
  driver.hear({
    type: 'evaluationReceived',
    nowMs: clock.monotonicMs(),
    site,
    ref,
    modelHash,
    examples,
    correct,
    lossSum,
  });
  return { kind: 'ok', value: {} };
}
