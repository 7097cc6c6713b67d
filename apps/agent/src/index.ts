/** @module The site's daemon: enrolled by `enrol`, looked over by `checkSite`, run by `startAgent`. */
export { startAgent } from './agent.ts';
export { type CheckReport, checkSite } from './check.ts';
export { enrol } from './enrol.ts';
export { type JournalEntry, readJournal } from './journal.ts';
