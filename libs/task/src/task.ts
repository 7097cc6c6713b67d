/** @module A task: what is to be learnt, from which data, by which rounds. The whole of task.yaml as one schema. */
import { admissionSchema, strategySchema } from '@muster/aggregation';
import { classesOf, dataSchema, featureSpec } from '@muster/data';
import { asMusterError } from '@muster/errors';
import { modelLayers, modelSchema, trainingSchema } from '@muster/learning';
import { slug } from '@muster/policy';
import { roundsSchema } from '@muster/rounds';
import { z } from 'zod';
import { type Masking, maskingFault, resolved, secureAggregationSchema } from './secure-aggregation.ts';
import { type Validated, validateYaml } from './validate.ts';

/** As `Evaluation.classes` in round.proto. */
const FEDERATED_CLASSES_MAX = 360;

const name = (what: string, most = 64) =>
  z
    .string()
    .regex(
      new RegExp(`^[a-z0-9-]{1,${most}}$`),
      `${what} is named with a-z, 0-9 and -, up to ${most} of them`,
    );

const evaluationSchema = z
  .strictObject({
    central: z
      .strictObject({ dataset: name('a data set').describe('Its name in `datasets` of coordinator.yaml') })
      .optional()
      .meta({
        description: 'A public test set of the coordinator, evaluated after every round',
        absent: 'not evaluated there',
      }),
    federated: z
      .strictObject({
        everyRounds: z.int().min(1).max(1_000_000).describe('Rounds from one evaluation to the next'),
      })
      .optional()
      .meta({
        description:
          'Every site on its own holdout; counts and sums leave, where its policy allows. Needs `data.holdout` and at most 360 classes',
        absent: 'not evaluated there',
      }),
  })
  .prefault({})
  .describe('Where models are evaluated; a `rounds.target` needs one of the two');

/** The fields of a task, for schemas that hold a task and more. */
export const taskShape = {
  // A run is named by its task and nine characters more; 64 are what the wire carries.
  task: name('a task', 55).describe('Its name, which policies of sites allow'),
  purpose: z.string().trim().min(1).max(500).describe('What it is for, to the people who decide'),
  purposeId: slug.optional().meta({
    description: 'The purpose by the name that policies of sites list, with its legal basis',
    absent: '`unspecified`',
  }),
  model: modelSchema,
  data: dataSchema,
  training: trainingSchema,
  rounds: roundsSchema,
  strategy: strategySchema,
  admission: admissionSchema.prefault({}),
  evaluation: evaluationSchema,
  secureAggregation: secureAggregationSchema,
};

/** The fields of task.yaml with their descriptions, without the checks across them. */
export const taskFieldsSchema = z
  .strictObject(taskShape)
  .describe('What is to be learnt, from which data, by which rounds. `muster task check` names every error.');

type TaskFields = z.infer<typeof taskFieldsSchema>;

/** A checked task with all its defaults filled in. */
export type Task = Omit<TaskFields, 'secureAggregation'> & { readonly secureAggregation: Masking };

/** What no part of a task can see by itself: combinations that could never run. */
export function crossCheck(task: TaskFields, check: z.core.$RefinementCtx): void {
  const wrong = (path: (string | number)[], message: string, expected: string) =>
    check.addIssue({ code: 'custom', path, message, params: { expected }, input: task });
  const { model, data, rounds, evaluation } = task;
  if (model.architecture === 'cnn' && data.kind !== 'image') {
    const message = `a cnn reads images, and data.kind is ${data.kind}`;
    wrong(['model', 'architecture'], message, 'mlp, logistic or layers');
  } else {
    const ofModel = modelFault(task);
    if (ofModel !== null) wrong(ofModel.path, ofModel.message, '');
  }
  if (evaluation.federated !== undefined && data.holdout === 0) {
    wrong(['evaluation', 'federated'], 'sites keep no rows to evaluate on', 'data.holdout above 0');
  }
  if (evaluation.federated !== undefined && classesOf(data).length > FEDERATED_CLASSES_MAX) {
    const message = `the confusion of ${classesOf(data).length} classes fits into no message`;
    wrong(['evaluation', 'federated'], message, `at most ${FEDERATED_CLASSES_MAX} classes`);
  }
  const fault = maskingFault(task.secureAggregation, rounds);
  if (fault !== null) wrong(['secureAggregation', fault.field], fault.message, fault.expected);
  const masked = resolved(task.secureAggregation, rounds).profile !== 'off';
  if (
    rounds.target !== undefined &&
    masked &&
    evaluation.central === undefined &&
    evaluation.federated !== undefined
  )
    wrong(
      ['rounds', 'target'],
      'what sites find of a model is known only after the next round, since it travels with masked updates',
      'evaluation.central besides, or secureAggregation.profile: off',
    );
  if (rounds.target !== undefined && evaluation.central === undefined && evaluation.federated === undefined) {
    wrong(
      ['rounds', 'target'],
      'nothing is evaluated, so the target could never be reached',
      'evaluation.central or evaluation.federated',
    );
  }
}

/** What can be seen of a model without building it: for one, that its output has the width of the classes. */
function modelFault({
  model,
  data,
  training,
}: TaskFields): { path: (string | number)[]; message: string } | null {
  try {
    modelLayers(model, featureSpec(data), classesOf(data).length, training.seed);
    return null;
  } catch (thrown) {
    const { message, detail } = asMusterError(thrown);
    return {
      path: typeof detail.layer === 'number' ? ['model', 'layers', detail.layer] : ['model'],
      message,
    };
  }
}

const taskSchema = taskFieldsSchema.superRefine(crossCheck);

/** Reads a task file. `fileName` only names it in the issues. */
export function parseTask(text: string, fileName: string): Validated<Task> {
  const checked = validateYaml(text, fileName, taskSchema);
  if (!checked.ok) return checked;
  const { secureAggregation, rounds } = checked.value;
  return { ...checked, value: { ...checked.value, secureAggregation: resolved(secureAggregation, rounds) } };
}
