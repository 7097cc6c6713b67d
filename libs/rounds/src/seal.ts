/**
 * @module The seal of an open round (scale page, section 2.4): one transaction that records members and adopts the sum that holds them.
 *
 * Nothing is sealed below the quorum. From the first seal on the round can no longer fall short, so that a site which was told `counted`
 * is in the model that the round makes, unless a person stops the run, or no model can be made at all: files are corrupt, or it diverges.
 */
import { type RoundRef, sameRef } from '@muster/protocol';
import type { Member, RoundEffect } from './effect.ts';
import type { RoundInput } from './input.ts';
import { compareNames } from './outcome.ts';
import { tellCounted } from './seat.ts';
import { Seats } from './seats.ts';

/** When what was received is sealed: so long after it could be first, or at so many updates. */
export interface SealSettings {
  readonly afterMs: number;
  readonly updatesMax: number;
}

/** What a seal must know of its round. */
interface Sealable {
  readonly ref: RoundRef;
  readonly seats: Seats;
  readonly sealing: Sealing;
}

/** Where an open round is with its seals. */
export interface Sealing {
  /** When what is received and not sealed is sealed at the latest; null: nothing is, or it is being written. */
  readonly dueAtMs: number | null;
  /** What the shell is writing a sum of; null: nothing. */
  readonly writing: readonly Member[] | null;
  /** The last sum could not be written: the next is made at `dueAtMs`, no sooner, however much there is to seal. */
  readonly isRetry: boolean;
}

export const NOT_SEALING: Sealing = { dueAtMs: null, writing: null, isRetry: false };

/** From a sum that could not be written to the next: a disk at fault is asked, not besieged. */
const RETRY_MS = 1_000;

export type SealInput = Extract<RoundInput, { type: 'sealWritten' | 'sealFailed' }>;

export function isOfSeal(input: RoundInput): input is SealInput {
  return input.type === 'sealWritten' || input.type === 'sealFailed';
}

/** Everybody whose update is in a sum of theirs: sealed before, or received since. Sorted by site. */
export function membersOf(seats: Seats): readonly Member[] {
  return seats.entries
    .flatMap(([site, seat]) =>
      seat.stage === 'received' || seat.stage === 'counted'
        ? [{ site, updateHash: seat.updateHash, weight: seat.weight }]
        : [],
    )
    .sort((a, b) => compareNames(a.site, b.site));
}

/**
 * The sum of `writing` is durable, or could not be written. It is adopted only if it holds exactly those who are received now and all
 * who were sealed before: a site that was revoked meanwhile is in it, and must not count.
 */
export function hearSeal(
  round: Sealable,
  input: SealInput,
): { readonly seats: Seats; readonly sealing: Sealing; readonly effects: readonly RoundEffect[] } {
  const { ref, seats, sealing } = round;
  const { writing } = sealing;
  if (writing === null || !sameRef(input.ref, ref)) return { seats, sealing, effects: [] };
  const isTrue = writing.every((member) => holds(seats, member)) && sealedAreIn(seats, writing);
  if (input.type === 'sealFailed')
    return { seats, sealing: { dueAtMs: input.nowMs + RETRY_MS, writing: null, isRetry: true }, effects: [] };
  if (!isTrue) return { seats, sealing: NOT_SEALING, effects: [] };
  const added = writing.filter(({ site }) => seats.find(site)?.stage === 'received');
  const counted = new Map(
    writing.map(({ site, updateHash, weight }) => [site, { stage: 'counted', updateHash, weight } as const]),
  );
  return {
    seats: Seats.of(seats.entries.map(([site, seat]) => [site, counted.get(site) ?? seat])),
    sealing: NOT_SEALING,
    effects: [
      { type: 'recordSeal', ref, members: writing, added },
      ...added.map((member) => tellCounted(ref, member, member.site)),
    ],
  };
}

/** Whether a seal is due: asks for it, or notes when it will be. */
export function considerSeal(
  round: Sealable,
  quorum: number,
  settings: SealSettings,
  nowMs: number,
): { readonly sealing: Sealing; readonly effects: readonly RoundEffect[] } {
  const { ref, seats, sealing } = round;
  if (sealing.writing !== null) return { sealing, effects: [] };
  const unsealed = seats.count('received');
  if (unsealed === 0 || seats.count('received', 'counted') < quorum)
    return { sealing: NOT_SEALING, effects: [] };
  const dueAtMs = sealing.dueAtMs ?? nowMs + settings.afterMs;
  const isFull = unsealed >= settings.updatesMax && !sealing.isRetry;
  if (nowMs < dueAtMs && !isFull) return { sealing: { ...sealing, dueAtMs }, effects: [] };
  const members = membersOf(seats);
  return { sealing: { ...NOT_SEALING, writing: members }, effects: [{ type: 'writeSeal', ref, members }] };
}

function holds(seats: Seats, member: Member): boolean {
  const seat = seats.find(member.site);
  const isWhole = seat?.stage === 'received' || seat?.stage === 'counted';
  return isWhole && seat.updateHash === member.updateHash && seat.weight === member.weight;
}

function sealedAreIn(seats: Seats, members: readonly Member[]): boolean {
  const names = new Set(members.map(({ site }) => site));
  return seats.entries.every(([site, seat]) => seat.stage !== 'counted' || names.has(site));
}
