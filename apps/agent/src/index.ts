/** @module The site's daemon: enrolled by `enrol`, looked over by `checkSite`, briefed by `prepareAgent`; the daemon itself is `@muster/agent/daemon`. */
export { eraseAtSite, type SiteErasure } from './audit/erasure.ts';
export { type OwnLog, type Person, withOwnLog } from './audit/own-log.ts';
export { type OwnNames, readOwnNames } from './audit/own-names.ts';
export { type Briefing, prepareAgent } from './briefing.ts';
export { writeBriefing } from './briefing-file.ts';
export { type MadeRequest, makeRequest } from './certificate-request.ts';
export { checkSite } from './check.ts';
export type { CheckReport } from './check-report.ts';
export { enrol, enrolCertified } from './enrol.ts';
export type { EnrolResult } from './enrolled-files.ts';
export { AGENT_FAULT_POINTS } from './fault-point.ts';
export { type JournalReading, readJournal } from './journal.ts';
export { acceptLog, type LogView, readLogs } from './log-view.ts';
export { decidePlan, type PendingPlan, readPending } from './pending.ts';
export { type PolicySigned, signPolicy } from './policy-signing.ts';
export { expiryInWords, type PolicyView, viewPolicy } from './policy-view.ts';
export { type RoundEntry, readRounds } from './rounds.ts';
export { readStatus, type SiteStatus } from './status.ts';
