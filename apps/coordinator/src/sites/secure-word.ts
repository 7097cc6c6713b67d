/** @module What sites say to each other in a round of secure aggregation, on its way through the coordinator. */
import { MusterError } from '@muster/errors';
import { type Peer, parseCertificate } from '@muster/identity';
import { type Body, encodeEnvelope } from '@muster/protocol';
import type { SiteParts } from './parts.ts';

type SecureBody = Extract<
  Body,
  { readonly kind: 'advertise' | 'shares' | 'consistency' | 'unmask' | 'abort' }
>;

/** Throws ROUND_CLOSED where no such round is open, and what the round refuses it with. */
export function secureWord(
  { runs, store, clock }: SiteParts,
  site: string,
  { certificate: shown }: Peer,
  body: SecureBody,
): Body {
  const { kind, value } = body;
  const round = runs.maskedRound(value.roundId);
  const known = store.sites.find(site);
  if (!round || !known || !shown) throw new MusterError('ROUND_CLOSED', 'no such round is open');
  const siteId = round.idOf(site);
  if (!siteId) throw new MusterError('NOT_IN_COHORT', 'the site was not asked for this round');
  round.came(site, encodeEnvelope({ body }).length);
  const from = { siteId, nowMs: clock.monotonicMs() };
  const by = { certificate: parseCertificate(known.certificate), certHash: Buffer.from(shown.hash, 'hex') };
  switch (kind) {
    case 'advertise':
      round.heard({ type: kind, message: value, ...by, ...from });
      break;
    case 'abort':
      round.heard({ type: kind, message: value, ...by, ...from });
      break;
    case 'shares':
      round.heard({ type: kind, message: value, ...from });
      break;
    case 'consistency':
      round.heard({ type: kind, message: value, ...from });
      break;
    case 'unmask':
      round.heard({ type: kind, message: value, ...from });
      break;
    default:
      kind satisfies never;
  }
  return { kind: 'ok', value: {} };
}
