/** @module Models, training and evaluation. Importing this loads no TensorFlow.js: that happens in the child process alone. */
export { accuracyOf, recallsOf } from './evaluation.ts';
export { inputShape, type ModelSpec, modelLayers, modelSchema } from './model.ts';
export { type TrainingSpec, trainingSchema } from './training.ts';
