/** @module What a site signs of the sets that it was told: one statement a round (secure-aggregation.md, section 1.5, R3). */
import { sha256 } from './bytes.ts';

/** Under the label "cons". `u2` and `u3` as they travel. */
export function consistencyFields(
  roundId: Uint8Array,
  root: Uint8Array,
  u2: Uint8Array,
  u3: Uint8Array,
): readonly Uint8Array[] {
  return [roundId, root, sha256(u2), sha256(u3)];
}
