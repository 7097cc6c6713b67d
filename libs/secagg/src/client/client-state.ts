/** @module The agent's part in a round: what each phase knows, what happens to it, and what it asks its shell to do (secure-aggregation.md, section 1.11). */
import type { KeyObject } from 'node:crypto';
import type {
  Abort,
  Advertise,
  Consistency,
  ConsistencySet,
  Masked,
  Roster,
  RoundOffer,
  ShareRelay,
  Shares,
  Survivors,
  Unmask,
} from '@muster/protocol';
import type { Mask } from '../mask.ts';
import type { Profile } from '../neighbourhood.ts';
import type { SiteDirectory } from '../site-directory.ts';
import type { RoundTerms } from '../terms.ts';
import type { AbortCode } from './abort-code.ts';

/** The least that the site asks for, by its policy and by the manifest that it has pinned. */
export interface SecureFloor {
  readonly federationId: Uint8Array;
  readonly manifestHash: Uint8Array;
  /** 'malicious' refuses the other profile. */
  readonly profile: Profile;
  readonly minCohort: number;
  /** Least share of corrupt sites that must be borne, and greatest share of lost ones that may be planned for. */
  readonly corruptMin: number;
  readonly dropoutMax: number;
  readonly lambdaMin: number;
  readonly unsafeSmallCohort: boolean;
}

export interface ClientContext {
  readonly siteId: Uint8Array;
  readonly certHash: Uint8Array;
  /** Ed25519 of the site's certificate. */
  readonly signingKey: KeyObject;
  readonly organisation: string;
  /** Ed25519 of the coordinator, raw, as the manifest names it. */
  readonly coordinatorKey: Uint8Array;
  readonly directory: SiteDirectory;
  readonly floor: SecureFloor;
}

/** What is on record of the last attempt for a task. */
export interface AttemptRecord {
  readonly round: number;
  readonly attempt: number;
  /** Attempts at this round for which the site has masked its update: of keys and shares alone nobody learns anything. */
  readonly tries: number;
}

/** What every phase of a round that is under way knows. */
export interface RoundFacts {
  readonly terms: RoundTerms;
  readonly roundId: Uint8Array;
  readonly expiresAtMs: number;
}

/** A neighbour, whose certificate and keys were checked. */
export interface Neighbour {
  readonly index: number;
  readonly siteId: Uint8Array;
  /** Ed25519, raw. */
  readonly signingKey: Uint8Array;
  readonly sPk: Uint8Array;
  /** Of the boxes that come from it. Secret. */
  readonly inboxKey: Uint8Array;
}

/** The site's place in the cohort. */
export interface Place {
  readonly index: number;
  readonly sites: number;
  readonly root: Uint8Array;
  readonly degree: number;
  readonly threshold: number;
  /** In ascending order of their indices. */
  readonly neighbours: readonly Neighbour[];
}

/** Whose shares came, and those of the site's neighbours, in boxes. */
export interface Relay {
  /** As it travels and is signed. */
  readonly u2: Uint8Array;
  readonly boxes: readonly { readonly from: number; readonly box: Uint8Array }[];
}

export interface IdleState {
  readonly phase: 'idle';
}

/** Keys are out; waits for the roster. */
export interface AdvertisedState extends RoundFacts {
  readonly phase: 'advertised';
  /** Attempts at the round before this one for which the update was masked. */
  readonly tries: number;
  readonly advertisedAtMs: number;
  /** Seeds of the keys for boxes and masks, of the site's own mask, and of its polynomials; 32 bytes each. Secret. */
  readonly secrets: {
    readonly box: Uint8Array;
    readonly mask: Uint8Array;
    readonly self: Uint8Array;
    readonly sharing: Uint8Array;
  };
  readonly advertise: Advertise;
  /** The update is there already, and waits to be masked. */
  readonly updateReady: boolean;
}

/** Shares are out; waits for the set of those who shared and for its own update, in either order. */
export interface RosteredState extends RoundFacts {
  readonly phase: 'rostered';
  readonly tries: number;
  readonly secrets: { readonly mask: Uint8Array; readonly self: Uint8Array };
  readonly place: Place;
  readonly shares: Shares;
  readonly relay: Relay | null;
  readonly updateReady: boolean;
}

/** The masked words are on the agent's disk, and announced; waits to hear who counts. */
export interface MaskedState extends RoundFacts {
  readonly phase: 'masked';
  readonly place: Place;
  readonly relay: Relay;
  readonly masked: Masked;
}

