/** @module What a site is told of its standing: at its registration, and when that changes. */
import type { Body, Standing } from '@muster/protocol';
import type { Site } from '@muster/store';

/** As the wire has it; `null` when nothing is the matter. */
export function standingOf({
  suspendedMs,
  suspendReason,
}: Pick<Site, 'suspendedMs' | 'suspendReason'>): Standing | null {
  return suspendedMs === null ? null : { code: 'SITE_SUSPENDED', reason: suspendReason.slice(0, 1024) };
}

/** The notice of a change. */
export function standingNotice(site: Pick<Site, 'suspendedMs' | 'suspendReason'>): Body {
  return { kind: 'standing', value: standingOf(site) ?? { code: '', reason: '' } };
}
