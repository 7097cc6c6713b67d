/** @module Routes about refused updates: list, show, release, drop. */
import { type QuarantinedView, quarantinedSchema, releaseSchema } from '@muster/api';
import type { Operator, Quarantined } from '@muster/store';
import { z } from 'zod';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

const LIST_MAX = 1_000;
const params = z.object({
  id: z.string().max(64).describe('Or its beginning, four characters at least, where no other begins so'),
});

export function quarantineRoutes(app: Api, { store, quarantine, runs, trail, log }: ApiParts): void {
  const view = (update: Quarantined) => viewOf(update, store.operators.list());

  app.get(
    '/v1/quarantine',
    {
      schema: {
        summary: 'List refused updates, newest first',
        querystring: z.object({ run: z.string().max(128).optional() }),
        response: { 200: quarantinedSchema.array() },
      },
    },
    async ({ query }) => {
      const run = query.run === undefined ? null : store.runs.get(query.run).id;
      return store.quarantine.list(run, LIST_MAX).map((update) => view(update));
    },
  );

  app.get(
    '/v1/quarantine/:id',
    { schema: { summary: 'Show a refused update', params, response: { 200: quarantinedSchema } } },
    async (request) => view(store.quarantine.get(store.quarantine.idOf(request.params.id))),
  );

  app.post(
    '/v1/quarantine/:id/release',
    {
      schema: {
        summary: 'Take the verdict back; it counts if its round is still open',
        params,
        response: { 200: releaseSchema },
      },
    },
    async (request) => {
      const id = store.quarantine.idOf(request.params.id);
      const { run } = store.quarantine.get(id);
      trail.administered('update-released', request.operator, { type: 'update', id });
      const { update, counts } = await quarantine.release(id, request.operator, runs.driver(run));
      log.warn({ quarantine: id, site: update.site, counts, by: request.operator }, 'update released');
      return { update: view(update), counts };
    },
  );

  app.post(
    '/v1/quarantine/:id/drop',
    {
      schema: { summary: 'Forget its bytes; the record stays', params, response: { 200: quarantinedSchema } },
    },
    async (request) => {
      const id = store.quarantine.idOf(request.params.id);
      trail.administered('update-dropped', request.operator, { type: 'update', id });
      return view(quarantine.drop(id, request.operator));
    },
  );
}

function viewOf(update: Quarantined, operators: readonly Operator[]): QuarantinedView {
  const { id, run, round, attempt, site, code, reason, updateHash, figures, state, decidedBy } = update;
  return {
    id,
    run,
    round,
    attempt,
    site,
    code,
    reason,
    updateHash,
    bytes: update.sizeBytes,
    examples: update.weight,
    // JSON has no NaN and no infinity; what was not finite is in the code.
    figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value))),
    kept: update.file !== null,
    state,
    at: iso(update.atMs),
    decidedAt: update.decidedMs === null ? null : iso(update.decidedMs),
    decidedBy: operators.find((each) => each.id === decidedBy)?.name ?? decidedBy,
  };
}
