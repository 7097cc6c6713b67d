/** @module Rows in SQLite, bytes in content-addressed files: what a coordinator and an agent keep. */
export type { BlobReader, BlobRef, BlobSource, Blobs, BlobWriter } from './blobs.ts';
export type { Evaluation } from './coordinator/evaluations.ts';
export type { NewEvent, StoredEvent } from './coordinator/events.ts';
export type { Invitation } from './coordinator/invitations.ts';
export type { Member, MemberResult, Outcome, RoundRef } from './coordinator/members.ts';
export type { ModelVersion } from './coordinator/models.ts';
export type { Operator } from './coordinator/operators.ts';
export type { OptimizerState } from './coordinator/optimizer-state.ts';
export type { Round, RoundCommit, RoundEnd, RoundOpening } from './coordinator/rounds.ts';
export type { NewRun, Run, RunProgress } from './coordinator/runs.ts';
export type { Enrolment, Sighting, Site } from './coordinator/sites.ts';
export { type CoordinatorStore, openCoordinatorStore } from './coordinator/store.ts';
export type { Figures } from './row.ts';
export type { Journal, JournalEntry, JournalHead } from './site/journal.ts';
export type { JournalLine } from './site/journal-line.ts';
export { readJournalFile } from './site/journal-reader.ts';
export { openSiteStore, type SiteStore } from './site/store.ts';
export type { KeptUpdate, SettledStatus, Work, WorkRef } from './site/work.ts';
