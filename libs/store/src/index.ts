/** @module Rows in SQLite, bytes in content-addressed files: what a coordinator and an agent keep. */
export { type CheckpointLock, checkpointLockOf, openCheckpointLock } from './audit/checkpoint-lock.ts';
export { AuditFolder } from './audit/log-folder.ts';
export { AuditRows } from './audit/log-rows.ts';
export {
  agreeToLog,
  type LogConsent,
  type LogStanding,
  LogTrust,
  readLogStanding,
  type SeenFork,
} from './audit/log-trust.ts';
export type { AuditParties } from './audit/parties.ts';
export { openVault, readVault, type Vault, vaultOf } from './audit/vault.ts';
export { openWitnessStore, type WitnessStore } from './audit/witness-store.ts';
export { Witnessed } from './audit/witnessed.ts';
export type { BlobEntry, BlobReader, BlobRef, BlobSource, Blobs, BlobWriter } from './blobs.ts';
export { type Copied, copyCoordinatorStore } from './coordinator/backup.ts';
export type { SiteCertificate } from './coordinator/certificates.ts';
export { type CheckFinding, type CheckResult, checkCoordinatorStore } from './coordinator/check.ts';
export type { Evaluation } from './coordinator/evaluations.ts';
export type { NewEvent, StoredEvent } from './coordinator/events.ts';
export type { Invitation } from './coordinator/invitations.ts';
export { readStoredManifests } from './coordinator/manifests.ts';
export type { Member, MemberResult, Outcome, RoundRef } from './coordinator/members.ts';
export type { ModelVersion } from './coordinator/models.ts';
export type { Operator } from './coordinator/operators.ts';
export type { OptimizerState } from './coordinator/optimizer-state.ts';
export type { Quarantined } from './coordinator/quarantine.ts';
export { Sweeper } from './coordinator/references.ts';
export type { Round, RoundCommit, RoundEnd, RoundOpening } from './coordinator/rounds.ts';
export type { NewRun, Run, RunProgress } from './coordinator/runs.ts';
export { coordinatorMigrations } from './coordinator/schema.ts';
export type { Seal } from './coordinator/seals.ts';
export type { SitePolicy } from './coordinator/site-policies.ts';
export type { Site } from './coordinator/site-row.ts';
export type { Sighting } from './coordinator/sites.ts';
export { type CoordinatorStore, coordinatorStoreOf, openCoordinatorStore } from './coordinator/store.ts';
export type { StoredSumRecord } from './coordinator/sum-records.ts';
export type { StoredUpload, StoredUploads, UpdateCodec } from './coordinator/uploads.ts';
export type { Db, Row, SqlValue } from './db.ts';
export { lockDirectory } from './directory-lock.ts';
export { migrate } from './migrate.ts';
export type { Figures } from './row.ts';
export {
  Approvals,
  type AskedPlan,
  decideAskedPlan,
  type PlanDecision,
  readAskedPlans,
} from './site/approvals.ts';
export type { Journal, JournalEntry } from './site/journal.ts';
export type { JournalHead } from './site/journal-head.ts';
export type { JournalLine } from './site/journal-line.ts';
export { readSiteJournal, type SiteJournal } from './site/journal-reader.ts';
export { MaskedParts } from './site/masked-parts.ts';
export { type OpenedRows, openOwnRows } from './site/own-log.ts';
export { siteMigrations } from './site/schema.ts';
export { openSiteStore, type SiteStore } from './site/store.ts';
export { type KeptUpdate, type SettledStatus, type Work, WorkLedger, type WorkRef } from './site/work.ts';
export { readUnsettled, readWork, type WorkRecord } from './site/work-reader.ts';
export { memorySqlite } from './sqlite.ts';
export { fileFault, systemCode } from './storage-fault.ts';
