/** @module A run as it is read back from where it was saved: the schema of `RunState`, checked against its type by the compiler. */
import { type ErrorCode, isErrorCode, MusterError } from '@muster/errors';
import { z } from 'zod';
import type { RunState } from './run-state.ts';
import { Seats } from './seats.ts';

const code = z.custom<ErrorCode>((value) => typeof value === 'string' && isErrorCode(value));
const codeOrNone = z.union([z.literal(''), code]);
const metrics = z.record(z.string(), z.number());
const ref = z.object({ run: z.string(), round: z.int(), attempt: z.int() });
const why = { code, reason: z.string() };

const outcome = z.object({
  outcome: z.enum(['counted', 'refused', 'late', 'lost', 'rejected', 'failed', 'abandoned']),
  code: codeOrNone,
  reason: z.string(),
  updateHash: z.string(),
});

const connected = z.boolean();
const update = { updateHash: z.string(), weight: z.number() };

const seat = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('offered'), connected }),
  z.object({ stage: z.literal('working'), connected }),
  z.object({ stage: z.literal('announced'), connected, ...update }),
  z.object({ stage: z.literal('received'), ...update }),
  z.object({ stage: z.literal('counted'), ...update }),
  z.object({ stage: z.literal('ended'), outcome }),
]);

const roundHead = {
  ref,
  modelHash: z.string(),
  openedAtMs: z.number(),
  deadlineAtMs: z.number(),
  cohortSize: z.int(),
  drawSeed: z.int(),
};
const members = z.array(z.object({ site: z.string(), ...update })).readonly();
const open = {
  ...roundHead,
  seats: z.record(z.string(), seat).transform((seats) => Seats.of(Object.entries(seats))),
  sealing: z.object({ dueAtMs: z.number().nullable(), writing: members.nullable(), isRetry: z.boolean() }),
  prepared: z.object({ sites: z.array(z.string()).readonly(), survivorsMin: z.int() }).nullable(),
};
const frozen = {
  ...roundHead,
  closedAtMs: z.number(),
  closedBy: z.enum(['goal', 'deadline', 'everybody']),
  members,
  isSealed: z.boolean(),
  outcomes: z.record(z.string(), outcome),
};

const central = z
  .discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), metrics }),
    z.object({ ok: z.literal(false), ...why }),
  ])
  .nullable();

const work = z.discriminatedUnion('step', [
  z.object({ step: z.literal('model') }),
  z.object({ step: z.literal('evaluation'), modelHash: z.string() }),
  z.object({ step: z.literal('commit'), modelHash: z.string(), evaluation: central }),
]);

const round = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('select'), ...open, offerEndsAtMs: z.number() }),
  z.object({ phase: z.literal('prepare'), ...open }),
  z.object({ phase: z.literal('train'), ...open }),
  z.object({ phase: z.literal('report'), ...open, reportingSinceMs: z.number() }),
  z.object({ phase: z.literal('unmask'), ...frozen }),
  z.object({ phase: z.literal('close'), ...frozen }),
  z.object({ phase: z.literal('apply'), ...frozen, work }),
  z.object({ phase: z.literal('held'), ...frozen, ...why }),
]);

const examinee = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('asked') }),
  z.object({
    stage: z.literal('answered'),
    sums: z.object({ examples: z.number(), correct: z.number(), lossSum: z.number() }),
  }),
  z.object({ stage: z.literal('missing'), ...why }),
]);

const evaluation = z.object({
  ref,
  modelHash: z.string(),
  deadlineAtMs: z.number(),
  sites: z.record(z.string(), examinee),
});

const head = {
  run: z.string(),
  clockMs: z.number(),
  committed: z.int(),
  attemptsOver: z.int(),
  modelHash: z.string(),
  metrics,
};
const failures = z.int();

const savedRun = z.discriminatedUnion('status', [
  z.object({ status: z.literal('queued'), ...head }),
  z.object({
    status: z.literal('waiting'),
    ...head,
    failures,
    patientUntilMs: z.number(),
    reason: z.string(),
  }),
  z.object({
    status: z.literal('running'),
    ...head,
    failures,
    round,
    stopping: z.object({ as: z.literal('cancelled'), reason: z.string() }).nullable(),
  }),
  z.object({ status: z.literal('evaluating'), ...head, evaluation }),
  z.object({
    status: z.literal('paused'),
    ...head,
    failures,
    code: codeOrNone,
    reason: z.string(),
    sites: z.array(outcome.extend({ site: z.string() })).readonly(),
    retryAtMs: z.number().nullable(),
  }),
  z.object({ status: z.literal('completed'), ...head, target: z.enum(['reached', 'missed', 'none']) }),
  z.object({ status: z.literal('cancelled'), ...head, reason: z.string() }),
  z.object({ status: z.literal('failed'), ...head, ...why }),
]);

/** `never` as soon as there is a state that the schema would not read back: then nothing below compiles. */
type Readable = RunState extends z.infer<typeof savedRun> ? RunState : never;

/** The state of `run` out of the JSON that it was saved as. Throws STORAGE_CORRUPT for anything else. */
export function readRunState(saved: unknown, run: string): Readable {
  const parsed = savedRun.safeParse(saved);
  if (parsed.success && parsed.data.run === run) return parsed.data;
  const path = parsed.error?.issues[0]?.path.join('.') ?? 'run';
  throw new MusterError('STORAGE_CORRUPT', `the state of run ${run} cannot be read: ${path}`);
}
