/** @module The coordinator's parts without its process, for a simulator that gives them a clock, a network and a disk of its own. */
export { Alarms } from './alarms.ts';
export type { Registrar } from './enrolment.ts';
export type { Files, OpenFile } from './files.ts';
export { Fleet } from './fleet.ts';
export type { IngestJobs } from './ingest/jobs.ts';
export { type PlaceLimits, Places } from './ingest/places.ts';
export { type Ingest, OpenSum } from './ingest/thread.ts';
export { type UploadLimits, Uploads } from './ingest/uploads.ts';
export { IngestWork } from './ingest/work.ts';
export { Objects } from './objects.ts';
export { QuarantineKeeper } from './quarantine.ts';
export type { RunDriver } from './run/driver.ts';
export { Runs } from './runs.ts';
export { SiteMessages } from './site-messages.ts';
export { SiteHandlers } from './sites/handlers.ts';
export type { SiteParts } from './sites/parts.ts';
export { Watchers } from './watchers.ts';
