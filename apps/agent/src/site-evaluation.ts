/** @module Evaluation at this site: a model is tried on the holdout, and counts and sums of it leave. */
import { createHash } from 'node:crypto';
import { asMusterError } from '@muster/errors';
import { type Identity, sign } from '@muster/identity';
import type { LearningChild } from '@muster/learning/learning-child';
import { encodeMessage, evaluationReportFields, hex } from '@muster/protocol';
import type { SiteAudit } from './audit/site-audit.ts';
import type { SiteTrail } from './audit/site-trail.ts';
import { fetchModel, type Patience } from './fetch.ts';
import type { SiteFolder } from './folder.ts';
import type { EgressGate } from './gate.ts';
import { causeOf, type Job } from './job.ts';
import type { Logger } from './logger.ts';
import type { Assignment, OfferJudge } from './offer-judge.ts';
import type { RoundNotices } from './round-notices.ts';

interface EvaluationParts extends Patience {
  readonly folder: SiteFolder;
  readonly gate: EgressGate;
  readonly child: Pick<LearningChild, 'run'>;
  readonly judge: OfferJudge;
  readonly notices: RoundNotices;
  readonly trail: Pick<SiteTrail, 'accessed' | 'released' | 'deliver'>;
  readonly identity: Identity;
  readonly audit: Pick<SiteAudit, 'assertOpen'>;
  readonly log: Logger;
}

/** `modelHash` in hex. Ends with the report sent or, unless the job is over, the coordinator told why there is none. */
export async function evaluateHere(
  parts: EvaluationParts,
  { ref, signal }: Job,
  { plan, request }: Assignment,
  modelHash: string,
): Promise<void> {
  const { gate, child, folder, judge, notices, trail, audit, identity, log } = parts;
  try {
    const modelFile = await fetchModel(gate, folder.models, modelHash, signal, parts);
    trail.accessed(ref, plan, 'evaluation');
    const { examples, lossSum, confusion } = await child.run(
      'evaluate',
      { ...judge.dataFor(plan), modelFile, rows: 'holdout', seed: plan.body.training.seed },
      {
        signal,
        onSiteOnly: (text) => log.warn({ run: ref.run, text }, 'evaluation failed on the data of this site'),
      },
    );
    const evaluation = { examples, lossSum, confusion: confusion.flat(), classes: confusion.length };
    const of = { ref, modelHash: Buffer.from(modelHash, 'hex') };
    const bytes = encodeMessage('Evaluation', evaluation);
    const hash = createHash('sha256').update(bytes).digest();
    const signature = sign('evaluation-report', evaluationReportFields(of, hash), identity.signing);
    const leaving = { hash: hex(hash), signature, sizeBytes: bytes.length, figures: { examples } };
    trail.released(ref, { kind: 'evaluation', codec: 'f32', ...leaving });
    await trail.deliver();
    await audit.assertOpen();
    const value = { ...of, evaluation, signature };
    await gate.request({ body: { kind: 'evaluationReport', value }, request, plan: plan.hash });
  } catch (thrown) {
    if (signal.aborted) return;
    const error = asMusterError(thrown);
    log.warn(
      { run: ref.run, round: ref.round, code: error.code, ...causeOf(error) },
      `evaluation: ${error.message}`,
    );
    await notices.failure(ref, error.code);
  }
}
