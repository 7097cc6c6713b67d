import { loadKernels } from '@muster/vector';
import { describe, it } from 'vitest';
import { COORDINATOR_CASES } from './testing/coordinator-cases.ts';
import { SITE_CASES } from './testing/site-cases.ts';

const kernels = await loadKernels();

describe('an agent refuses its coordinator', () => {
  it.each(COORDINATOR_CASES)('$name', ({ run }) => run(kernels));
});

describe('a coordinator bears with a site', () => {
  it.each(SITE_CASES)('$name', ({ run }) => run(kernels));
});
