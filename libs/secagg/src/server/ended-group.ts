/** @module The end of a group: what is put on record, and that its secrets go (secure-aggregation.md, section 1.9). */
import type { ErrorCode } from '@muster/errors';
import type { SumFigures } from '../sum-reader.ts';
import type { GroupStep } from './server-effect.ts';
import type { GroupRecord, OpenGroupState, StageCounts, UnmaskingState } from './server-state.ts';

/** Discards whatever was collected: the next attempt has fresh keys. */
export function aborted(state: OpenGroupState, code: ErrorCode, reason: string): GroupStep {
  const record = { ...recordOf(state), outcome: 'aborted' as const, code, reason };
  return {
    state: { phase: 'aborted', record },
    effects: [{ type: 'save' }, { type: 'wipe', secrets: secretsOf(state) }],
  };
}

/** Nothing is saved: until the sum is put to use, what is on disk must be able to make it again. */
export function published(state: UnmaskingState, figures: SumFigures): GroupStep {
  const counted = state.roster.members.flatMap(({ siteId }, place) => (state.words[place] ? [siteId] : []));
  const record = { ...recordOf(state), counted, figures };
  return { state: { phase: 'published', record, again: state }, effects: [] };
}

/** What there would be on record if the group ended here. */
export function recordOf(state: OpenGroupState): GroupRecord {
  const { members, degree, threshold } = state.roster;
  const blames = 'blames' in state ? state.blames : [];
  return {
    outcome: 'published',
    code: '',
    reason: '',
    degree,
    threshold,
    stages: countsOf(state),
    members: members.map(({ siteId }) => siteId),
    counted: [],
    figures: null,
    blamed: blames.flatMap(({ holder, owner }) => {
      const [h, o] = [members[holder]?.siteId, members[owner]?.siteId];
      return h && o ? [{ holder: h, owner: o }] : [];
    }),
  };
}

export function countsOf(state: OpenGroupState): StageCounts {
  if (state.phase === 'unmasking') return state.counts;
  const there = (list: readonly unknown[]): number => list.filter(Boolean).length;
  return {
    advertised: state.roster.members.length,
    shared: 'u2' in state ? bitsIn(state.u2) : there(state.shares),
    masked: 'words' in state ? there(state.words) : 0,
    signed: 'signatures' in state ? there(state.signatures) : 0,
    answered: 'answered' in state ? there(state.answered) : 0,
  };
}

function bitsIn(set: Uint8Array): number {
  return set.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

/** Of what is left of shares and secrets. */
export function secretsOf(state: OpenGroupState): readonly Uint8Array[] {
  switch (state.phase) {
    case 'collectShares':
    case 'collectMasked':
    case 'collectSignatures':
      return [];
    case 'collectUnmask':
      return [
        ...state.secrets.filter((secret) => secret !== null),
        ...state.shares.flatMap((held) => held.map(({ value }) => value)),
      ];
    case 'unmasking':
      return state.secrets.filter((secret) => secret !== null);
    default:
      return state satisfies never;
  }
}
