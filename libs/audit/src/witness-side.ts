/**
 * @module A door of its own for whoever checks and cosigns: it knows checkpoints, proofs and policies, and has no use for the catalogue of
 * events, so that a daemon that waits for work stays small.
 */

export type { ShownFork, TreeHead } from '@muster/merkle';
export { EMPTY_ROOT, sameHash, shownFork, verifyConsistency } from '@muster/merkle';
export { objectionAnswer, parseAddCheckpoint } from './add-checkpoint.ts';
export type { LogPolicy } from './log-policy.ts';
export { openUnderPolicy } from './log-policy.ts';
export { parseLogPolicy } from './log-policy-text.ts';
export {
  claimedPlace,
  type LoggedOffer,
  type ModelClaim,
  type OfferClaim,
  type ProvenOffer,
  verifyModel,
  verifyOffer,
} from './offered.ts';
export { PartyKeys, pseudonymOf, publicKeysOf } from './party.ts';
export { basisInWords, policyBasis } from './policy-basis.ts';
export { quorumOf } from './quorum.ts';
export { cosign, openCheckpoint } from './signed-checkpoint.ts';
export { formatVerifierKey } from './verifier-key.ts';
export { cosignedAnswer, decideAddCheckpoint, refusalAnswer } from './witness.ts';
