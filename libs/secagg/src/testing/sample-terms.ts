/** @module Terms of a round, for tests: of up to a hundred sites, ten parameters, malicious profile. */
import type { CohortTerms, EncodingTerms, RoundTerms } from '../terms.ts';

interface Changes {
  readonly cohort?: Partial<CohortTerms>;
  readonly encoding?: Partial<EncodingTerms>;
}

export function sampleTerms(
  changes: Partial<Omit<RoundTerms, 'cohort' | 'encoding'>> & Changes = {},
): RoundTerms {
  const { cohort, encoding, ...others } = changes;
  return {
    federationId: new Uint8Array(16).fill(1),
    manifestHash: new Uint8Array(32).fill(2),
    taskId: new Uint8Array(16).fill(3),
    round: 7,
    attempt: 1,
    modelHash: new Uint8Array(32).fill(4),
    dp: new Uint8Array(0),
    nonce: new Uint8Array(32).fill(5),
    ...others,
    cohort: {
      profile: 'malicious',
      corrupt: 0.05,
      dropout: 0.1,
      lambda: 64,
      unsafeSmallCohort: false,
      minCohort: 5,
      maxCohort: 100,
      ...cohort,
    },
    encoding: {
      bits: 32,
      length: 10,
      clipNorm: 1,
      clipValue: 1,
      exampleCap: 100,
      noiseReserve: 0,
      metrics: 0,
      ...encoding,
    },
  };
}
