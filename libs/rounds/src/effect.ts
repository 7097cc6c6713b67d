/** @module What a round asks its shell to do. Data only; each may be asked again after a restart and must bear it. */
import type { ErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { Outcome, SiteOutcome } from './outcome.ts';
import type { Metrics } from './settings.ts';

/** One update of the aggregate. */
export interface Member {
  readonly site: string;
  readonly updateHash: string;
  readonly weight: number;
}

/** What the public test set said of the new model, or why it said nothing; null when the task names no test set. */
export type CentralEvaluation =
  | { readonly ok: true; readonly metrics: Metrics }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string }
  | null;

/** The record of a finished attempt. */
export interface RoundRecord {
  readonly ref: RoundRef;
  readonly result: 'committed' | 'abandoned';
  readonly code: ErrorCode | '';
  readonly reason: string;
  /** The new model; empty when abandoned. */
  readonly modelHash: string;
  readonly evaluation: CentralEvaluation;
  readonly openedAtMs: number;
  readonly endedAtMs: number;
  /** One per selected site, sorted by name. */
  readonly outcomes: readonly SiteOutcome[];
}

export type RoundEffect =
  /** Offer the round, or offer it again after a reconnection: an agent that works on it already just says so. */
  | {
      readonly type: 'sendOffer';
      readonly ref: RoundRef;
      readonly site: string;
      readonly modelHash: string;
      readonly deadlineInMs: number;
      readonly cohortSize: number;
      readonly quorum: number;
    }
  /** Let the update come: grant credits, from the last acknowledged chunk on if some of it is here. */
  | {
      readonly type: 'receiveUpdate';
      readonly ref: RoundRef;
      readonly site: string;
      readonly updateHash: string;
      readonly weight: number;
    }
  /** Tell the site that its update is whole and admitted; it may be folded from now on. */
  | {
      readonly type: 'confirmReceived';
      readonly ref: RoundRef;
      readonly site: string;
      readonly updateHash: string;
    }
  /** Answer an announcement or an upload with a code. The recorded outcome does not change. */
  | {
      readonly type: 'refuseUpdate';
      readonly ref: RoundRef;
      readonly site: string;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  /** An update confirmed before must leave the sum (its site was revoked): subtract it, or fold the others anew. */
  | {
      readonly type: 'discardUpdate';
      readonly ref: RoundRef;
      readonly site: string;
      readonly updateHash: string;
    }
  /** Make the sum of exactly these durable: who is received, and who was sealed before. Answer: `sealWritten` or `sealFailed`. */
  | { readonly type: 'writeSeal'; readonly ref: RoundRef; readonly members: readonly Member[] }
  /** One transaction: the sum written is adopted, and `added` are recorded as counted. Their own bytes may go after it. */
  | {
      readonly type: 'recordSeal';
      readonly ref: RoundRef;
      readonly members: readonly Member[];
      readonly added: readonly Member[];
    }
  /** Record and tell the end of the round for one site; whatever is open for it (offer, upload) ends. */
  | {
      readonly type: 'publishOutcome';
      readonly ref: RoundRef;
      readonly site: string;
      readonly outcome: Outcome;
      readonly modelHash: string;
    }
  /** Tell a site again what is on record already. */
  | {
      readonly type: 'repeatOutcome';
      readonly ref: RoundRef;
      readonly site: string;
      readonly outcome: Outcome;
      readonly modelHash: string;
    }
  /**
   * The attempt asked about is over: read what is on record for the site and answer with `answerFromRecord`. The site came with an
   * update, or with the acceptance of an offer.
   */
  | {
      readonly type: 'lookUpOutcome';
      readonly ref: RoundRef;
      readonly site: string;
      readonly about: 'update' | 'offer';
    }
  /** Let these sites share their seeds. Answer: `masksPrepared` or `workFailed`. */
  | { readonly type: 'prepareMasks'; readonly ref: RoundRef; readonly sites: readonly string[] }
  /** Take the masks off the sum of exactly these, and make it durable. Answer: `sealWritten` or `workFailed`. */
  | { readonly type: 'unmaskSum'; readonly ref: RoundRef; readonly members: readonly Member[] }
  /** Membership is frozen: exactly these updates make the sum. Answer: `aggregated` or `workFailed`. */
  | { readonly type: 'requestAggregation'; readonly ref: RoundRef; readonly members: readonly Member[] }
  /** Strategy step on the sum. Answer: `applied` or `workFailed`. */
  | {
      readonly type: 'applyAggregate';
      readonly ref: RoundRef;
      readonly baseModelHash: string;
      readonly members: readonly Member[];
    }
  /** Evaluate on the public test set. Answer: `evaluated` or `evaluationUnavailable`. */
  | { readonly type: 'evaluateModel'; readonly ref: RoundRef; readonly modelHash: string }
  /** One transaction: the new model version, its members, and the state after `committed`. Answer: `committed` or `workFailed`. */
  | {
      readonly type: 'commitRound';
      readonly ref: RoundRef;
      readonly modelHash: string;
      readonly members: readonly Member[];
      readonly evaluation: CentralEvaluation;
    }
  | { readonly type: 'recordRound'; readonly record: RoundRecord };
