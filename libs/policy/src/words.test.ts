import { expect, it } from 'vitest';
import { policySchema } from './policy.ts';
import { policyInWords, policyLines } from './words.ts';

const policy = policySchema.parse({
  version: 3,
  expires: '2027-12-31',
  purposes: { 'sepsis-research': ['6-1-e', '9-2-j'] },
  tasks: ['sepsis-*'],
  architectures: ['mlp'],
  datasets: {
    scans: {},
    stays: { columns: ['age', 'died'], budget: { epsilon: 3, delta: 1e-6, per: 'patient' } },
  },
  minCohort: 4,
  maxRounds: 20,
  metrics: ['examples'],
  approval: 'manual',
});

it('is said in one sentence, with who decides besides', () => {
  expect(policyInWords(policy)).toBe(
    'version 3 allows tasks sepsis-* for sepsis-research, with mlp on scans, stays; in sums of at least 4 sites, up to 20 rounds; besides the update may leave: examples; a person decides about every plan',
  );
  expect(policyInWords({ ...policy, tasks: [] })).toBe('allows no task yet');
});

it('is said line by line, nothing left out', () => {
  const lines = policyLines(policy).map(([name, said]) => `${name}: ${said}`);
  expect(lines).toEqual(
    expect.arrayContaining([
      'last day: 2027-12-31',
      'purpose: sepsis-research: 6-1-e, 9-2-j',
      'data set: scans: all columns',
      'data set: stays: columns age, died; epsilon at most 3 (delta 0.000001) per patient, tasks without differential privacy are refused',
      'a person: decides about every plan',
      'audit log: required',
    ]),
  );
  expect(lines).toHaveLength(13);
  expect(policyLines({ ...policy, purposes: {} })).toContainEqual(['purpose', 'none']);
});
