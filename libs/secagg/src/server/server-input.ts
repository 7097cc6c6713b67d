/** @module Everything that can happen to a round of secure aggregation at the coordinator (secure-aggregation.md, section 1.11). */
import type { ErrorCode } from '@muster/errors';
import type { Abort, Advertise, Certificate, Consistency, Masked, Shares, Unmask } from '@muster/protocol';
import type { SumFigures } from '../sum-reader.ts';

interface FromSite {
  readonly siteId: Uint8Array;
  readonly nowMs: number;
}

export type SiteInput =
  | ({
      readonly type: 'advertise';
      readonly message: Advertise;
      readonly certificate: Certificate;
      readonly certHash: Uint8Array;
    } & FromSite)
  | ({ readonly type: 'shares'; readonly message: Shares } & FromSite)
  /** The words are whole and durable here, and have the size and the hash that was announced. */
  | ({ readonly type: 'masked'; readonly message: Masked } & FromSite)
  | ({ readonly type: 'consistency'; readonly message: Consistency } & FromSite)
  | ({ readonly type: 'unmask'; readonly message: Unmask } & FromSite)
  | ({
      readonly type: 'abort';
      readonly message: Abort;
      readonly certificate: Certificate;
      readonly certHash: Uint8Array;
    } & FromSite)
  /** Has opened a new session: is told again what it may have missed. */
  | ({ readonly type: 'connected' } & FromSite)
  /** Is not waited for any more: lost for good, failed or revoked. What it brings all the same is taken while it can be. */
  | ({ readonly type: 'gone' } & FromSite);

export type ServerInput =
  | SiteInput
  /** The present waiting ends: the goal is reached. */
  | { readonly type: 'close'; readonly nowMs: number }
  | { readonly type: 'wake'; readonly nowMs: number }
  /** The masks are off the sum of a group. */
  | {
      readonly type: 'unmasked';
      readonly group: number;
      readonly figures: SumFigures;
      readonly nowMs: number;
    }
  | { readonly type: 'abandon'; readonly code: ErrorCode; readonly reason: string; readonly nowMs: number };

/** What happens to a group: of a site its place in it is known. */
export type GroupInput = (SiteInput & { readonly place: number }) | Exclude<ServerInput, SiteInput>;
