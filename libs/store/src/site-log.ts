/** @module A door of its own for the site's log, which an agent opens when the first offer comes. */
export { openCheckpointLock } from './audit/checkpoint-lock.ts';
export { AuditFolder } from './audit/log-folder.ts';
export type { AuditRows } from './audit/log-rows.ts';
export { openVault, readVault, type Vault } from './audit/vault.ts';
