/** @module Transparency log: Merkle tree, tiles, signed checkpoints, cosignatures, proofs, policies. Files and sockets are the caller's. */

export {
  EMPTY_ROOT,
  HASH_BYTES,
  type InclusionClaim,
  leafHash,
  leafHashes,
  nodeHash,
  rootOfHashes,
  type ShownFork,
  shownFork,
  type TreeHead,
  verifyConsistency,
  verifyInclusion,
} from '@muster/merkle';
export {
  ADD_CHECKPOINT_BYTES_MAX,
  type AddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
  readWitnessAnswer,
  SIZE_CONTENT_TYPE,
  type WitnessAnswer,
  type WitnessReply,
} from './add-checkpoint.ts';
export { decodeBundle, ENTRY_BYTES_MAX, encodeBundle } from './bundle.ts';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
export { Cohort, type CohortPlace, verifyPlace } from './cohort.ts';
export { commitmentTo, opensCommitment, SALT_BYTES, updateCommitment } from './commitment.ts';
export {
  type DisclosedPart,
  type Disclosure,
  formatDisclosure,
  parseDisclosure,
  type VerifiedDisclosure,
  verifyDisclosure,
} from './disclosure.ts';
export {
  dataSchemas,
  type EventData,
  type EventName,
  type HiddenClass,
  type HiddenParts,
} from './event/catalogue.ts';
export { type AuditEvent, type EventDraft, isSignedBy, nameOf, readEvent } from './event/event.ts';
export type { Secret, SecretKeeper } from './event/hidden.ts';
export { signRotation } from './event/key-rotation.ts';
export type { Producer } from './event/producer.ts';
export { bucketOf, NOTE_BYTES_MAX } from './event/words.ts';
export { AuditLog, type Recorded } from './log/audit-log.ts';
export type { WitnessTrouble } from './log/cosigners.ts';
export {
  ERASURE_BASES,
  type ErasableVault,
  type Erased,
  Eraser,
  type ErasureBasis,
  type ErasureOrder,
  type ErasureTarget,
  erasedBy,
} from './log/erasure.ts';
export { EventQueue } from './log/event-queue.ts';
export type { CheckpointLock, LockedCheckpoint, LogFolder, Witness } from './log/parts.ts';
export { type Published, Publisher } from './log/publisher.ts';
export { filesBetween, type LogFile, unfinishedBundleStart } from './log-files.ts';
export {
  type AssessedCheckpoint,
  assessCheckpoint,
  type Cosigner,
  isQuorum,
  type LogPolicy,
  NO_QUORUM,
  openUnderPolicy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
  quorumPolicy,
} from './log-policy.ts';
export { formatLogPolicy, parseLogPolicy } from './log-policy-text.ts';
export {
  formatLogProof,
  type LogProof,
  parseLogProof,
  type VerifiedLogProof,
  verifyLogProof,
} from './log-proof.ts';
export type { NoteSignature, VerifiedSignature } from './note-signature.ts';
export {
  datasetPseudonym,
  logKeyOf,
  originOf,
  outSourceOf,
  type Party,
  PartyKeys,
  type PartyPublicKeys,
  personPseudonym,
  producerKeyOf,
  pseudonymOf,
  publicKeysOf,
  sourceOf,
  witnessKeyOf,
} from './party.ts';
export { actorOf, type PersonVault } from './person.ts';
export { basisInWords, policyBasis } from './policy-basis.ts';
export { type Quorum, quorumOf } from './quorum.ts';
export {
  endsOf,
  isWithinMonth,
  monthsBefore,
  RETENTION_DEFAULTS,
  RETENTION_LOOK_MS,
  type RetentionTerms,
} from './retention.ts';
export {
  appendLeaves,
  EMPTY_EDGE,
  type FilledTile,
  headOf,
  type RightEdge,
  readEdge,
  rightEdge,
} from './right-edge.ts';
export { SEED_BYTES } from './signature-scheme.ts';
export {
  cosign,
  type OpenedCheckpoint,
  openCheckpoint,
  shortened,
  signCheckpoint,
  withCosignatures,
} from './signed-checkpoint.ts';
export { formatNote, type OpenedNote, openNote, parseNote, type SignedNote } from './signed-note.ts';
export { formatSigningKey, makeSigningKey, parseSigningKey, type SigningKey } from './signing-key.ts';
export {
  parseTilePath,
  partialTiles,
  TILE_WIDTH,
  type Tile,
  tileAt,
  tilePath,
  tilesBetween,
} from './tile.ts';
export { type ReadTile, TreeReader } from './tree-reader.ts';
export {
  formatVerifierKey,
  parseVerifierKey,
  type SignatureType,
  supportsType,
  type VerifierKey,
} from './verifier-key.ts';
export { checkContinuity } from './verify/continuity.ts';
export type { Finding, FindingKind } from './verify/finding.ts';
export {
  type Fork,
  type ForkEvidence,
  formatForkEvidence,
  verifyForkEvidence,
} from './verify/fork-evidence.ts';
export { entriesOf, type LogSource, readBundle, readCheckpoint, readTile } from './verify/log-source.ts';
export { formatTrustedState, parseTrustedState, type TrustedState } from './verify/trusted-state.ts';
export {
  type ErasedCommitment,
  type SecretSource,
  VaultCheck,
  type VaultReport,
} from './verify/vault-check.ts';
export { proveEntry, type VerifiedEntry, verifiedEntries } from './verify/verified-entries.ts';
export { type LogReport, type VerifyReport, type VerifyRequest, verifyLog } from './verify/verify-log.ts';
export {
  cosignedAnswer,
  decideAddCheckpoint,
  refusalAnswer,
  type WitnessDecision,
  type WitnessedLog,
  type WitnessRefusal,
} from './witness.ts';
