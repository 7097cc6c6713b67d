/**
 * @module Points of a round at which the fault harness has this process killed or stopped (docs/faults.md). Each does nothing unless the
 * environment names it: MUSTER_FAULT=NAME[:NTH[:SIGNAL]], at the first time and by SIGKILL when nothing else is said.
 */

export const COORDINATOR_FAULT_POINTS = [
  /** The rows that open a round are written: not committed, committed, not yet offered. */
  'open-uncommitted',
  'open-committed',
  /** An update has its row and no file yet. */
  'upload-row',
  /** A chunk of an update is in its file. */
  'upload-appended',
  /** Every byte is here, verified and admitted; nothing says so. */
  'upload-whole',
  'received-uncommitted',
  'received-committed',
  /** The sum of a seal is a file of the spool. */
  'seal-saved',
  /** ... and a blob, which no row names. */
  'seal-adopted',
  'seal-uncommitted',
  'seal-committed',
  /** A site is about to be told how its part ended; the word is on its way. */
  'outcome-untold',
  'outcome-told',
  /** The round takes no update any more, and asks for the sum. */
  'close-uncommitted',
  'close-committed',
  /** The sum is complete, in memory. */
  'sum-made',
  /** Model and optimizer are written to their temporary files. */
  'model-written',
  'optimizer-stored',
  'model-stored',
  'evaluation-recorded',
  'commit-uncommitted',
  'commit-committed',
  /** What the round does not need any more is gone. */
  'round-emptied',
] as const;

/** Of a round of secure aggregation, beside those of any round. */
export const MASKED_FAULT_POINTS = [
  /** What is decided is kept, and nobody was told. */
  'masked-round-saved',
] as const;

/** Of an update that was refused, and of its release: an undisturbed round passes none of them. */
export const QUARANTINE_FAULT_POINTS = [
  /** Its file has its new name, which no row names. */
  'quarantine-moved',
  'quarantine-recorded',
  /** Its bytes are in the spool again, and it is held all the same. */
  'release-copied',
  /** Its round has it, and nobody has decided about it. */
  'release-received',
  /** It is released, and its file is still there. */
  'release-decided',
] as const;

export type FaultPoint = (
  | typeof COORDINATOR_FAULT_POINTS
  | typeof MASKED_FAULT_POINTS
  | typeof QUARANTINE_FAULT_POINTS
)[number];

const [armed, nth = '1', signal = 'SIGKILL'] = (process.env.MUSTER_FAULT ?? '').split(':');
let reached = 0;

/** On a signal that stops or kills, nothing after this line is done before it. */
export function faultPoint(point: FaultPoint): void {
  if (point !== armed) return;
  reached += 1;
  if (reached === Number(nth)) process.kill(process.pid, signal);
}
