/** @module What a site puts on record of its work: who agreed to it, and what leaves. */
import type { EventData } from '@muster/audit';
import type { Decided } from '../answer.ts';

/** Who has decided: the policy by itself, or a person. */
export interface Decision {
  readonly how: EventData<'task.accepted'>['how'];
  /** Stays in the vault. */
  readonly decided?: Decided | undefined;
}

/** What leaves a site. */
export interface Leaving {
  readonly kind: EventData<'update.released'>['kind'];
  /** SHA-256 of the bytes on the wire, hex. */
  readonly hash: string;
  /** Of its report, which both parties have and nobody else: it salts what the logs show of the hash. */
  readonly signature: Uint8Array;
  readonly sizeBytes: number;
  readonly codec: EventData<'update.released'>['codec'];
  /** The bound to which the site shortens its update; undefined where it does not. */
  readonly clipNorm?: number | undefined;
  /** What the vault keeps of it, and the log commits to. */
  readonly figures: Readonly<Record<string, number>>;
}
