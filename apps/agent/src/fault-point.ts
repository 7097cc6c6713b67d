/**
 * @module Points of a round at which the fault harness has this process killed or stopped (docs/faults.md). Each does nothing unless the
 * environment names it: MUSTER_FAULT=NAME[:NTH[:SIGNAL]], at the first time and by SIGKILL when nothing else is said.
 */

export const AGENT_FAULT_POINTS = [
  /** The row of accepted work is written; the coordinator has no answer. */
  'offer-accepted',
  'model-fetched',
  /** The update is a file of the training process. */
  'update-made',
  'update-sealed',
  /** ... and a blob, which no row names. */
  'update-adopted',
  /** ... and on record, before a word about it leaves. */
  'update-kept',
  'update-announced',
  /** A chunk is read to be sent. */
  'chunk-read',
  /** The coordinator has it; nothing says so here. */
  'update-brought',
  /** The coordinator's word on the end has come; it is on record with its receipt; what is not needed any more is gone. */
  'outcome-heard',
  'outcome-settled',
  'updates-swept',
] as const;

/** Of a round of secure aggregation, beside those of any round. */
export const MASKED_PART_FAULT_POINTS = [
  /** What a step has decided is on disk; nobody has heard of it. */
  'masked-part-saved',
  /** Keys, shares, a signature or what unmasks others: the coordinator has it. */
  'secure-word-said',
  /** Words under masks are a file, which no row names. */
  'update-masked',
] as const;

export type FaultPoint = (typeof AGENT_FAULT_POINTS | typeof MASKED_PART_FAULT_POINTS)[number];

const [armed, nth = '1', signal = 'SIGKILL'] = (process.env.MUSTER_FAULT ?? '').split(':');
let reached = 0;

/** On a signal that stops or kills, nothing after this line is done before it. */
export function faultPoint(point: FaultPoint): void {
  if (point !== armed) return;
  reached += 1;
  if (reached === Number(nth)) process.kill(process.pid, signal);
}
