import { generateKeyPairSync } from 'node:crypto';
import { makeOffer, type PlanOfSums, taskIdOf } from '@muster/secagg';
import { describe, expect, it } from 'vitest';
import { termsUnlike } from './agreed-terms.ts';

const ref = { run: 'run-1', round: 3, attempt: 1 };
const modelHash = new Uint8Array(32).fill(4);
const plan: PlanOfSums = {
  hash: 'ab',
  body: {
    layout: { tensors: [{ name: 'w', shape: [3, 2] }] },
    data: { kind: 'image', classes: ['a', 'b'] },
    evaluation: { federated: { everyRounds: 2 } },
    secureAggregation: {
      profile: 'malicious',
      minCohort: 4,
      maxDropout: 0.1,
      corrupt: 0.05,
      clipNorm: 8,
      exampleCap: 100,
      bits: 32,
      unsafeSmallCohort: false,
    },
  },
};
const sealed: PlanOfSums = {
  ...plan,
  body: { ...plan.body, secureAggregation: { ...plan.body.secureAggregation, profile: 'off' } },
};
const { privateKey } = generateKeyPairSync('ed25519');
const cohort = {
  profile: 'malicious',
  corrupt: 0.05,
  dropout: 0.1,
  lambda: 64,
  unsafeSmallCohort: false,
  minCohort: 4,
  maxCohort: 6,
} as const;
const encoding = {
  bits: 32,
  length: 6,
  clipNorm: 8,
  clipValue: 8,
  exampleCap: 100,
  noiseReserve: 0,
  metrics: 6,
} as const;
const terms = {
  federationId: new Uint8Array(16),
  manifestHash: new Uint8Array(32),
  taskId: taskIdOf(ref.run, plan),
  round: 3,
  attempt: 1,
  modelHash,
  cohort,
  encoding,
  dp: new Uint8Array(0),
  nonce: new Uint8Array(32),
};
const schedule = { keysMs: 1, sharesMs: 1, maskedMs: 1, signaturesMs: 1, unmaskMs: 1 };
const offered = (change: Partial<Parameters<typeof makeOffer>[0]> = {}) => ({
  secure: makeOffer({ ...terms, ...change }, schedule, privateKey),
  modelHash,
});

describe('an offer of secure aggregation', () => {
  it('is that of the plan', () => {
    expect(termsUnlike(offered(), ref, plan)).toBeUndefined();
    expect(termsUnlike({ secure: null, modelHash }, ref, sealed)).toBeUndefined();
  });

  it('is there where the plan masks, and nowhere else', () => {
    expect(termsUnlike({ secure: null, modelHash }, ref, plan)).toMatch(/the offer does not/);
    expect(termsUnlike(offered(), ref, sealed)).toMatch(/seals updates/);
  });

  it.each([
    ['task', { taskId: new Uint8Array(16) }],
    ['round', { round: 2 }],
    ['round', { attempt: 2 }],
    ['model', { modelHash: new Uint8Array(32) }],
    ['cohort', { cohort: { ...cohort, profile: 'semi-honest' } }],
    ['cohort', { cohort: { ...cohort, minCohort: 3 } }],
    ['cohort', { cohort: { ...cohort, dropout: 0.3 } }],
    ['cohort', { cohort: { ...cohort, unsafeSmallCohort: true } }],
    ['encoding', { encoding: { ...encoding, clipNorm: 80 } }],
    ['encoding', { encoding: { ...encoding, exampleCap: 1 } }],
    ['encoding', { encoding: { ...encoding, metrics: 0 } }],
    ['privacy', { dp: new Uint8Array(3) }],
  ] as const)('is refused with another %s than the plan has (%#)', (name, change) => {
    expect(termsUnlike(offered(change), ref, plan)).toBe(
      `the terms of secure aggregation are not those of the plan: ${name}`,
    );
  });
});
