/** @module The federation's manifests as the coordinator has them: every epoch on record, the newest in force, and who hears of another one. */
import { acceptChain, acceptManifest, type Manifest, parseManifest, parseSigned } from '@muster/identity';
import { encodeMessage, type ManifestHead, type SignedManifest } from '@muster/protocol';
import type { CoordinatorStore } from '@muster/store';

/** Of the largest ones so many fit in a message. */
const AT_A_TIME = 4;

export class ManifestKeeper {
  readonly #rows: CoordinatorStore['manifests'];
  readonly #watching: ((manifest: Manifest) => void)[] = [];
  #newest: Manifest;

  /** Throws MANIFEST_* and SIGNATURE_INVALID for records that were altered, MANIFEST_CHAIN_BROKEN where there are none. */
  constructor({ manifests }: Pick<CoordinatorStore, 'manifests'>) {
    this.#rows = manifests;
    this.#newest = acceptChain(undefined, this.after(0, Number.MAX_SAFE_INTEGER));
  }

  get newest(): Manifest {
    return this.#newest;
  }

  /** As sites are told of it. */
  get head(): ManifestHead {
    const { epoch, hash } = this.#newest;
    return { epoch, hash };
  }

  /** Those after an epoch, in order: not all of many, unless `limit` says so. */
  after(epoch: number, limit = AT_A_TIME): SignedManifest[] {
    return this.#rows.after(epoch, limit).map(parseSigned);
  }

  /**
   * Puts those of a chain that are later than the newest on record, with what `besides` does about them, in one transaction, and then in
   * force. Gives the newest. Throws as `acceptManifest`, and what `besides` throws.
   */
  install(
    chain: readonly SignedManifest[],
    { db, nowMs }: { readonly db: CoordinatorStore['db']; readonly nowMs: number },
    besides: (added: readonly Manifest[]) => void,
  ): Manifest {
    const known = this.#newest;
    const later = chain.filter((link) => parseManifest(link.manifest).epoch >= known.epoch);
    const added = new Map<Manifest, SignedManifest>();
    // Of a chain that ends earlier, its end: it is refused for that.
    const newest = (later.length > 0 ? later : chain.slice(-1)).reduce((before, link) => {
      const next = acceptManifest(before, link);
      if (next !== before) added.set(next, link);
      return next;
    }, known);
    if (added.size === 0) return newest;
    db.tx(() => {
      for (const [{ epoch }, link] of added)
        this.#rows.add(epoch, encodeMessage('SignedManifest', link), nowMs);
      besides([...added.keys()]);
    });
    this.#newest = newest;
    for (const hear of this.#watching) hear(newest);
    return newest;
  }

  /** `hear` is told of each that comes into force. */
  watch(hear: (manifest: Manifest) => void): void {
    this.#watching.push(hear);
  }
}
