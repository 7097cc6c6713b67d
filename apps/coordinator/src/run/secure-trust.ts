/** @module On what a round of secure aggregation rests: who is who by the manifest in force, and the key that signs its offers. */
import type { KeyObject } from 'node:crypto';
import { type SeenCertificates, SiteDirectory, SKEW_MS_MAX } from '@muster/identity';
import type { Clock } from '@muster/transport';
import type { ManifestKeeper } from '../manifest-keeper.ts';

/** Of one round, by the manifest that was in force when it began. */
export interface RoundTrust {
  /** 16 bytes. */
  readonly federationId: Uint8Array;
  /** 32 bytes. */
  readonly manifestHash: Uint8Array;
  readonly directory: SiteDirectory;
}

interface TrustParts {
  readonly manifests: Pick<ManifestKeeper, 'newest'>;
  /** Ed25519 of the coordinator, private. */
  readonly signingKey: KeyObject;
  readonly clock: Pick<Clock, 'wallMs'>;
}

export class SecureTrust {
  readonly signingKey: KeyObject;
  readonly #parts: TrustParts;
  readonly #seen: SeenCertificates = new Map();

  constructor(parts: TrustParts) {
    this.#parts = parts;
    this.signingKey = parts.signingKey;
  }

  /** By the manifest that is in force now. */
  now(): RoundTrust {
    const { manifests, clock } = this.#parts;
    const { newest } = manifests;
    return {
      federationId: newest.federationId,
      manifestHash: newest.hash,
      directory: new SiteDirectory(newest, { nowMs: clock.wallMs(), skewMs: SKEW_MS_MAX }, this.#seen),
    };
  }
}
