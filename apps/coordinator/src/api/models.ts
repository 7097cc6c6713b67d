/** @module Routes about model versions: list, show, weights. */
import { finished, Readable } from 'node:stream';
import { type ModelDetail, modelDetailSchema, modelSummarySchema } from '@muster/api';
import type { BlobReader, ModelVersion } from '@muster/store';
import { parsePlan } from '@muster/task';
import { makeLayout } from '@muster/vector';
import { z } from 'zod';
import type { Api } from './api.ts';
import { evaluationView, poolEvaluations } from './evaluation.ts';
import type { ApiParts } from './parts.ts';
import { iso } from './time.ts';

interface ModelParts extends Pick<ApiParts, 'store'> {
  readonly trail: Pick<ApiParts['trail'], 'access'>;
}

const modelParams = z.object({ id: z.string().max(160) });
const CHUNK_BYTES = 1 << 18;
const LIST_MAX = 1_000;

export function modelRoutes(app: Api, parts: ModelParts): void {
  const { store, trail } = parts;
  /** Throws NOT_FOUND. */
  const versionOf = (id: string): ModelVersion =>
    store.models.find(id) ?? store.models.latest(id) ?? store.models.get(id);

  app.get(
    '/v1/models',
    {
      schema: {
        summary: 'List model versions, newest first',
        querystring: z.object({ run: z.string().max(128).optional() }),
        response: { 200: modelSummarySchema.array() },
      },
    },
    async ({ query }) => store.models.list(query.run ?? null, LIST_MAX).map((model) => summary(parts, model)),
  );

  app.get(
    '/v1/models/:id',
    {
      schema: { summary: 'Show a model version', params: modelParams, response: { 200: modelDetailSchema } },
    },
    async ({ params }) => detail(parts, versionOf(params.id)),
  );

  app.get(
    '/v1/models/:id/weights',
    { schema: { summary: 'The parameter vector: f32 little-endian, in layout order', params: modelParams } },
    async ({ params, operator }, reply) => {
      const model = versionOf(params.id);
      trail.access?.exported(model.hash, operator);
      const reader = await store.blobs.open(model.hash);
      const weights = Readable.from(chunksOf(reader));
      // Not in the generator: what is never read from never begins, and what has not begun has no `finally`.
      weights.once('close', () => void reader.close().catch(() => {}));
      // Also when the client is gone already.
      finished(reply.raw, () => weights.destroy());
      return reply
        .type('application/octet-stream')
        .header('content-length', String(reader.sizeBytes))
        .header('etag', `"${model.hash}"`)
        .send(weights);
    },
  );
}

async function* chunksOf(reader: BlobReader): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < reader.sizeBytes; offset += CHUNK_BYTES)
    yield Buffer.from(await reader.read(offset, CHUNK_BYTES));
}

function summary({ store }: ModelParts, model: ModelVersion) {
  return {
    id: model.id,
    run: model.run,
    round: model.round,
    task: store.runs.get(model.run).task,
    hash: model.hash,
    parameters: model.sizeBytes / 4,
    bytes: model.sizeBytes,
    createdAt: iso(model.createdMs),
    accuracy: model.metrics.accuracy ?? null,
    loss: model.metrics.loss ?? null,
  };
}

/** Of a model that sites evaluated on their own holdouts. */
function federatedOf({ store }: ModelParts, { run, round }: ModelVersion): ModelDetail['federated'] {
  const evaluations = store.evaluations.ofRound(run, round).filter(({ kind }) => kind === 'federated');
  if (evaluations.length === 0) return null;
  return {
    ...poolEvaluations(evaluations),
    // Of masked updates there is the sum alone.
    sites: evaluations.flatMap((each) =>
      each.site === '' ? [] : [{ site: each.site, ...evaluationView(each) }],
    ),
  };
}

async function detail(parts: ModelParts, model: ModelVersion): Promise<ModelDetail> {
  const { store } = parts;
  await using reader = await store.blobs.open(model.planHash);
  const planBytes = await reader.read(0, reader.sizeBytes);
  const plan = parsePlan(planBytes, model.planHash);
  const layout = makeLayout(plan.body.layout.tensors);
  const committed = store.rounds
    .list(model.run)
    .find((round) => round.round === model.round && round.status === 'committed');
  const members = committed ? store.members.ofAttempt(committed) : [];
  const central = store.evaluations.ofRound(model.run, model.round).find(({ kind }) => kind === 'central');
  const parent = model.round === 0 ? null : `${model.run}:${model.round - 1}`;
  return {
    ...summary(parts, model),
    parent,
    planHash: model.planHash,
    plan: new TextDecoder().decode(planBytes),
    layout: {
      length: layout.length,
      tensors: layout.tensors.map(({ name, shape }) => ({ name, shape: [...shape] })),
    },
    contributors: members.filter(({ outcome }) => outcome === 'counted').map(({ site }) => site),
    evaluation: central ? evaluationView(central) : null,
    federated: federatedOf(parts, model),
  };
}
