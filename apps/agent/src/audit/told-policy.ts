/** @module What a site asks of the trust policy that its coordinator tells it: that no two histories of the log can both be cosigned under it. */
import { type LogPolicy, openCheckpoint, quorumOf } from '@muster/audit/witness';
import { MusterError } from '@muster/errors';

type VerifierKey = LogPolicy['logs'][number]['key'];

/** So many sites witness a log; in larger federations not every site does. */
const WITNESSES_ALL = 32;

/**
 * Throws AUDIT_POLICY_INVALID unless the policy is of one log and asks for more than half of its witnesses, this site among them where all
 * are; AUDIT_FORK when the log's key is not the one that signed what was cosigned. `noteOf` gives the checkpoint that was cosigned last.
 */
export function assertOneHistory(
  { logs, witnesses, groups, quorum }: LogPolicy,
  pseudonym: string,
  noteOf: (origin: string) => Uint8Array | undefined,
): void {
  const log = logs.find(({ key }) => key.type === 'ed25519');
  if (!log || logs.some(({ key }) => key !== log.key && !isSecondOf(key, log.key)))
    throw invalid('it names no log, or more than one');
  const group = groups.find(({ name }) => name === quorum);
  const members = new Set(group?.members);
  const isOfAll = witnesses.length > 0 && witnesses.every(({ name }) => members.has(name));
  if (!group || !isOfAll || members.size !== witnesses.length)
    throw invalid('its quorum is not one of all its witnesses');
  if (group.threshold < quorumOf(witnesses.length, 0).size)
    throw invalid(`${group.threshold} of ${witnesses.length} witnesses could cosign two histories`);
  if (!members.has(pseudonym) && witnesses.length < WITNESSES_ALL)
    throw invalid('this site is not among its witnesses');
  const cosigned = noteOf(log.key.name);
  if (cosigned && !isSignedBy(cosigned, log.key))
    throw new MusterError(
      'AUDIT_FORK',
      `the log ${log.key.name} has another key than the one that was cosigned`,
    );
}

/** The same log's second signature. */
function isSecondOf(key: VerifierKey, log: VerifierKey): boolean {
  return key.name === log.name && key.type === 'subtree/v1';
}

function isSignedBy(note: Uint8Array, key: VerifierKey): boolean {
  try {
    openCheckpoint(note, [key]);
    return true;
  } catch {
    return false;
  }
}

function invalid(why: string): MusterError {
  return new MusterError('AUDIT_POLICY_INVALID', `the policy of the federation’s log is refused: ${why}`);
}
