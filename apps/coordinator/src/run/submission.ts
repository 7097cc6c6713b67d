/** @module A task that somebody submits becomes a run: it is checked, its first model made, its plan frozen, and all of it put on record. */
import { MusterError } from '@muster/errors';
import type { Manifest } from '@muster/identity';
import { hex } from '@muster/protocol';
import { createRun } from '@muster/rounds';
import type { Run } from '@muster/store';
import { formatIssue, freezePlan, modelHash, parseTask, type Task } from '@muster/task';
import { makeLayout } from '@muster/vector';
import { newEvent, statusOf } from '../run-events.ts';
import type { RunParts } from './parts.ts';

export interface Submission {
  readonly taskText: string;
  readonly requestId: string | undefined;
  /** Name of the operator who submits it. */
  readonly operator: string;
  readonly federationId: string;
}

/** Throws TASK_INVALID with every issue in the detail. */
export function parseSubmitted(taskText: string, file: string): Task {
  const parsed = parseTask(taskText, file);
  if (parsed.ok) return parsed.value;
  const issues = parsed.issues.map(formatIssue);
  throw new MusterError('TASK_INVALID', issues.join('\n'), { detail: { issues } });
}

/** A run that waits for its turn. Throws DATASET_UNKNOWN or DATA_*, TASK_INVALID for what the manifest's limits rule out, MODEL_NOT_ALLOWED, and CONFLICT when another task was quicker with the same request id. */
export async function submit(
  { store, evaluator, manifests, clock, random, trail }: RunParts,
  task: Task,
  { taskText, requestId, operator, federationId }: Submission,
): Promise<Run> {
  // A run whose rounds nothing could judge would only be found out after hours of work.
  if (task.evaluation.central) await evaluator.inspect(task.evaluation.central.dataset, task.data);
  const allowed = manifests.newest.modelHashes;
  if (allowed.length > 0 && !allowed.some((each) => hex(each) === modelHash(task.model)))
    throw new MusterError(
      'MODEL_NOT_ALLOWED',
      `manifest ${manifests.newest.epoch} does not allow the model ${modelHash(task.model)}`,
    );
  assertWithinLimits(task, manifests.newest);
  const initial = await evaluator.initialModel(task);
  const plan = freezePlan({ task, layout: makeLayout(initial.tensors), federationId });
  await store.blobs.put(plan.bytes);
  const nowMs = Math.round(clock.wallMs());
  const id = `${task.task}-${hex(random(4))}`;
  const state = createRun(id, clock.monotonicMs());
  return store.db.tx(() => {
    const { run, created } = store.runs.create({
      id,
      requestId: requestId ?? id,
      task: task.task,
      taskText,
      planHash: plan.hash,
      state,
      status: statusOf(state),
      createdMs: nowMs,
      createdBy: operator,
    });
    if (!created) return ofThisTask(run, taskText);
    store.models.add({
      id: `${id}:0`,
      run: id,
      round: 0,
      hash: initial.hash,
      parentHash: null,
      planHash: plan.hash,
      layout: { tensors: plan.body.layout.tensors },
      sizeBytes: initial.sizeBytes,
      createdMs: nowMs,
      metrics: {},
    });
    trail.administered('run-started', operator, { type: 'run', id });
    trail.firstModel(id, { model: initial.hash, plan: plan.hash });
    store.events.append([
      newEvent(id, nowMs, { kind: 'run-status', data: { status: 'queued', reason: '' } }),
    ]);
    return run;
  });
}

/** The run that a request id started. Throws CONFLICT when it was another task that it started. */
export function ofThisTask(run: Run, taskText: string): Run {
  if (run.taskText === taskText) return run;
  throw new MusterError('CONFLICT', `the request id ${run.requestId} started another task`);
}

/** Sites would refuse what the organisations have not agreed to; whoever submits it hears at once. */
function assertWithinLimits(
  { secureAggregation: { profile, minCohort, corrupt, maxDropout } }: Task,
  { epoch, cohortMin, corruptPerMilleMax, dropoutPerMilleMax }: Manifest,
): void {
  if (profile === 'off') return;
  const limits: readonly (readonly [boolean, string, string])[] = [
    [minCohort >= cohortMin, `minCohort: ${minCohort}`, `sums of at least ${cohortMin} sites`],
    [corrupt >= corruptPerMilleMax / 1000, `corrupt: ${corrupt}`, `at least ${corruptPerMilleMax / 1000}`],
    [
      maxDropout <= dropoutPerMilleMax / 1000,
      `maxDropout: ${maxDropout}`,
      `at most ${dropoutPerMilleMax / 1000}`,
    ],
  ];
  for (const [isKept, found, expected] of limits)
    if (!isKept)
      throw new MusterError(
        'TASK_INVALID',
        `secureAggregation.${found}: manifest ${epoch} asks for ${expected} (muster federation show)`,
      );
}
