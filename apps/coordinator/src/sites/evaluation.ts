/** @module What a site answers to an evaluation: counts and sums of its holdout, checked against each other before they are believed. */
import { createHash } from 'node:crypto';
import { updateCommitment } from '@muster/audit';
import { classesOf } from '@muster/data';
import { MusterError } from '@muster/errors';
import { type Peer, verify } from '@muster/identity';
import {
  type Body,
  type Evaluation,
  type EvaluationReport,
  encodeMessage,
  evaluationReportFields,
  hex,
  refOf,
} from '@muster/protocol';
import type { Plan } from '@muster/task';
import type { SiteParts } from './parts.ts';

/** Mean loss of an example, beyond which a sum of losses is that of no model. */
const LOSS_MAX = 1e6;

/** Counts and sums of a site that was asked for them and has not answered. Throws ROUND_CLOSED, SIGNATURE_INVALID, AUDIT_UNLOGGED, WEIGHT_OUT_OF_RANGE, INVALID_ARGUMENT. */
export function evaluationReport(
  { runs, clock, store, registrar }: SiteParts,
  site: string,
  peer: Peer,
  reported: EvaluationReport,
): Body {
  const ref = refOf(reported.ref);
  const { evaluation, signature } = reported;
  const modelHash = hex(reported.modelHash);
  const driver = runs.driver(ref.run);
  if (!driver || !evaluation || !driver.asksForEvaluation(ref, site, modelHash))
    throw new MusterError('ROUND_CLOSED', 'no such evaluation is open');
  const hash = createHash('sha256').update(encodeMessage('Evaluation', evaluation)).digest();
  const fields = evaluationReportFields({ ref, modelHash: reported.modelHash }, hash);
  if (!peer.certificate || !verify('evaluation-report', fields, peer.certificate.signingKey, signature))
    throw new MusterError('SIGNATURE_INVALID', 'the evaluation is not signed by the site that brings it');
  const { trail } = registrar;
  const commitment = updateCommitment(hex(hash), signature);
  if (!trail.hasReleased(ref, site, commitment))
    throw new MusterError('AUDIT_UNLOGGED', `${site} has not put on record that these figures leave it`);
  const rows = checkedRows(evaluation, driver.plan);
  const { examples, lossSum } = evaluation;
  const correct = rows.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const { run, round } = ref;
  store.db.tx(() => {
    const counts = { examples, lossSum, confusion: rows };
    store.evaluations.record({ run, round, kind: 'federated', site, ...counts, modelHash });
    trail.received(ref, site, commitment);
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

/** Counts by class. No site weighs more here than in a round: otherwise a single one would decide. Throws WEIGHT_OUT_OF_RANGE, INVALID_ARGUMENT. */
function checkedRows(
  { classes, confusion, examples, lossSum }: Evaluation,
  { body: { data, rounds } }: Plan,
): readonly (readonly number[])[] {
  if (!(examples >= 1 && examples <= rounds.weightMax))
    throw new MusterError(
      'WEIGHT_OUT_OF_RANGE',
      `an evaluation on ${examples} examples, not on 1 to ${rounds.weightMax}`,
    );
  const counts =
    classes === classesOf(data).length &&
    confusion.length === classes * classes &&
    confusion.every((count) => Number.isSafeInteger(count) && count >= 0);
  // What is right is part of the total: it is never more than the examples.
  const total = confusion.reduce((sum, count) => sum + count, 0);
  if (!counts || total !== examples || !(lossSum >= 0 && lossSum <= LOSS_MAX * examples))
    throw new MusterError('INVALID_ARGUMENT', 'counts and sums that cannot be of any data');
  return Array.from({ length: classes }, (_, row) => confusion.slice(row * classes, (row + 1) * classes));
}
