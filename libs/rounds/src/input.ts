/** @module Everything that can happen to a round. Parsed and authenticated by the shell before it comes here. */
import type { ErrorCode } from '@muster/errors';
import type { RoundRef } from '@muster/protocol';
import type { Metrics } from './settings.ts';

/** Milliseconds of the coordinator's monotonic clock. Two inputs never go back in time. */
interface Timed {
  readonly nowMs: number;
}

interface OfSite extends Timed {
  readonly site: string;
}

interface OfRound extends Timed {
  readonly ref: RoundRef;
}

interface OfSiteInRound extends OfSite {
  readonly ref: RoundRef;
}

interface Why {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** What sites say, and what the shell found about the updates they sent. */
export type SiteInput =
  | ({ readonly type: 'offerAccepted' } & OfSiteInRound)
  | ({ readonly type: 'offerRefused' } & OfSiteInRound & Why)
  | ({ readonly type: 'siteFailed' } & OfSiteInRound & Why)
  /** The announcement passed `admit` of @muster/aggregation. */
  | ({
      readonly type: 'updateAnnounced';
      readonly updateHash: string;
      readonly weight: number;
    } & OfSiteInRound)
  /** The last byte is verified against the hash and the values are admitted. Folding starts after this, never before. */
  | ({ readonly type: 'updateReceived'; readonly updateHash: string } & OfSiteInRound)
  /** Announcement or bytes failed admission. */
  | ({ readonly type: 'updateRejected'; readonly updateHash: string } & OfSiteInRound & Why)
  /** A person found nothing wrong with an update that was rejected, and its bytes are here, verified. */
  | ({
      readonly type: 'updateReleased';
      readonly updateHash: string;
      readonly weight: number;
    } & OfSiteInRound);

/** What happens to a site whatever round it is in. `siteDisconnected` only when no newer session of the site is open. */
export type PresenceInput =
  | ({ readonly type: 'siteConnected' } & OfSite)
  | ({ readonly type: 'siteDisconnected' } & OfSite)
  | ({ readonly type: 'siteRevoked' } & OfSite);

/** What the shell reports of work that it was asked for. */
type WorkInput =
  /** Seeds are shared among `sites`; the others that were asked have `left`, or said nothing. */
  | ({
      readonly type: 'masksPrepared';
      readonly sites: readonly string[];
      /** Fewest of them whose updates can be unmasked. */
      readonly survivorsMin: number;
      readonly left: Readonly<Record<string, Why & { readonly outcome: 'lost' | 'failed' }>>;
    } & OfRound)
  /** The sum that `writeSeal` or `unmaskSum` asked for is on disk, and adopted if this very step says `recordSeal`. */
  | ({ readonly type: 'sealWritten' } & OfRound)
  | ({ readonly type: 'sealFailed' } & OfRound & Why)
  | ({ readonly type: 'aggregated' } & OfRound)
  | ({ readonly type: 'applied'; readonly modelHash: string } & OfRound)
  | ({ readonly type: 'evaluated'; readonly metrics: Metrics } & OfRound)
  /** The public test set could not be evaluated: recorded, and the model is committed all the same. */
  | ({ readonly type: 'evaluationUnavailable' } & OfRound & Why)
  /** Fed in the transaction that commits, so that the saved state never lags behind the rows. */
  | ({ readonly type: 'committed' } & OfRound)
  /** Preparation, unmasking, aggregation, strategy step or commit failed: nothing was committed. */
  | ({ readonly type: 'workFailed' } & OfRound & Why);

export type RoundInput =
  | SiteInput
  | PresenceInput
  | WorkInput
  | ({ readonly type: 'wake' } & Timed)
  | ({ readonly type: 'abandon' } & Timed & Why)
  /** A person asks that work that has failed be done again. */
  | ({ readonly type: 'workAgain' } & Timed);