/** Has signed one survivor set; waits for the signatures of its neighbours. */
export interface SignedState extends RoundFacts {
  readonly phase: 'signed';
  readonly place: Place;
  readonly relay: Relay;
  readonly u3: Uint8Array;
  readonly consistency: Consistency;
  /** The signature is on disk, and may leave. */
  readonly kept: boolean;
}

/** Has revealed its shares for one survivor set; keys are overwritten. */
export interface RevealedState extends RoundFacts {
  readonly phase: 'revealed';
  readonly u3: Uint8Array;
  readonly unmask: Unmask;
}

/** Takes no further part; keys are overwritten. */
export interface AbortedState {
  readonly phase: 'aborted';
  readonly code: AbortCode;
  readonly abort: Abort;
}

export type ClientState =
  | IdleState
  | AdvertisedState
  | RosteredState
  | MaskedState
  | SignedState
  | RevealedState
  | AbortedState;

/** Everything that can happen. Messages are decoded and come from the coordinator; time is the agent's own clock. */
export type ClientInput =
  | {
      readonly type: 'offer';
      readonly offer: RoundOffer;
      /** SHA-256 of the model as it came. */
      readonly modelHash: Uint8Array;
      /** Of the last attempt for this task, from the agent's own disk. */
      readonly previous: AttemptRecord | null;
      readonly budgetLeft: boolean;
      /** ENTROPY_BYTES from the generator of the operating system. Overwritten by the shell after the step. */
      readonly entropy: Uint8Array;
      readonly nowMs: number;
    }
  | { readonly type: 'roster'; readonly message: Roster; readonly nowMs: number }
  | { readonly type: 'shareRelay'; readonly message: ShareRelay; readonly nowMs: number }
  /** The update is there, and can be encoded. */
  | { readonly type: 'updateReady'; readonly nowMs: number }
  /** The words that `mask` asked for are whole on the agent's disk. */
  | {
      readonly type: 'wordsKept';
      readonly sha256: Uint8Array;
      readonly sizeBytes: number;
      readonly nowMs: number;
    }
  | { readonly type: 'survivors'; readonly message: Survivors; readonly nowMs: number }
  /** The state that `keepSignature` asked to keep is on disk. */
  | { readonly type: 'signatureKept'; readonly nowMs: number }
  | { readonly type: 'consistencySet'; readonly message: ConsistencySet; readonly nowMs: number }
  /** A new session with the coordinator: what was said last is said again. */
  | { readonly type: 'reconnected'; readonly nowMs: number }
  | { readonly type: 'wake'; readonly nowMs: number }
  /** The agent cannot go on: its training failed, or its words are damaged. */
  | { readonly type: 'giveUp'; readonly code: AbortCode; readonly detail: string; readonly nowMs: number }
  /** The coordinator has told the end of the round. */
  | { readonly type: 'close'; readonly nowMs: number };

/** A message to the coordinator, by the name of its field in an envelope. */
export type ClientMessage =
  | { readonly kind: 'advertise'; readonly value: Advertise }
  | { readonly kind: 'shares'; readonly value: Shares }
  | { readonly kind: 'masked'; readonly value: Masked }
  | { readonly kind: 'consistency'; readonly value: Consistency }
  | { readonly kind: 'unmask'; readonly value: Unmask }
  | { readonly kind: 'abort'; readonly value: Abort };

/** What is to be done, in this order: what stands behind `save` or `recordAttempt` only once that is on disk. */
export type ClientEffect =
  /** Keep that this attempt is taken part in, or that the update is masked for it. */
  | { readonly type: 'recordAttempt'; readonly taskId: Uint8Array; readonly record: AttemptRecord }
  /** Keep the new state, in place of the one before: `encodeClient`. */
  | { readonly type: 'save' }
  | { readonly type: 'send'; readonly message: ClientMessage }
  /** Encode the update, apply these masks, write the words to disk, overwrite the keys, answer `wordsKept`. */
  | { readonly type: 'mask'; readonly roundId: Uint8Array; readonly masks: readonly Mask[] }
  /** Keep the new state, and answer `signatureKept`; until then the signature stays. */
  | { readonly type: 'keepSignature' }
  /** Overwrite these. */
  | { readonly type: 'wipe'; readonly secrets: readonly Uint8Array[] };

export interface ClientStep {
  readonly state: ClientState;
  readonly effects: readonly ClientEffect[];
}

/** Nothing happens. */
export function unmoved(state: ClientState): ClientStep {
  return { state, effects: [] };
}

export function send(message: ClientMessage): ClientEffect {
  return { type: 'send', message };
}
