/** @module The first look at a log: who has signed its checkpoint, whether enough witnesses have, and how long ago. */
import { type AssessedCheckpoint, assessCheckpoint, type LogPolicy, NO_QUORUM } from '../log-policy.ts';
import { parseNote } from '../signed-note.ts';
import { sameKey } from '../verifier-key.ts';
import type { Finding } from './finding.ts';

/** Clocks of witnesses and ours may differ by so much. */
export const SKEW_S = 120;

export interface CheckedCheckpoint extends AssessedCheckpoint {
  readonly note: Uint8Array;
  /** Seconds since a quorum has seen it; null where the policy asks for none, or there is none. */
  readonly ageS: number | null;
  readonly findings: readonly Finding[];
}

export interface CheckpointTerms {
  readonly policy: LogPolicy;
  /** POSIX seconds. */
  readonly nowS: number;
  /** An older quorum is a finding; null where the age is only told. */
  readonly maxAgeS: number | null;
}

/**
 * The checkpoint under the policy. Throws AUDIT_NOTE_INVALID, SIGNATURE_INVALID and AUDIT_NOTE_UNTRUSTED like `assessCheckpoint`; a quorum that is
 * not there or old, and a signature line that only half belongs to a key of the policy, are findings.
 */
export function checkCheckpoint(
  note: Uint8Array,
  { policy, nowS, maxAgeS }: CheckpointTerms,
): CheckedCheckpoint {
  const assessed = assessCheckpoint(note, policy);
  const { checkpoint, cosigners, hasQuorum, quorumTimeS } = assessed;
  const log = checkpoint.origin;
  const ageS = quorumTimeS === null ? null : nowS - quorumTimeS;
  const findings: Finding[] = strangeLines(note, policy).map((message) => ({ kind: 'quorum', log, message }));
  if (!hasQuorum) {
    const names = cosigners.map(({ name }) => name).join(', ') || 'nobody';
    findings.push({
      kind: 'quorum',
      log,
      message: `${cosigners.length} of ${policy.witnesses.length} witnesses have cosigned (${names}): too few for ${policy.quorum}`,
    });
  }
  if (ageS !== null && maxAgeS !== null && ageS > maxAgeS)
    findings.push({
      kind: 'stale',
      log,
      message: `a quorum has last seen the log ${ageS} s ago, and ${maxAgeS} s are allowed`,
    });
  if (ageS !== null && ageS < -SKEW_S)
    findings.push({
      kind: 'warning',
      log,
      message: `the witnesses' clocks are ${-ageS} s ahead of this one`,
    });
  if (policy.quorum === NO_QUORUM)
    findings.push({
      kind: 'warning',
      log,
      message: 'the policy asks for no witness: that nobody was shown another history is not known',
    });
  return { ...assessed, note, ageS, findings };
}

/**
 * A reader of notes passes over signatures of unknown keys. One that has the name of a known key but not its id, or the id and not the name,
 * is no stranger's: it was altered, or the policy is older than the key.
 */
function strangeLines(note: Uint8Array, policy: LogPolicy): readonly string[] {
  const keys = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  return parseNote(note).signatures.flatMap((line) => {
    if (keys.some((key) => sameKey(key, line))) return [];
    const half = keys.find(
      (key) => key.id === line.id || (key.name === line.name && isOfLength(line.bytes.length, key.type)),
    );
    return half
      ? [
          `a signature by "${line.name}" with key ${line.id} is nearly, and not, that of ${half.name} with ${half.id}: altered, or by a key that the policy lacks`,
        ]
      : [];
  });
}

function isOfLength(length: number, type: string): boolean {
  switch (type) {
    case 'ed25519':
      return length === 64;
    case 'cosignature/v1':
      return length === 8 + 64;
    default:
      return length > 8 + 64;
  }
}
