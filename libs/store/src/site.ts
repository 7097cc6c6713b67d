/** @module A door of its own for what an agent keeps: its daemon is to stay small and has no use for the coordinator's side. */
export type { LogConsent, LogTrust, SeenFork } from './audit/log-trust.ts';
export type { Witnessed } from './audit/witnessed.ts';
export type { Approvals, AskedPlan } from './site/approvals.ts';
export type { Journal } from './site/journal.ts';
export type { MaskedParts } from './site/masked-parts.ts';
export { openSiteStore, type SiteStore } from './site/store.ts';
export type { KeptUpdate, Receipt, SettledStatus, WorkRef } from './site/work.ts';
export { fileFault } from './storage-fault.ts';
