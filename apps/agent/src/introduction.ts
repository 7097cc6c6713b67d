/**
 * @module A session with a coordinator whose key this site does not know yet, or no more: manifests prove themselves, so anybody may bring them, and
 * then they say whether it is one of the federation's coordinators. Nothing else is said in it before that.
 */
import { MusterError } from '@muster/errors';
import {
  acceptChain,
  anchoredManifest,
  assertCoordinator,
  type Manifest,
  type RandomBytes,
  systemRandom,
} from '@muster/identity';
import type { SignedManifest } from '@muster/protocol';
import { type ConnectOptions, connectOnce, type Session, type SessionHandlers } from '@muster/transport';
import { manifestsAfter } from './manifest-source.ts';

const SILENT: SessionHandlers = {
  onRequest: async () => {
    throw new MusterError('UNEXPECTED_MESSAGE', 'nothing is asked of a site that introduces itself');
  },
  onNotice: () => {},
  openObject: async () => undefined,
  onClose: () => {},
};

/** What the site goes by: the manifests that it knows, or the organisation that invited it. */
export type KnownBefore =
  | { readonly manifest: Manifest }
  | { readonly isAnchor: (organisationKey: Uint8Array) => boolean };

/** The federation of whoever answers, and the session with it. */
export interface Introduced {
  readonly session: Session;
  readonly manifest: Manifest;
  /** Manifests that were not known. */
  readonly later: readonly SignedManifest[];
}

/**
 * Connects, and learns the newest manifest. The caller closes the session. Throws as `connectOnce`, as `acceptChain` for manifests that do not
 * follow, and COORDINATOR_MISMATCH where they do not name the coordinator that answers, or are not those of the organisation.
 */
export async function introduce(
  options: Omit<ConnectOptions, 'identity' | 'handlers'>,
  known: KnownBefore,
  random: RandomBytes = systemRandom,
): Promise<Introduced> {
  const { session, handshake } = await connectOnce({
    ...options,
    identity: { purpose: 'enrolment', random },
    handlers: SILENT,
  });
  try {
    const before = 'manifest' in known ? known.manifest.epoch : 0;
    const later = await manifestsAfter(before, (body) => session.request(body));
    const manifest =
      'manifest' in known ? acceptChain(known.manifest, later) : anchoredManifest(later, known.isAnchor);
    assertCoordinator(handshake.coordinator, manifest);
    return { session, manifest, later };
  } catch (thrown) {
    session.close(new MusterError('UNAVAILABLE', 'the site goes'));
    throw thrown;
  }
}
