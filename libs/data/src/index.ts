/** @module Data at a site: what a task declares, what a site offers, and rows in batches. */
export { checkDataset, type DatasetError, type DatasetReport } from './check.ts';
export { type DatasetConfig, datasetConfigSchema, type UnlabelledConfig } from './config.ts';
export type { Dataset, OpenOptions } from './dataset.ts';
export { siteOnlyPart } from './fault.ts';
export { filesOf, missingFiles } from './files.ts';
export { openDataset } from './open.ts';
export { type DataOverview, overviewOf } from './overview.ts';
export { type Seed, SeededRandom, seededPermutation } from './random.ts';
export {
  classesOf,
  type DataSchema,
  dataSchema,
  type FeatureSpec,
  featureLength,
  featureSpec,
} from './schema.ts';
export { type Split, splitDataset } from './split.ts';
