import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Policy, type Request } from './policy.ts';
import { policySchema } from './policy-schema.ts';

const policy: Policy = policySchema.parse({
  version: 1,
  tasks: ['mnist-*', 'iris'],
  architectures: ['mlp'],
  minCohort: 3,
  maxRounds: 10,
  maxEpochs: 2,
  datasets: ['digits'],
  metrics: ['examples'],
});
const request: Request = {
  task: 'mnist-a',
  architecture: 'mlp',
  dataset: 'digits',
  rounds: 10,
  epochs: 2,
  quorum: 3,
};

describe('decide', () => {
  it('allows what stands in the policy, up to its limits', () => {
    expect(decide(policy, request)).toEqual({ allowed: true });
    expect(decide(policy, { ...request, task: 'iris' })).toEqual({ allowed: true });
  });

  it.each([
    ['tasks', { task: 'other' }],
    ['tasks', { task: 'iris-2' }],
    ['architectures', { architecture: 'layers' }],
    ['datasets', { dataset: 'secret' }],
    ['minCohort', { quorum: 2 }],
    ['maxRounds', { rounds: 11 }],
    ['maxEpochs', { epochs: 3 }],
  ])('refuses by policy.%s and names it', (rule, change) => {
    const decision = decide(policy, { ...request, ...change });
    expect(decision.allowed).toBe(false);
    expect(decision.allowed ? '' : decision.reason).toContain(`policy.${rule}`);
  });

  it('refuses everything when nothing is named', () => {
    expect(decide({ ...policy, tasks: [] }, request).allowed).toBe(false);
    expect(decide({ ...policy, architectures: [] }, request).allowed).toBe(false);
    expect(decide({ ...policy, datasets: [] }, request).allowed).toBe(false);
  });

  it('matches names as a regular expression with .* for each star does', () => {
    const word = fc.stringMatching(/^[ab-]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*-]{1,8}$/), word, (pattern, task) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(task);
        expect(decide({ ...policy, tasks: [pattern] }, { ...request, task }).allowed).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('policySchema', () => {
  it('refuses what nobody meant', () => {
    for (const wrong of [
      {},
      { ...policy, version: 0 },
      { ...policy, tasks: ['MNIST'] },
      { ...policy, metrics: ['everything'] },
      { ...policy, extra: 1 },
      { ...policy, minCohort: 0 },
    ]) {
      expect(policySchema.safeParse(wrong).success).toBe(false);
    }
  });
});
