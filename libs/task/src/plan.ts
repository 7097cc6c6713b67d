/** @module A plan: a task frozen for a run, in bytes that hash to its name. All that a site needs to know, and nothing it must trust. */
import { createHash } from 'node:crypto';
import { makeStrategy } from '@muster/aggregation';
import { canonicalJson } from '@muster/canonical';
import { asMusterError, MusterError } from '@muster/errors';
import { layoutHash, makeLayout, parameterCount, type VectorLayout } from '@muster/vector';
import { z } from 'zod';
import { explainFaults } from './explain.ts';
import { fieldName } from './issue.ts';
import { type Masking, maskingSchema } from './secure-aggregation.ts';
import { crossCheck, type Task, taskShape } from './task.ts';

const FORMAT = 'muster-plan-1';
/** A layout of thousands of tensors fits in a tenth of this. */
const SIZE_MAX_BYTES = 1_048_576;
/** 4 GiB of f32: beyond it no coordinator or site of ours computes. */
const PARAMETERS_MAX = 2 ** 30;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex');
const tensor = z.strictObject({
  name: z.string().min(1).max(256),
  shape: z.array(z.int().min(1).max(PARAMETERS_MAX)).max(8),
});

const fieldsSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** Lower-case hex of the federation's 16-byte id. */
  federation: z.string().regex(/^[0-9a-f]{32}$/, 'not a federation id'),
  ...taskShape,
  secureAggregation: maskingSchema,
  /** What the strategy asks of sites. */
  client: z.strictObject({ proximalMu: z.number().min(0) }),
  /** How updates are encoded. */
  codec: z.enum(['sealed-f32', 'masked-u32', 'masked-u16']),
  layout: z.strictObject({ tensors: z.array(tensor).min(1).max(4096), hash }),
});

/** What a plan says: the task with its defaults, the federation, and the layout that the model has. */
export type PlanBody = z.infer<typeof fieldsSchema>;

const planSchema = fieldsSchema.superRefine((body, check) => {
  crossCheck(taskOf(body), check);
  const wrong = (path: string[], message: string) =>
    check.addIssue({ code: 'custom', path, message, input: body });
  const fault = layoutFault(body.layout);
  if (fault !== null) wrong(['layout'], fault);
  if (makeStrategy(body.strategy).clientSettings().proximalMu !== body.client.proximalMu) {
    wrong(['client', 'proximalMu'], 'not what the strategy asks for');
  }
  if (codecOf(body.secureAggregation) !== body.codec) wrong(['codec'], 'not that of its secure aggregation');
});

/** Tensors out of range were found before, and are looked at here all the same: zod tells everything that is wrong at once. */
function layoutFault({ tensors, hash: named }: PlanBody['layout']): string | null {
  try {
    const parameters = parameterCount(tensors);
    if (parameters > PARAMETERS_MAX) return `${parameters} parameters, more than ${PARAMETERS_MAX}`;
    return layoutHash(makeLayout(tensors)) === named ? null : 'not the hash of the tensors';
  } catch (thrown) {
    return asMusterError(thrown).message;
  }
}

/** A parsed plan together with the bytes that it hashes to. */
export interface Plan {
  readonly body: PlanBody;
  /** Canonical JSON of the body (RFC 8785), UTF-8. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, lower-case hex: the name of the plan in offers, updates and records. */
  readonly hash: string;
}

/** Freezes a checked task for a run. The same task, federation and layout give the same bytes, whatever the order of keys. */
export function freezePlan(input: {
  readonly task: Task;
  /** Of the model that the task describes. */
  readonly layout: VectorLayout;
  /** 32 lower-case hex digits. */
  readonly federationId: string;
}): Plan {
  const { task, layout, federationId } = input;
  const body: PlanBody = {
    format: FORMAT,
    federation: federationId,
    ...task,
    client: { proximalMu: makeStrategy(task.strategy).clientSettings().proximalMu },
    codec: codecOf(task.secureAggregation),
    layout: {
      tensors: layout.tensors.map((one) => ({ name: one.name, shape: [...one.shape] })),
      hash: layoutHash(layout),
    },
  };
  const bytes = new TextEncoder().encode(canonicalJson(body));
  // Read back as a site will read it: a plan that a site would refuse is never frozen.
  return parsePlan(bytes);
}

/**
 * Reads a plan from somebody who is not trusted. PLAN_MISMATCH if it is not the plan named by `expectedHash`; TASK_INVALID with the
 * first fault for bytes that are too many, not UTF-8, not JSON, not canonical (so also keys given twice), or not a plan that can run.
 */
export function parsePlan(bytes: Uint8Array, expectedHash?: string): Plan {
  if (bytes.length > SIZE_MAX_BYTES) throw invalid(`${bytes.length} bytes, more than ${SIZE_MAX_BYTES}`);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (expectedHash !== undefined && found !== expectedHash) {
    throw new MusterError('PLAN_MISMATCH', `the plan has the hash ${found}, not ${expectedHash}`);
  }
  const value = readJson(bytes);
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) {
    const [first] = explainFaults(parsed.error, value, planSchema);
    throw invalid(first === undefined ? parsed.error.message : `${fieldName(first.path)}: ${first.message}`);
  }
  // Against the parsed value: a default that the bytes leave out would be another plan at the next version.
  if (!isCanonical(bytes, parsed.data)) throw invalid('it is not in canonical form');
  return { body: parsed.data, bytes, hash: found };
}

/** The task that a plan froze. */
function taskOf(body: PlanBody): Task {
  const { task, purpose, model, data, training, rounds, strategy, admission, evaluation } = body;
  const { secureAggregation } = body;
  return {
    ...{ task, purpose, model, data, training, rounds, strategy, admission, evaluation },
    secureAggregation,
  };
}

function codecOf({ profile, bits }: Masking): PlanBody['codec'] {
  return profile === 'off' ? 'sealed-f32' : `masked-u${bits}`;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new MusterError('TASK_INVALID', 'the plan is not JSON in UTF-8', { cause });
  }
}

function isCanonical(bytes: Uint8Array, body: PlanBody): boolean {
  try {
    return new TextDecoder().decode(bytes) === canonicalJson(body);
  } catch {
    // Half a surrogate pair, written as an escape: JSON allows it, its canonical form does not.
    return false;
  }
}

function invalid(why: string): MusterError {
  return new MusterError('TASK_INVALID', `the plan cannot be used: ${why}`);
}
