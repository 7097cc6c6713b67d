/** @module What a round of secure aggregation asks the coordinator's shell to do. Data only. */
import type { ErrorCode } from '@muster/errors';
import type { ConsistencySet, Roster, ShareRelay, Survivors } from '@muster/protocol';
import type { Mask } from '../mask.ts';
import type { GroupState, SecureRecord, ServerRound, ServerState } from './server-state.ts';

/** A message to a site, by the name of its field in an envelope. */
export type ServerMessage =
  | { readonly kind: 'roster'; readonly value: Roster }
  | { readonly kind: 'shareRelay'; readonly value: ShareRelay }
  | { readonly kind: 'survivors'; readonly value: Survivors }
  | { readonly kind: 'consistencySet'; readonly value: ConsistencySet };

/** What is to be done, in this order: what stands behind `save` only once that is on disk. */
export type ServerEffect =
  /** Keep the new state, in place of the one before: `encodeServer`. */
  | { readonly type: 'save' }
  | { readonly type: 'send'; readonly siteId: Uint8Array; readonly message: ServerMessage }
  /** Answer what the site has just said with an error. */
  | {
      readonly type: 'refuse';
      readonly siteId: Uint8Array;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  /** Add the words of this site, by their hash, to the sum of the group, which begins with zeros. Asked again after a restart. */
  | {
      readonly type: 'fold';
      readonly group: number;
      readonly siteId: Uint8Array;
      readonly sha256: Uint8Array;
    }
  /** Take these off the sum of the group, which holds the words of just those sites; overwrite the keys; answer `unmasked`. */
  | {
      readonly type: 'unmask';
      readonly group: number;
      readonly words: readonly { readonly siteId: Uint8Array; readonly sha256: Uint8Array }[];
      readonly masks: readonly Mask[];
    }
  /** Overwrite these. */
  | { readonly type: 'wipe'; readonly secrets: readonly Uint8Array[] }
  /**
   * The round is over: put the sums of the groups that are published to use, and with that, in one transaction, let go of the kept state: there
   * are shares in it. Asked again after a restart.
   */
  | { readonly type: 'end'; readonly record: SecureRecord };

export interface ServerStep {
  readonly state: ServerState;
  readonly effects: readonly ServerEffect[];
}

/** A step of one group. */
export interface GroupStep {
  readonly state: GroupState;
  readonly effects: readonly ServerEffect[];
}

/** What a group knows of its round. */
export interface GroupContext {
  readonly round: ServerRound;
  readonly group: number;
}
