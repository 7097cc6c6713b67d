/**
 * @module The sum of masked words on its way from the spool to a file that the model is made of. What the disk refuses is tried again, for as long
 * as the attempt lasts.
 */
import { asMusterError, isOfDisk, MusterError } from '@muster/errors';
import { hex, type RoundRef } from '@muster/protocol';
import type { Member } from '@muster/rounds';
import type { SecureRecord, ServerEffect, ServerInput, ServerState } from '@muster/secagg';
import type { Plan } from '@muster/task';
import { pointOf } from '../aggregate.ts';
import { faultPoint } from '../fault-point.ts';
import type { SealedSum } from '../ingest/round-sum.ts';
import type { Upload } from '../ingest/uploads.ts';
import type { RunParts } from './parts.ts';

const RETRY_MS = 1_000;

type Unmask = Extract<ServerEffect, { type: 'unmask' }>;
type Unmasked = Extract<ServerInput, { type: 'unmasked' }>;

export interface MaskedSumOf {
  readonly ref: RoundRef;
  readonly plan: Plan;
  readonly round: ServerState['round'];
  readonly parts: Pick<RunParts, 'uploads' | 'ingest' | 'store' | 'alarms' | 'clock' | 'log'>;
  /** Name of a site by its id. */
  readonly named: (siteId: Uint8Array) => string;
  /** Words that are missing may still be brought. */
  readonly mayCome: () => boolean;
  /** It cannot be had. */
  readonly failed: (error: MusterError) => void;
}

export class MaskedSum implements Disposable {
  readonly #of: MaskedSumOf;
  /** Sums whose words a power cut has taken, by group. */
  readonly #waiting = new Map<number, () => void>();
  #disposed = false;

  constructor(of: MaskedSumOf) {
    this.#of = of;
  }

  /** Takes the masks off the sum of these words, which stays in the ingest thread; the masks are overwritten. */
  unmask(
    { group, words, masks }: Unmask,
    unmasked: (told: Pick<Unmasked, 'group' | 'figures'>) => void,
  ): void {
    const { ingest } = this.#of.parts;
    const { encoding, cohort } = this.#of.round.terms;
    void this.#persist(async () => {
      const updates = words.map(({ siteId, sha256 }) => this.#updateOf(siteId, sha256));
      const terms = { terms: encoding, sitesMax: cohort.maxCohort };
      const figures = await ingest.ask('unmask', { group, ...terms, updates, masks });
      for (const { keys } of masks) for (const key of keys) key.fill(0);
      if (!this.#disposed) unmasked({ group, figures });
    });
  }

  /** The mean of what was unmasked, as a blob. */
  write(record: SecureRecord, members: readonly Member[], written: (sum: SealedSum) => void): void {
    const { ref: _, plan, round, parts } = this.#of;
    const { ingest, uploads, store } = parts;
    const divisor = record.groups.reduce((sum, { figures }) => sum + (figures?.tail.weight ?? 0), 0);
    const groups = record.groups.map((_group, index) => index);
    const { roundId } = round;
    const { scaleBits } = pointOf(plan);
    void this.#persist(async () => {
      const path = uploads.newPath();
      const { hash } = await ingest.ask('saveUnmasked', { groups, roundId, divisor, scaleBits, path });
      try {
        await store.blobs.adopt(path, hash);
      } catch (thrown) {
        await ingest.ask('dropSaved', { path }).catch(() => {}); // or at the next start
        throw thrown;
      }
      faultPoint('seal-adopted');
      await ingest.ask('dropUnmasked', {});
      if (!this.#disposed) written({ hash, members: members.map(({ site, weight }) => ({ site, weight })) });
    });
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    void this.#of.parts.ingest.ask('dropUnmasked', {}).catch(() => {}); // a thread that has ended holds nothing
  }

  /** Words have come, or no more will. */
  goOn(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const again of waiting) again();
  }

  #find(siteId: Uint8Array, sha256: Uint8Array): Upload | undefined {
    const { ref, parts, named } = this.#of;
    const upload = parts.uploads.find(ref, named(siteId));
    return upload?.isAdmitted === true && upload.updateHash === hex(sha256) ? upload : undefined;
  }

  #updateOf(siteId: Uint8Array, sha256: Uint8Array): number {
    const upload = this.#find(siteId, sha256);
    if (upload) return upload.update;
    const { named } = this.#of;
    throw new MusterError('STORAGE_CORRUPT', `the masked words of ${named(siteId)} are not here any more`);
  }

  /** A disk that fails is waited for; anything else ends the attempt. */
  async #persist(act: () => Promise<void>): Promise<void> {
    const { ref, parts, failed } = this.#of;
    const { ingest, alarms, clock, log } = parts;
    while (!this.#disposed) {
      try {
        await act();
        return;
      } catch (thrown) {
        if (this.#disposed || ingest.hasEnded) return;
        const error = asMusterError(thrown);
        log.error({ ...ref, code: error.code, err: thrown }, 'a sum could not be unmasked');
        if (!isOfDisk(error)) {
          failed(error);
          return;
        }
        alarms.raise('blobs', error);
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
  }
}
