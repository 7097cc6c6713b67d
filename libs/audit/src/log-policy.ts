/** @module Trust policies: which logs are known, which witnesses, and how many of whom must have cosigned (C2SP tlog-policy). */
import { asMusterError, MusterError } from '@muster/errors';
import { quorumOf } from './quorum.ts';
import { type OpenedCheckpoint, openCheckpoint } from './signed-checkpoint.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The name that stands for no witness at all, in a quorum line. */
export const NO_QUORUM = 'none';

/** A log by its key, whose name is the log's origin. */
export interface PolicyLog {
  readonly key: VerifierKey;
  /** Where the log is served, where it is known. */
  readonly url: string | null;
}

/** A witness by its key, under a name of this policy. */
export interface PolicyWitness extends PolicyLog {
  readonly name: string;
}

/** Witnesses and groups of which `threshold` make the group a witness. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  /** Defined before the group. */
  readonly members: readonly string[];
}

export interface LogPolicy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** Each after its members. */
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or a group, or NO_QUORUM. */
  readonly quorum: string;
}

/** A witness of the policy that has cosigned, and the time (POSIX seconds) that it names. */
export interface Cosigner {
  readonly name: string;
  readonly timeS: number;
}

/** A checkpoint seen through a policy: signed by its log; `hasQuorum` tells whether enough witnesses cosigned. */
export interface AssessedCheckpoint extends OpenedCheckpoint {
  readonly cosigners: readonly Cosigner[];
  readonly hasQuorum: boolean;
  /** The latest time (POSIX seconds) at or after which a quorum has cosigned; null without a quorum, or where the policy asks for none. */
  readonly quorumTimeS: number | null;
}

/**
 * A policy of one quorum over all witnesses, of which `faulty` may be in league with the log: `quorumOf`. Without witnesses it asks
 * for none. Throws INVALID_ARGUMENT like `quorumOf`.
 */
export function quorumPolicy(
  logs: readonly PolicyLog[],
  witnesses: readonly PolicyWitness[],
  faulty: number,
): LogPolicy {
  if (witnesses.length === 0) return { logs, witnesses, groups: [], quorum: NO_QUORUM };
  const threshold = quorumOf(witnesses.length, faulty).size;
  const group = { name: 'quorum-of-witnesses', threshold, members: witnesses.map(({ name }) => name) };
  return { logs, witnesses, groups: [group], quorum: group.name };
}

/** Whether the witnesses of these names are a quorum (C2SP tlog-policy, "Defining a witness group"). */
export function isQuorum({ groups, quorum }: LogPolicy, cosigners: ReadonlySet<string>): boolean {
  const witnessed = new Set(cosigners);
  for (const { name, threshold, members } of groups)
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  return quorum === NO_QUORUM || witnessed.has(quorum);
}

/**
 * Opens a checkpoint and counts who cosigned it (C2SP tlog-policy, "What is a policy"). Throws AUDIT_NOTE_INVALID and SIGNATURE_INVALID
 * like `openNote`, AUDIT_NOTE_UNTRUSTED unless a log of the policy signed under its own origin.
 */
export function assessCheckpoint(note: Uint8Array, policy: LogPolicy): AssessedCheckpoint {
  const known = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  const opened = openNamed(note, known, policy);
  const { origin } = opened.checkpoint;
  const isByLog = policy.logs.some(
    ({ key }) => key.name === origin && opened.signatures.some((signature) => signature.key === key),
  );
  if (!isByLog)
    throw new MusterError(
      'AUDIT_NOTE_UNTRUSTED',
      `no log of the policy has signed the checkpoint of ${origin}`,
    );
  const cosigners = policy.witnesses.flatMap(({ name, key }) => {
    const signature = opened.signatures.find((each) => each.key === key);
    return signature ? [{ name, timeS: signature.timeS ?? 0 }] : [];
  });
  const hasQuorum = isQuorum(policy, new Set(cosigners.map(({ name }) => name)));
  return { ...opened, cosigners, hasQuorum, quorumTimeS: hasQuorum ? quorumTime(policy, cosigners) : null };
}

/** Where nobody of the policy has signed, it says of which logs the policy is: as a rule it is that of another one. */
function openNamed(note: Uint8Array, known: readonly VerifierKey[], { logs }: LogPolicy): OpenedCheckpoint {
  try {
    return openCheckpoint(note, known);
  } catch (thrown) {
    const error = asMusterError(thrown);
    if (error.code !== 'AUDIT_NOTE_UNTRUSTED') throw error;
    const names = logs.map(({ key }) => key.name).join(', ');
    throw new MusterError(
      'AUDIT_NOTE_UNTRUSTED',
      `no key of the policy has signed the checkpoint; the policy is of ${names}`,
      { cause: error },
    );
  }
}

/** Like `assessCheckpoint`, and throws AUDIT_QUORUM_NOT_REACHED when too few witnesses have cosigned. */
export function openUnderPolicy(note: Uint8Array, policy: LogPolicy): AssessedCheckpoint {
  const assessed = assessCheckpoint(note, policy);
  if (assessed.hasQuorum) return assessed;
  const cosigned = assessed.cosigners.map(({ name }) => name);
  throw new MusterError(
    'AUDIT_QUORUM_NOT_REACHED',
    `${cosigned.length} of ${policy.witnesses.length} witnesses have cosigned the checkpoint, too few for ${policy.quorum}`,
    { detail: { origin: assessed.checkpoint.origin, size: assessed.checkpoint.size, cosigned } },
  );
}

function quorumTime(policy: LogPolicy, cosigners: readonly Cosigner[]): number | null {
  if (policy.quorum === NO_QUORUM) return null;
  const byTime = cosigners.toSorted((a, b) => b.timeS - a.timeS);
  const enough = byTime.findIndex((_, i) =>
    isQuorum(policy, new Set(byTime.slice(0, i + 1).map(({ name }) => name))),
  );
  return byTime[enough]?.timeS ?? null;
}
