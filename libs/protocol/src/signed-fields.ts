/** @module What a signature covers, message by message: both sides take the fields from here, in this order. */
import type {
  EvaluationOffer,
  EvaluationReport,
  Offer,
  Outcome,
  Report,
  RoundRef,
} from './generated/types.ts';

type Fields = readonly (Uint8Array | string | number)[];

const refFields = (ref: RoundRef): Fields => [ref.run, ref.round, ref.attempt];

/** Label "offer", by the coordinator. */
export function offerFields(offer: Omit<Offer, 'signature' | 'logged' | 'secure'>): Fields {
  const { ref, planHash, modelHash, layoutHash, codec, deadlineMs, cohortSize, quorum } = offer;
  return [...refFields(ref), planHash, modelHash, layoutHash, codec, deadlineMs, cohortSize, quorum];
}

/** Label "update", by the site. Figures are not signed: they are what a site says, and count for nothing. */
export function updateFields(report: Omit<Report, 'signature' | 'figures' | 'engine' | 'masked'>): Fields {
  const { ref, planHash, modelHash, layoutHash, updateHash, size, weight, codec } = report;
  return [...refFields(ref), planHash, modelHash, layoutHash, updateHash, size, weight, codec];
}

/** Label "outcome", by the coordinator. */
export function outcomeFields(outcome: Omit<Outcome, 'signature'>): Fields {
  const { ref, code, updateHash, modelHash } = outcome;
  return [...refFields(ref), outcome.outcome, code, updateHash, modelHash];
}

/** Label "evaluation", by the coordinator. */
export function evaluationFields(offer: Omit<EvaluationOffer, 'signature' | 'logged'>): Fields {
  const { ref, planHash, modelHash, layoutHash, deadlineMs } = offer;
  return [...refFields(ref), planHash, modelHash, layoutHash, deadlineMs];
}

/** Label "evaluation-report", by the site. `evaluationHash`: SHA-256 of the evaluation as it is encoded. */
export function evaluationReportFields(
  { ref, modelHash }: Pick<EvaluationReport, 'ref' | 'modelHash'>,
  evaluationHash: Uint8Array,
): Fields {
  return [...refFields(ref), modelHash, evaluationHash];
}
