/** @module What a site has begun and not ended: kept for the next start. */
import type { SiteStore } from '@muster/store/site';

export interface Unfinished {
  /** Updates that wait for the coordinator's word on how they ended. */
  readonly updatesKept: number;
  /** Rounds that were begun and made no update yet. */
  readonly roundsBegun: number;
}

export function unfinishedOf(unsettled: readonly { readonly status: string }[]): Unfinished {
  const updatesKept = unsettled.filter(({ status }) => status === 'kept').length;
  return { updatesKept, roundsBegun: unsettled.length - updatesKept };
}

/** For the log: nothing where a disk does not tell. */
export function whatIsKept({ work }: Pick<SiteStore, 'work'>): Partial<Unfinished> {
  try {
    return unfinishedOf(work.unsettled());
  } catch {
    return {};
  }
}
