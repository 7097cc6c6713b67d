/** @module Asking sites: an offer goes out, and its answer, or what its silence means, is heard as an input of the machine. */
import { asMusterError, type ErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { RunInput } from '@muster/rounds';
import type { OfferReply } from '../site-messages.ts';

export interface Asked {
  readonly site: string;
  readonly ref: RoundRef;
  /** Of the coordinator's monotonic clock, when the answer is there. */
  now(): number;
}

/** To an offer of a round. No answer is no refusal: the machine gives up on the site when its time is over, or offers again. */
export async function answerToOffer(
  { site, ref, now }: Asked,
  offered: Promise<OfferReply>,
): Promise<RunInput | undefined> {
  const refused = (code: ErrorCode, reason: string): RunInput => ({
    type: 'offerRefused',
    nowMs: now(),
    site,
    ref,
    code,
    reason,
  });
  try {
    const { accepted, code, reason } = await offered;
    return accepted ? { type: 'offerAccepted', nowMs: now(), site, ref } : refused(code, reason);
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return code === 'TIMEOUT' || code === 'UNAVAILABLE' ? undefined : refused(code, message);
  }
}

/** To an offer of an evaluation: who does not take it is not waited for, unless its connection broke. */
export async function answerToEvaluation(
  { site, ref, now }: Asked,
  offered: Promise<OfferReply>,
): Promise<RunInput | undefined> {
  const failed = (code: ErrorCode, reason: string): RunInput => ({
    type: 'evaluationFailed',
    nowMs: now(),
    site,
    ref,
    code,
    reason,
  });
  try {
    const { accepted, code, reason } = await offered;
    return accepted ? undefined : failed(code, reason);
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return code === 'UNAVAILABLE' ? undefined : failed(code, message);
  }
}
