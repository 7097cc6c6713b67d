/**
 * @module The manifest that this site goes by: the newest that it has seen, durable before it counts. A coordinator that shows an earlier one, or
 * another of the same epoch, is worked for no more; nor is one that keeps a later one from being verified.
 */
import { asMusterError, MusterError } from '@muster/errors';
import { acceptChain, type Manifest } from '@muster/identity';
import type { Body, ManifestHead, SignedManifest } from '@muster/protocol';
import type { Logger } from './logger.ts';
import { manifestsAfter } from './manifest-source.ts';

export interface ManifestPinParts {
  /** The newest that is kept. */
  readonly manifest: Manifest;
  /** Asks the coordinator. Throws UNAVAILABLE without a connection. */
  readonly ask: (body: Body) => Promise<Body>;
  /** Makes later ones durable, beside those that are kept. */
  readonly keep: (later: readonly SignedManifest[]) => Promise<void>;
  /** Another manifest counts from now on. */
  readonly changed: (manifest: Manifest) => void;
  /** Why nothing is worked on has changed; null: nothing is the matter. */
  readonly told: (trouble: MusterError | null) => void;
  readonly log: Pick<Logger, 'error' | 'info'>;
}

export class ManifestPin {
  readonly #parts: ManifestPinParts;
  #current: Manifest;
  /** What the coordinator has shown last, and what came of it. */
  #shown: ManifestHead | undefined;
  #looking: Promise<void> = Promise.resolve();
  #trouble: MusterError | undefined;
  /** Told to people last; undefined: nothing since the start. */
  #said: string | undefined;

  constructor(parts: ManifestPinParts) {
    this.#parts = parts;
    this.#current = parts.manifest;
  }

  get current(): Manifest {
    return this.#current;
  }

  /** Why nothing is worked on, as far as it is known now. */
  get trouble(): MusterError | undefined {
    return this.#trouble;
  }

  /** The coordinator's word on its newest manifest. Resolves when that is judged, and never rejects. */
  shown(head: ManifestHead): Promise<void> {
    this.#shown = { epoch: head.epoch, hash: Uint8Array.from(head.hash) };
    return this.#look();
  }

  /** Rejects with why nothing is worked on: MANIFEST_*, SIGNATURE_INVALID, FEDERATION_MISMATCH, or what keeps a later one from being fetched. */
  async assertSound(): Promise<void> {
    await this.#looking;
    // What a connection or a disk has kept from us is asked for again.
    if (this.#trouble && !isOfManifest(this.#trouble)) await this.#look();
    if (this.#trouble) throw this.#trouble;
  }

  /** Manifests that came another way, verified by whoever brings them. Rejects where they cannot be kept. */
  async take(later: readonly SignedManifest[]): Promise<void> {
    const newest = acceptChain(this.#current, later);
    if (newest === this.#current) return;
    await this.#parts.keep(later);
    this.#current = newest;
    this.#parts.log.info({ manifest: newest.epoch }, 'the federation has another manifest');
    this.#parts.changed(newest);
  }

  #look(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      try {
        await this.#judge();
        this.#tell(undefined);
      } catch (thrown) {
        this.#tell(asMusterError(thrown));
      }
    });
    return this.#looking;
  }

  async #judge(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    const { epoch } = this.#current;
    if (shown.epoch < epoch)
      throw new MusterError(
        'MANIFEST_OLD',
        `the coordinator shows manifest ${shown.epoch}, and this site knows manifest ${epoch}`,
      );
    if (shown.epoch > epoch) await this.take(await manifestsAfter(epoch, this.#parts.ask));
    // By now there may be one that is later still.
    if (this.#current.epoch > shown.epoch) return;
    if (this.#current.epoch < shown.epoch)
      throw new MusterError(
        'MANIFEST_CHAIN_BROKEN',
        `the coordinator shows manifest ${shown.epoch}, and gives none after ${this.#current.epoch}`,
      );
    if (Buffer.compare(this.#current.hash, shown.hash) !== 0)
      throw new MusterError(
        'MANIFEST_FORK',
        `the coordinator shows another manifest ${epoch} than the one that this site knows`,
      );
  }

  #tell(trouble: MusterError | undefined): void {
    const { log, told } = this.#parts;
    this.#trouble = trouble;
    const said = trouble?.message ?? '';
    if (said === this.#said) return;
    if (trouble) log.error({ code: trouble.code }, `nothing is worked on: ${trouble.message}`);
    else if (this.#said) log.info({}, 'the manifest of the federation is in order again');
    this.#said = said;
    told(trouble ?? null);
  }
}

/** Asking once more does not mend it. */
function isOfManifest({ code }: MusterError): boolean {
  return code.startsWith('MANIFEST_') || code === 'SIGNATURE_INVALID' || code === 'FEDERATION_MISMATCH';
}
