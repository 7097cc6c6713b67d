/** @module The policy that a site publishes as it registers: signed by the site, kept as it came, read by whoever asks for it. */
import { createHash } from 'node:crypto';
import { MusterError } from '@muster/errors';
import { type Peer, verify } from '@muster/identity';
import type { PublishedPolicy } from '@muster/protocol';
import type { SiteParts } from './parts.ts';

/** Keeps what is new. Throws SIGNATURE_INVALID, MALFORMED, STORAGE_*. */
export function takePolicy(
  { store, clock, log }: Pick<SiteParts, 'store' | 'clock' | 'log'>,
  site: string,
  { certificate }: Pick<Peer, 'certificate'>,
  published: PublishedPolicy | null,
): void {
  if (!published) return;
  const { document, signature } = published;
  if (!certificate || !verify('policy/published', [document], certificate.signingKey, signature))
    throw new MusterError('SIGNATURE_INVALID', 'the policy is not signed by the site that publishes it');
  const hash = createHash('sha256').update(document).digest('hex');
  const sinceMs = Math.round(clock.wallMs());
  const isNew = store.policies.publish({ site, hash, document: textOf(document), signature, sinceMs });
  if (isNew) log.info({ site, policy: hash }, 'the site has published a policy');
}

function textOf(document: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(document);
  } catch (cause) {
    throw new MusterError('MALFORMED', 'the policy is no text in UTF-8', { cause });
  }
}
