/**
 * @module What somebody who has only an exported model must know to use it: what goes in, in which order and unit, and what comes out. Else
 * its weights are numbers without a meaning.
 */
import type { ModelDetail } from '@muster/api';
import { classesOf, type DataSchema } from '@muster/data';
import { type Plan, parsePlan } from '@muster/task';

export interface ModelMetadata {
  readonly model: string;
  readonly task: string;
  readonly purpose: string;
  /** SHA-256 of the weights as one vector, and of the plan that they were trained under; hex. */
  readonly sha256: string;
  readonly plan: string;
  /** As in task.yaml. */
  readonly architecture: Plan['body']['model'];
  readonly input: ModelInput;
  /** Names of the probabilities that the model gives, in order. */
  readonly classes: readonly string[];
}

/** Each input is (value - mean) / deviation; a category is one input per value that it can have, 1 for the one that it has, else 0. */
type ModelInput =
  | {
      readonly kind: 'image';
      /** Height, width, channels; pixels in this order, channels last. */
      readonly shape: readonly number[];
      readonly normalise: { readonly mean: number; readonly deviation: number };
    }
  | {
      readonly kind: 'table';
      /** In the order of the inputs. */
      readonly columns: Extract<DataSchema, { kind: 'table' }>['columns'];
      /** The name of each input: a column, or 'column=category'. */
      readonly features: readonly string[];
      /** The column that was learnt; it is no input. */
      readonly label: string;
    };

/** The plan of a model. Throws PLAN_MISMATCH, TASK_INVALID. */
export function planOf({ plan, planHash }: Pick<ModelDetail, 'plan' | 'planHash'>): Plan['body'] {
  return parsePlan(new TextEncoder().encode(plan), planHash).body;
}

export function modelMetadata(model: ModelDetail): ModelMetadata {
  const { task, purpose, model: architecture, data } = planOf(model);
  return {
    model: model.id,
    task,
    purpose,
    sha256: model.hash,
    plan: model.planHash,
    architecture,
    input: inputOf(data),
    classes: classesOf(data),
  };
}

/** As safetensors has it: names and texts. What is no text is JSON. */
export function metadataTexts(metadata: ModelMetadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function inputOf(data: DataSchema): ModelInput {
  if (data.kind === 'image') {
    const { height, width, channels, normalise } = data;
    return { kind: 'image', shape: [height, width, channels], normalise };
  }
  const features = data.columns.flatMap((column) =>
    column.type === 'number' ? [column.name] : column.categories.map((value) => `${column.name}=${value}`),
  );
  return { kind: 'table', columns: data.columns, features, label: data.label.column };
}
