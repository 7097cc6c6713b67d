/** @module The coordinator's part in a round: what each phase knows, and what is put on record (secure-aggregation.md, sections 1.9 and 1.11). */
import type { ErrorCode } from '@muster/errors';
import type { Certificate, SecureSchedule, ShareCt } from '@muster/protocol';
import type { AbortCode } from '../client/abort-code.ts';
import type { Member } from '../roster.ts';
import type { SiteDirectory } from '../site-directory.ts';
import type { SumFigures } from '../sum-reader.ts';
import type { RoundTerms } from '../terms.ts';

export interface ServerContext {
  readonly directory: SiteDirectory;
  /** Above this many sites a cohort is split into groups of GROUP_SITES; a smaller number splits into groups of that many (section 1.12). */
  readonly groupSitesMax: number;
}

export interface ServerRound {
  readonly terms: RoundTerms;
  readonly roundId: Uint8Array;
  readonly schedule: SecureSchedule;
}

/** A member with the certificate that its neighbours are shown, and the key in it. */
export interface CertifiedMember extends Member {
  readonly certificate: Certificate;
  /** Ed25519, raw. */
  readonly signingKey: Uint8Array;
  readonly organisation: string;
}

/** A signed abort, as it is put on record. */
export interface AbortRecord {
  readonly siteId: Uint8Array;
  readonly code: AbortCode;
  readonly detail: string;
}

/** A share that contradicts the others: the holder sent another one than it got, or the owner gave it a wrong one. */
export interface Blame {
  readonly holder: number;
  readonly owner: number;
}

export interface CollectKeysState {
  readonly phase: 'collectKeys';
  readonly round: ServerRound;
  readonly dueAtMs: number;
  readonly invited: readonly Uint8Array[];
  /** Of those invited who will not come. */
  readonly absent: readonly Uint8Array[];
  readonly members: readonly CertifiedMember[];
  readonly aborts: readonly AbortRecord[];
}

/** Sites that aggregate among themselves, in the order of their places, and their graph. */
export interface GroupRoster {
  readonly members: readonly CertifiedMember[];
  readonly root: Uint8Array;
  readonly degree: number;
  readonly threshold: number;
}

interface OpenGroup {
  readonly roster: GroupRoster;
  readonly dueAtMs: number;
  /** By place: not waited for. */
  readonly absent: readonly boolean[];
}

export interface CollectSharesState extends OpenGroup {
  readonly phase: 'collectShares';
  /** By place. */
  readonly shares: readonly (readonly ShareCt[] | null)[];
}

export interface CollectMaskedState extends OpenGroup {
  readonly phase: 'collectMasked';
  /** Who shared, U2, as it travels. */
  readonly u2: Uint8Array;
  readonly shares: readonly (readonly ShareCt[] | null)[];
  /** By place: SHA-256 of the words that are in the sum. */
  readonly words: readonly (Uint8Array | null)[];
}

export interface CollectSignaturesState extends OpenGroup {
  readonly phase: 'collectSignatures';
  readonly u2: Uint8Array;
  /** Whose words are in the sum, U3, as it travels. */
  readonly u3: Uint8Array;
  readonly words: readonly (Uint8Array | null)[];
  readonly signatures: readonly (Uint8Array | null)[];
}

/** A share that came, from the place of its holder. Secret until the round is over. */
export interface HeldShare {
  readonly holder: number;
  readonly value: Uint8Array;
}

export interface CollectUnmaskState extends OpenGroup {
  readonly phase: 'collectUnmask';
  readonly u2: Uint8Array;
  readonly u3: Uint8Array;
  readonly words: readonly (Uint8Array | null)[];
  /** Empty in the semi-honest profile. */
  readonly signatures: readonly (Uint8Array | null)[];
  /** By place: is asked for its shares, and has answered. */
  readonly asked: readonly boolean[];
  readonly answered: readonly boolean[];
  /** By the owner's place: b of those in U3, the mask key's seed of the others in U2. */
  readonly shares: readonly (readonly HeldShare[])[];
  /** By place: the secret of an owner, once enough shares agree on it. */
  readonly secrets: readonly (Uint8Array | null)[];
  readonly blames: readonly Blame[];
}

/** All secrets are there: the masks come off. */
export interface UnmaskingState {
  readonly phase: 'unmasking';
  readonly roster: GroupRoster;
  readonly u2: Uint8Array;
  readonly u3: Uint8Array;
  readonly words: readonly (Uint8Array | null)[];
  readonly secrets: readonly (Uint8Array | null)[];
  readonly blames: readonly Blame[];
  readonly counts: StageCounts;
}

/** Sites of a group that came as far as each stage. */
export interface StageCounts {
  readonly advertised: number;
  readonly shared: number;
  readonly masked: number;
  readonly signed: number;
  readonly answered: number;
}

/** What a group came to; of the sites by their ids. */
export interface GroupRecord {
  readonly outcome: 'published' | 'aborted';
  /** Empty when published. */
  readonly code: ErrorCode | '';
  readonly reason: string;
  readonly degree: number;
  readonly threshold: number;
  readonly stages: StageCounts;
  readonly members: readonly Uint8Array[];
  /** Who is in the sum: empty when aborted. */
  readonly counted: readonly Uint8Array[];
  readonly figures: SumFigures | null;
  readonly blamed: readonly { readonly holder: Uint8Array; readonly owner: Uint8Array }[];
}

/** Its sum is unmasked, in the hands of the shell. Should that be lost before it is put to use, it can be made again. */
export interface PublishedGroup {
  readonly phase: 'published';
  readonly record: GroupRecord;
  readonly again: UnmaskingState;
}

export interface AbortedGroup {
  readonly phase: 'aborted';
  readonly record: GroupRecord;
}

export type EndedGroup = PublishedGroup | AbortedGroup;

export type OpenGroupState =
  | CollectSharesState
  | CollectMaskedState
  | CollectSignaturesState
  | CollectUnmaskState
  | UnmaskingState;

export type GroupState = OpenGroupState | EndedGroup;

export interface GroupsState {
  readonly phase: 'groups';
  readonly round: ServerRound;
  readonly invited: number;
  readonly groups: readonly GroupState[];
  readonly aborts: readonly AbortRecord[];
}

/** What the round came to, for the run's record and the audit log. */
export interface SecureRecord {
  /** Why there was no group at all; empty where there was. */
  readonly code: ErrorCode | '';
  readonly reason: string;
  readonly invited: number;
  readonly advertised: number;
  readonly groups: readonly GroupRecord[];
  readonly aborts: readonly AbortRecord[];
}

export interface EndedState {
  readonly phase: 'ended';
  readonly round: ServerRound;
  readonly groups: readonly EndedGroup[];
  readonly record: SecureRecord;
}

export type ServerState = CollectKeysState | GroupsState | EndedState;
