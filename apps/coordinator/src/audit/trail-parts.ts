/** @module What the trail of a coordinator is made of: its log, the people behind its acts, and the sites as the log knows them. */
import type { RoundRef } from '@muster/protocol';
import type { AccessLog } from './access-log.ts';
import type { FederationLog } from './federation-log.ts';
import type { People } from './people.ts';
import type { SiteLogs } from './site-logs.ts';

/** What a site told of its keys when it enrolled. */
export interface EnrolledKeys {
  readonly signingKey: Uint8Array;
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

export interface TrailParts {
  /** Undefined where it is turned off. */
  readonly log: FederationLog | undefined;
  /** Undefined where there is no log. */
  readonly people: People | undefined;
  readonly access?: AccessLog;
  /** The sites' own logs, which are cosigned here; undefined where no log is kept. */
  readonly siteLogs: SiteLogs | undefined;
  readonly parties: {
    /** Undefined for one that has left. */
    of(site: string): { readonly pseudonym: string; readonly producerKey: Uint8Array } | undefined;
    lastOf(site: string): { readonly pseudonym: string } | undefined;
    enrol(party: {
      readonly pseudonym: string;
      readonly site: string;
      readonly producerKey: Uint8Array;
      readonly witnessKey: Uint8Array;
      readonly logKey: Uint8Array;
      readonly enrolledMs: number;
    }): void;
    leave(pseudonym: string, leftMs: number): void;
  };
  /** The sites that were asked in an attempt. */
  cohortOfAttempt(ref: RoundRef): readonly string[];
  readonly wallMs: () => number;
}
