/** @module Whether a log goes on from what was verified of it before (RFC 6962, section 2.1.2). */

import { MusterError } from '@muster/errors';
import { EMPTY_ROOT, sameHash, verifyConsistency } from '@muster/merkle';
import type { Checkpoint } from '../checkpoint.ts';
import type { TreeReader } from '../tree-reader.ts';
import type { ForkEvidence } from './fork-evidence.ts';
import type { TrustedState } from './trusted-state.ts';

/**
 * Null where the log goes on from `before`, else the evidence that it has forked. Rejects with INVALID_ARGUMENT for the state of another log,
 * AUDIT_ROLLED_BACK for a smaller tree, AUDIT_TILE_INVALID where the tiles prove nothing: that is suspicion, not evidence.
 */
export async function checkContinuity(
  before: TrustedState,
  now: Checkpoint & { readonly note: Uint8Array },
  reader: TreeReader,
): Promise<ForkEvidence | null> {
  if (before.origin !== now.origin)
    throw new MusterError(
      'INVALID_ARGUMENT',
      `the state is of the log ${before.origin}, not of ${now.origin}`,
    );
  if (now.size < before.size)
    throw new MusterError(
      'AUDIT_ROLLED_BACK',
      `the log shows ${now.size} entries, and has shown ${before.size} before`,
    );
  if (now.size === before.size)
    return sameHash(now.root, before.root) ? null : { first: before.note, second: now.note, beginning: null };
  const [root = EMPTY_ROOT] = before.size === 0 ? [] : await reader.hashes([{ start: 0, end: before.size }]);
  const proof = await reader.consistencyProof(before.size);
  verifyConsistency({ size: before.size, root }, now, proof);
  return sameHash(root, before.root)
    ? null
    : { first: before.note, second: now.note, beginning: { root, proof } };
}
