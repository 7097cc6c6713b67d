/** @module The route about the coordinator itself. */
import { statusSchema } from '@muster/api';
import { attentionOf } from '../attention.ts';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

export function statusRoutes(app: Api, parts: ApiParts): void {
  const { store, fleet, runs, alarms, disk, quarantine, registrar, clock, trail, notReady } = parts;
  const startedAt = iso(Math.round(clock.wallMs()));

  app.get(
    '/v1/status',
    { schema: { summary: 'How the coordinator is', response: { 200: statusSchema } } },
    async () => ({
      federation: registrar.manifests.newest.federationName,
      startedAt,
      ready: notReady() === '',
      alarms: alarms.raised.map(({ name, code, message, sinceMs }) => ({
        name,
        code,
        message,
        since: iso(Math.round(sinceMs)),
      })),
      attention: attentionOf({ store, runs, trail }),
      diskFreeBytes: Number.isNaN(disk.freeBytes) ? null : disk.freeBytes,
      sites: {
        enrolled: store.sites.list().filter(({ revokedMs }) => revokedMs === null).length,
        connected: fleet.all.length,
        suspended: store.sites.countSuspended(),
      },
      runs: runs.stats,
      quarantineBytes: quarantine.bytes,
    }),
  );
}
