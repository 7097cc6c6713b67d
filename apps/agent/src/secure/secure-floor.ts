/** @module The least that a site asks of a round of secure aggregation: by its policy, and by the manifest that it has pinned. */
import type { Manifest } from '@muster/identity';
import type { Policy } from '@muster/policy';
import type { SecureFloor } from '@muster/secagg';

/** Bits of statistical security below which no site takes part (secure-aggregation.md, section 1.5). */
const LAMBDA_MIN = 40;

export function floorOf(
  { secureAggregation, minCohort }: Pick<Policy, 'secureAggregation' | 'minCohort'>,
  manifest: Manifest,
): SecureFloor {
  return {
    federationId: manifest.federationId,
    manifestHash: manifest.hash,
    profile: secureAggregation === 'malicious' ? 'malicious' : 'semi-honest',
    minCohort: Math.max(minCohort, manifest.cohortMin),
    corruptMin: manifest.corruptPerMilleMax / 1000,
    dropoutMax: manifest.dropoutPerMilleMax / 1000,
    lambdaMin: LAMBDA_MIN,
    unsafeSmallCohort: secureAggregation !== 'malicious',
  };
}
