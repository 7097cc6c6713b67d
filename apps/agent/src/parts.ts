/** @module The agent's parts without its process, for a simulator that gives them a clock, a network and a disk of its own. */
// An agent loads these when it first needs them. That takes time of the machine, of which a virtual clock knows nothing.
import './audit/federation-head.ts';
import './audit/logged-offer.ts';
import './audit/site-log.ts';
import './secure/agreed-terms.ts';
import './secure/masked-part.ts';

export { LogMirror } from './audit/mirror.ts';
export { SiteAudit } from './audit/site-audit.ts';
export { SiteTrail } from './audit/site-trail.ts';
export { siteFolder } from './folder.ts';
export { EgressGate } from './gate.ts';
export { parseKeptReport } from './kept-report.ts';
export { ManifestPin } from './manifest-pin.ts';
export { PlanApprovals } from './plan-approvals.ts';
export { RoundWorker } from './round-worker.ts';
export type { SealFile } from './sealed-file.ts';
export type { MaskFile } from './secure/masked-file.ts';
export { type SiteConfig, siteConfigSchema } from './site-config.ts';
export { connectSite } from './site-connection.ts';
export { SiteWitness } from './witness.ts';
export type { WorkerParts } from './worker-parts.ts';
