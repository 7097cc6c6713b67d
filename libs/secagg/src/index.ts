/** @module Secure aggregation: the sum of a cohort's updates, and nothing of any one of them (secure-aggregation.md). */
export type { AbortCode } from './client/abort-code.ts';
export { clientWakeMs, IDLE, stepClient } from './client/client.ts';
export type {
  AttemptRecord,
  ClientContext,
  ClientEffect,
  ClientInput,
  ClientMessage,
  ClientState,
  ClientStep,
  SecureFloor,
} from './client/client-state.ts';
export { ENTROPY_BYTES } from './client/idle.ts';
export { cohortTooNear } from './cohort-policy.ts';
export { type Encoding, encodingFor } from './encoding.ts';
export { applyMasks, type Mask, wipeMasks } from './mask.ts';
export { MaskedVector, MemberFold } from './masked-vector.ts';
export type { Profile } from './neighbourhood.ts';
export { makeOffer, readTerms } from './offer.ts';
export {
  adversaryOf,
  classCountOf,
  encodingOf,
  isEvaluatedIn,
  type PlanOfSums,
  taskIdOf,
} from './plan-terms.ts';
export {
  evaluationMetrics,
  noEvaluation,
  type PooledEvaluation,
  pooledFrom,
} from './pooled-evaluation.ts';
export { encodeClient, encodeServer, readClient, readServer } from './saved-state.ts';
export { GROUP_SITES_MAX } from './server/groups.ts';
export { type PreparedCohort, preparedOf } from './server/prepared.ts';
export { recordOfRound } from './server/record.ts';
export { openRound, resumeServer, serverWakeMs, stepServer } from './server/server.ts';
export type { ServerEffect, ServerMessage, ServerStep } from './server/server-effect.ts';
export type { ServerInput } from './server/server-input.ts';
export type { GroupRecord, SecureRecord, ServerContext, ServerState } from './server/server-state.ts';
export type { SiteDirectory, SiteStanding } from './site-directory.ts';
export { figuresOf, type SumFigures, valuesOf } from './sum-reader.ts';
export type { Tail } from './tail.ts';
export { type CohortTerms, type EncodingTerms, type RoundTerms, roundIdOf } from './terms.ts';
export { type Contribution, type Encoded, encodeUpdate } from './update-encoder.ts';
