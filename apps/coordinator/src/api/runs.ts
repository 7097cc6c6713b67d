/** @module Routes about runs: start, list, show, follow, cancel, resume. */
import { finished, Readable } from 'node:stream';
import {
  type RunDetail,
  type RunEvent,
  type RunSummary,
  resumeRunSchema,
  runDetailSchema,
  runEventSchema,
  runStartSchema,
  runSummarySchema,
} from '@muster/api';
import type { Run, StoredEvent } from '@muster/store';
import { z } from 'zod';
import { stuckRun } from '../attention.ts';
import { statusNotice } from '../run-events.ts';
import type { Api } from './api.ts';
import { historyOf } from './history.ts';
import type { ApiParts } from './parts.ts';
import { withSignsOfLife } from './signs-of-life.ts';
import { iso } from './time.ts';

const runParams = z.object({ id: z.string().max(128) });
const LIST_MAX = 200;
/** For the description of the API alone: what is sent is a stream of such lines. */
const eventLine: z.ZodType = runEventSchema;

export function runRoutes(app: Api, parts: ApiParts): void {
  const { store, runs, watchers, clock, log, trail } = parts;

  app.post(
    '/v1/runs',
    {
      schema: { summary: 'Start a run of a task', body: runStartSchema, response: { 200: runSummarySchema } },
    },
    async ({ body, operator }) =>
      summary(parts, await runs.start(body.task, body.file, body.requestId, operator)),
  );

  app.get(
    '/v1/runs',
    { schema: { summary: 'List runs, newest first', response: { 200: runSummarySchema.array() } } },
    async () => store.runs.list(LIST_MAX).map((run) => summary(parts, run)),
  );

  app.get(
    '/v1/runs/:id',
    {
      schema: {
        summary: 'Show a run with every round',
        params: runParams,
        response: { 200: runDetailSchema },
      },
    },
    async ({ params }) => detail(parts, store.runs.get(params.id)),
  );

  app.post(
    '/v1/runs/:id/cancel',
    { schema: { summary: 'Stop a run', params: runParams, response: { 200: runSummarySchema } } },
    async ({ params, operator }) => {
      const { id, endedMs } = store.runs.get(params.id);
      if (endedMs === null) trail.administered('run-cancelled', operator, { type: 'run', id });
      return summary(parts, runs.cancel(id, 'cancelled by the operator'));
    },
  );

  app.post(
    '/v1/runs/:id/resume',
    {
      schema: {
        summary: 'Let a paused run try again, or in a new attempt what a failure holds up',
        params: runParams,
        body: resumeRunSchema,
        response: { 200: runSummarySchema },
      },
    },
    async ({ params, body, operator }) => {
      const { id } = store.runs.get(params.id);
      trail.administered(body.newAttempt ? 'attempt-given-up' : 'run-resumed', operator, { type: 'run', id });
      return summary(parts, runs.resumeRun(id, body.newAttempt));
    },
  );

  app.get(
    '/v1/runs/:id/events',
    {
      schema: {
        summary: 'Events of a run as JSON Lines; with follow=true until the run has ended',
        params: runParams,
        querystring: z.object({
          after: z.coerce.number().int().min(0).default(0),
          follow: z.stringbool().default(false),
        }),
        response: {
          200: {
            description: 'One event a line',
            content: { 'application/x-ndjson': { schema: eventLine } },
          },
        },
      },
    },
    async ({ params, query, raw }, reply) => {
      const followed = store.runs.get(params.id);
      const { id } = followed;
      const reason = runs.reason(followed);
      const status = runSummarySchema.shape.status.parse(followed.status);
      const isNews = query.follow && reason !== followed.reason;
      const opening = isNews ? [statusNotice(id, status, reason, Math.round(clock.wallMs()))] : [];
      const place = watchers.enter();
      const gone = new AbortController();
      raw.on('close', () => gone.abort());
      finished(reply.raw, () => {
        gone.abort();
        place[Symbol.dispose]();
      });
      const goOn = (): boolean => query.follow && store.runs.get(id).endedMs === null;
      const lines = async function* () {
        for await (const event of watchers.watch(id, query.after, goOn, gone.signal, opening)) {
          const view = eventView(event);
          if (view.success) yield `${JSON.stringify(view.data)}\n`;
          else log.error({ run: id, seq: event.seq, err: view.error }, 'an event cannot be told');
        }
      };
      return reply.type('application/x-ndjson').send(Readable.from(withSignsOfLife(lines())));
    },
  );
}

/** Out of JSON that an earlier version may have written. */
function eventView({ seq, atMs, run, kind, body }: StoredEvent): z.ZodSafeParseResult<RunEvent> {
  return runEventSchema.safeParse({ seq, at: iso(atMs), run, kind, data: body });
}

function summary({ store, runs }: ApiParts, run: Run): RunSummary {
  const model = store.models.latest(run.id);
  const evaluated = store.models.latestMeasured(run.id);
  const state: unknown = run.state;
  const committed = state !== null && typeof state === 'object' ? Reflect.get(state, 'committed') : 0;
  return {
    id: run.id,
    task: run.task,
    status: runSummarySchema.shape.status.parse(run.status),
    reason: runs.reason(run),
    waitsForPerson: stuckRun(runs)?.id === run.id,
    round: typeof committed === 'number' ? committed : 0,
    rounds: runs.asked(run).rounds,
    accuracy: evaluated?.metrics.accuracy ?? null,
    loss: evaluated?.metrics.loss ?? null,
    evaluated: evaluated?.id ?? null,
    model: model?.id ?? null,
    createdAt: iso(run.createdMs),
    startedAt: run.startedMs === null ? null : iso(run.startedMs),
    endedAt: run.endedMs === null ? null : iso(run.endedMs),
  };
}

function detail(parts: ApiParts, run: Run): RunDetail {
  const { store, fleet } = parts;
  const history = historyOf({
    rounds: store.rounds.list(run.id),
    members: store.members.ofRun(run.id),
    evaluations: store.evaluations.ofRun(run.id),
    models: store.models.list(run.id, 10_000),
    sums: store.sumRecords.ofRun(run.id),
  });
  const working = fleet.all.filter(({ busyWith }) => busyWith?.run === run.id);
  return {
    ...summary(parts, run),
    planHash: run.planHash,
    secureAggregation: parts.runs.asked(run).secureAggregation,
    taskText: run.taskText,
    history,
    sites: working.map(({ name, progress }) => ({
      site: name,
      phase: progress?.phase ?? 'accepted',
      fraction: progress?.fraction ?? 0,
    })),
  };
}
