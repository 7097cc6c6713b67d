/** @module What the record says of a site in an attempt that is over. */
import { isErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { RecordedOutcome } from '@muster/rounds';
import type { CoordinatorStore } from '@muster/store';

/** Null when the site was not selected, or has no outcome yet. */
export function recordedOutcome(
  store: CoordinatorStore,
  ref: RoundRef,
  site: string,
): RecordedOutcome | null {
  const member = store.members.find(ref, site);
  if (!member?.outcome) return null;
  const { outcome, code, reason, updateHash } = member;
  return {
    outcome: { outcome, code: isErrorCode(code) ? code : '', reason, updateHash: updateHash ?? '' },
    modelHash: store.rounds.find(ref)?.modelOutHash ?? '',
  };
}
