/** @module From the exact sum to the next model: weighted mean and strategy step, in windows, so that memory does not grow with the model. */
import { makeStrategy } from '@muster/aggregation';
import { MusterError } from '@muster/errors';
import type { BlobReader, Blobs, Figures, OptimizerState } from '@muster/store';
import type { Plan } from '@muster/task';
import { type FixedPoint, fixedPoint, parameterCount } from '@muster/vector';
import { faultPoint } from './fault-point.ts';
import type { OpenSum } from './ingest/thread.ts';

/** Floats handled at a time. */
const WINDOW = 65_536;

export interface MadeModel {
  readonly hash: string;
  readonly sizeBytes: number;
  readonly optimizer: { readonly slots: Readonly<Record<string, string>>; readonly scalars: Figures };
}

/** Applies the strategy to the mean of the sum; new model and optimizer state are durable blobs when it resolves. */
export async function applySum(input: {
  readonly plan: Plan;
  readonly blobs: Blobs;
  readonly baseModelHash: string;
  readonly sum: OpenSum;
  readonly totalWeight: number;
  readonly optimizer: OptimizerState | undefined;
  readonly point: FixedPoint;
}): Promise<MadeModel> {
  const { plan, blobs, sum, point } = input;
  const strategy = makeStrategy(plan.body.strategy);
  const length = parameterCount(plan.body.layout.tensors);
  const scalars = strategy.prepare(input.optimizer?.scalars ?? {});
  await using base = await blobs.open(input.baseModelHash);
  if (base.sizeBytes !== length * 4)
    throw new MusterError('STORAGE_CORRUPT', 'the global model has another length than its plan');
  await using out = await blobs.writer();
  const slots = await openSlots(strategy.slots(), blobs, input.optimizer);
  try {
    const model = new Float32Array(Math.min(WINDOW, length));
    const vectors = slots.map(() => new Float32Array(model.length));
    let start = 0;
    for await (const delta of sum.means(WINDOW, input.totalWeight, point)) {
      const count = delta.length;
      const window = model.subarray(0, count);
      await base.readInto(start * 4, bytesOf(window));
      const views = vectors.map((vector) => vector.subarray(0, count));
      for (const [index, slot] of slots.entries()) await slot.fill(start, views[index] ?? new Float32Array());
      strategy.step({ model: window, meanDelta: delta, slots: views }, scalars);
      if (!isFiniteVector(window))
        throw new MusterError('TRAINING_DIVERGED', 'the strategy made a model that is not finite');
      await out.write(start * 4, bytesOf(window));
      for (const [index, slot] of slots.entries())
        await slot.writer.write(start * 4, bytesOf(views[index] ?? new Float32Array()));
      start += count;
    }
    faultPoint('model-written');
    const stored: [string, string][] = [];
    for (const slot of slots) stored.push([slot.name, (await slot.writer.commit()).hash]);
    faultPoint('optimizer-stored');
    const { hash, sizeBytes } = await out.commit();
    faultPoint('model-stored');
    return { hash, sizeBytes, optimizer: { slots: Object.fromEntries(stored), scalars } };
  } finally {
    for (const slot of slots) await slot.close();
  }
}

/** Of a mean that was unmasked: at most 2^20 in size. */
const UNMASKED_SCALE_BITS = 40;

/** The accumulator's scale for the range that the plan allows. */
export function pointOf({ body }: Plan): FixedPoint {
  const point = fixedPoint(body.rounds);
  return body.secureAggregation.profile === 'off' ? point : { ...point, scaleBits: UNMASKED_SCALE_BITS };
}

/** What the sum of these members is divided by: a sum that was unmasked is their mean already. */
export function totalWeightOf({ body }: Plan, members: readonly { readonly weight: number }[]): number {
  if (body.secureAggregation.profile !== 'off') return 1;
  return members.reduce((total, { weight }) => total + weight, 0);
}

/** A loop of its own: `every` with a function takes ten times as long. */
function isFiniteVector(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

interface OpenSlot {
  readonly name: string;
  readonly writer: Awaited<ReturnType<Blobs['writer']>>;
  fill(start: number, target: Float32Array): Promise<void>;
  close(): Promise<void>;
}

async function openSlots(
  specs: readonly { readonly name: string; readonly initial: number }[],
  blobs: Blobs,
  state: OptimizerState | undefined,
): Promise<readonly OpenSlot[]> {
  const opened: OpenSlot[] = [];
  for (const { name, initial } of specs) {
    const hash = state?.slots[name];
    const reader: BlobReader | undefined = hash === undefined ? undefined : await blobs.open(hash);
    const writer = await blobs.writer();
    opened.push({
      name,
      writer,
      async fill(start, target) {
        if (reader) await reader.readInto(start * 4, bytesOf(target));
        else target.fill(initial);
      },
      async close() {
        await reader?.close();
        await writer[Symbol.asyncDispose]();
      },
    });
  }
  return opened;
}

function bytesOf(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}
