/** @module Models, training and evaluation. Importing this loads no TensorFlow.js: that happens in the child process alone. */

export type { EvaluationCounts, Prediction } from './evaluate.ts';
export { accuracyOf, recallsOf } from './evaluation.ts';
export type { EngineFigures, JobKind, JobProgress, Jobs } from './job.ts';
export { type JobOptions, LearningChild } from './learning-child.ts';
export { inputShape, type ModelSpec, modelLayers, modelSchema } from './model.ts';
export { type TrainingSpec, trainingSchema } from './training.ts';
