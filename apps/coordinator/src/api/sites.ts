/** @module Routes about sites: invite, list, revoke, reinstate. */
import {
  invitationRequestSchema,
  invitationSchema,
  revocationSchema,
  revokedSchema,
  type SiteView,
  siteNameSchema,
  siteViewSchema,
} from '@muster/api';
import { MusterError } from '@muster/errors';
import type { Site } from '@muster/store';
import { z } from 'zod';
import { refusalInWords } from '../audit/witness-shortage.ts';
import { invite, issuingOrganisation } from '../enrolment.ts';
import { standingNotice } from '../standing.ts';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

export function siteRoutes(app: Api, parts: ApiParts): void {
  const { store, fleet, runs, registrar, clock, log, trail } = parts;

  app.post(
    '/v1/invitations',
    {
      schema: {
        summary: 'Make a one-time enrolment token',
        body: invitationRequestSchema,
        response: { 200: invitationSchema },
      },
    },
    async ({ body, operator }) => {
      issuingOrganisation(registrar);
      trail.administered('site-invited', operator);
      const { token, expiresMs } = invite(
        registrar,
        body.site,
        body.validHours * 3_600_000,
        Math.round(clock.wallMs()),
      );
      log.info({ site: body.site }, 'site invited');
      return { site: body.site, token, expiresAt: iso(expiresMs) };
    },
  );

  app.get(
    '/v1/sites',
    { schema: { summary: 'List sites', response: { 200: siteViewSchema.array() } } },
    async () => {
      const enrolled = store.sites.list().map(({ name }) => siteView(parts, name));
      const names = new Set(enrolled.map(({ name }) => name));
      const invited = store.invitations
        .open(Math.round(clock.wallMs()))
        .filter(({ site }) => !names.has(site))
        .map(({ site }) => ({ ...EMPTY, name: site, status: 'invited' as const }));
      return [...enrolled, ...invited].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  );

  app.post(
    '/v1/sites/:name/revoke',
    {
      schema: {
        summary: 'End the trust in a site at once',
        params: z.object({ name: siteNameSchema }),
        body: revocationSchema,
        response: { 200: revokedSchema },
      },
    },
    async ({ params, body, operator }) => {
      const revokedBefore = store.sites.get(params.name).revokedMs !== null;
      store.db.tx(() => {
        store.sites.revoke(params.name, body.reason, Math.round(clock.wallMs()));
        if (!revokedBefore) trail.siteRevoked(params.name, operator, body.reason);
      });
      log.warn({ site: params.name, reason: body.reason, revokedBefore }, 'site revoked');
      runs.tellAll({ type: 'siteRevoked', nowMs: clock.monotonicMs(), site: params.name });
      fleet
        .get(params.name)
        ?.session.close(new MusterError('SITE_REVOKED', `the operator revoked this site: ${body.reason}`));
      return { ...siteView(parts, params.name), revokedBefore };
    },
  );

  app.post(
    '/v1/sites/:name/reinstate',
    {
      schema: {
        summary: 'Let a suspended site take part again',
        params: z.object({ name: siteNameSchema }),
        response: { 200: siteViewSchema },
      },
    },
    async ({ params, operator }) => {
      const reinstated = store.db.tx(() => {
        trail.siteReinstated(params.name, operator);
        return store.sites.reinstate(params.name, Math.round(clock.wallMs()));
      });
      fleet.reinstate(params.name);
      fleet.get(params.name)?.session.notify(standingNotice(reinstated));
      log.info({ site: params.name, by: operator }, 'site reinstated');
      runs.readinessChanged();
      return siteView(parts, params.name);
    },
  );
}

function statusOf(
  site: Pick<Site, 'revokedMs' | 'suspendedMs'>,
  isConnected: boolean,
): 'connected' | 'offline' | 'suspended' | 'revoked' {
  if (site.revokedMs !== null) return 'revoked';
  if (site.suspendedMs !== null) return 'suspended';
  return isConnected ? 'connected' : 'offline';
}

const EMPTY: Omit<SiteView, 'name' | 'status'> = {
  organisation: null,
  enrolledAt: null,
  lastSeenAt: null,
  revokedAt: null,
  revokeReason: null,
  suspendedAt: null,
  suspendReason: null,
  clockSkewMs: null,
  agentVersion: null,
  engine: null,
  datasets: [],
  logRefusal: null,
  busyWith: null,
  contended: 0,
};

/** Throws NOT_FOUND. */
export function siteView({ store, fleet, clock, trail: { log } }: ApiParts, name: string): SiteView {
  const site = store.sites.get(name);
  const connected = site.revokedMs === null ? fleet.get(name) : undefined;
  const { busyWith } = connected ?? {};
  const refusal = connected && log?.witnesses.refusalOf(name);
  const lastSeenMs = Math.max(site.lastSeenMs ?? 0, connected?.lastSeenMs ?? 0);
  return {
    name,
    organisation: site.organisation,
    status: statusOf(site, connected !== undefined),
    enrolledAt: iso(site.enrolledMs),
    lastSeenAt: lastSeenMs > 0 ? iso(lastSeenMs) : null,
    revokedAt: site.revokedMs === null ? null : iso(site.revokedMs),
    revokeReason: site.revokedMs === null ? null : site.revokeReason,
    suspendedAt: site.suspendedMs === null ? null : iso(site.suspendedMs),
    suspendReason: site.suspendedMs === null ? null : site.suspendReason,
    clockSkewMs: connected ? Math.round(connected.clockSkewMs) : site.clockSkewMs,
    agentVersion: site.agentVersion,
    engine: connected?.engine ?? null,
    datasets: [...(connected?.datasets ?? [])],
    logRefusal: refusal && log ? refusalInWords([name], log.origin, refusal) : null,
    busyWith: busyWith ? `${busyWith.run} round ${busyWith.round}` : null,
    contended: fleet.contended(name, clock.monotonicMs()),
  };
}
