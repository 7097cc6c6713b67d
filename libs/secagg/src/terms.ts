/** @module What a round is about, and its name: everything that all sites must agree on for their masks to cancel (secure-aggregation.md, section 1.4). */
import { MusterError } from '@muster/errors';
import { f64, sha256, sized, u8, u32 } from './bytes.ts';
import type { Adversary, Profile } from './neighbourhood.ts';

/** Who takes part, against whom it is to be secret, and despite whom it is to come about. */
export interface CohortTerms extends Adversary {
  /** Fewest sites that a sum may be of. */
  readonly minCohort: number;
  /** Most sites of a roster, n_max, for which the encoding leaves room. */
  readonly maxCohort: number;
}

/** How updates become whole numbers (section 1.8). */
export interface EncodingTerms {
  /** Of a parameter's word, w. */
  readonly bits: 16 | 32;
  /** Parameters, d. */
  readonly length: number;
  /** Greatest L2 norm of an update, S; longer ones are shortened to it. */
  readonly clipNorm: number;
  /** Greatest magnitude of a parameter, C∞, with 32 bits; with 16 bits it follows from S, and is 0 here. */
  readonly clipValue: number;
  /** Examples from which on a site weighs 1, n_cap; fewer weigh less in proportion. 0: every site weighs 1. */
  readonly exampleCap: number;
  /** Room for noise on the sum, M, in units of the encoding. */
  readonly noiseReserve: number;
  /** Further whole numbers in the tail, which are summed up as they are. */
  readonly metrics: number;
}

export interface RoundTerms {
  /** 16 bytes. */
  readonly federationId: Uint8Array;
  /** 32 bytes. */
  readonly manifestHash: Uint8Array;
  /** 16 bytes. */
  readonly taskId: Uint8Array;
  readonly round: number;
  readonly attempt: number;
  /** SHA-256 of the model that is trained, 32 bytes. */
  readonly modelHash: Uint8Array;
  readonly cohort: CohortTerms;
  readonly encoding: EncodingTerms;
  /** Whatever is agreed on differential privacy, in the form that is hashed; at most 4 KiB. */
  readonly dp: Uint8Array;
  /** Chosen by the coordinator, 32 bytes. */
  readonly nonce: Uint8Array;
}

export const DP_BYTES_MAX = 4_096;
/** A roster's places are bits of a map that travels. */
export const COHORT_MAX = 16_384;
const LENGTH_MAX = 2 ** 30;
const METRICS_MAX = 131_072;
/** Sites whose updates are held in 16 bits leave each too few levels beyond this. */
const NARROW_COHORT_MAX = 256;

/** u8 in the hash. */
export const PROFILES: readonly Profile[] = ['malicious', 'semi-honest'];

/**
 * SHA-256 over the terms, 32 bytes. Beyond section 1.4, which names the encoding, the terms of the cohort are hashed with it: a neighbour
 * who was told of another profile would answer where this site would not.
 */
export function roundIdOf(terms: RoundTerms): Uint8Array {
  return sha256(
    sized('fl/round/v1'),
    terms.federationId,
    terms.manifestHash,
    terms.taskId,
    u32(terms.round),
    u32(terms.attempt),
    terms.modelHash,
    sized(Buffer.concat([cohortBytes(terms.cohort), encodingBytes(terms.encoding)])),
    sized(terms.dp),
    terms.nonce,
  );
}

function cohortBytes(cohort: CohortTerms): Uint8Array {
  return Buffer.concat([
    u8(PROFILES.indexOf(cohort.profile)),
    f64(cohort.corrupt),
    f64(cohort.dropout),
    u32(cohort.lambda),
    u8(cohort.unsafeSmallCohort ? 1 : 0),
    u32(cohort.minCohort),
    u32(cohort.maxCohort),
  ]);
}

function encodingBytes(encoding: EncodingTerms): Uint8Array {
  return Buffer.concat([
    u8(encoding.bits),
    u32(encoding.length),
    f64(encoding.clipNorm),
    f64(encoding.clipValue),
    u32(encoding.exampleCap),
    u32(encoding.noiseReserve),
    u32(encoding.metrics),
  ]);
}

/** Throws INVALID_ARGUMENT, naming the field, for terms under which no round can be held. */
export function checkTerms(terms: RoundTerms): void {
  const { cohort, encoding } = terms;
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const share = (value: number): boolean => value >= 0 && value < 1;
  const positive = (value: number): boolean => value > 0 && Number.isFinite(Math.fround(value));
  const isNarrow = encoding.bits === 16;
  const checks: Readonly<Record<string, boolean>> = {
    federationId: terms.federationId.length === 16,
    manifestHash: terms.manifestHash.length === 32,
    taskId: terms.taskId.length === 16,
    round: whole(terms.round, 1, 2 ** 32 - 1),
    attempt: whole(terms.attempt, 1, 2 ** 32 - 1),
    modelHash: terms.modelHash.length === 32,
    nonce: terms.nonce.length === 32,
    dp: terms.dp.length <= DP_BYTES_MAX,
    profile: PROFILES.includes(cohort.profile),
    corrupt: share(cohort.corrupt),
    dropout: share(cohort.dropout),
    lambda: whole(cohort.lambda, 1, 128),
    minCohort: whole(cohort.minCohort, 2, cohort.maxCohort),
    maxCohort: whole(cohort.maxCohort, 2, isNarrow ? NARROW_COHORT_MAX : COHORT_MAX),
    bits: isNarrow || encoding.bits === 32,
    length: whole(encoding.length, 1, LENGTH_MAX),
    clipNorm: positive(encoding.clipNorm),
    clipValue: isNarrow ? encoding.clipValue === 0 : positive(encoding.clipValue),
    exampleCap: whole(encoding.exampleCap, 0, 2 ** 32 - 1),
    noiseReserve: whole(encoding.noiseReserve, 0, 2 ** 31),
    metrics: whole(encoding.metrics, 0, METRICS_MAX),
  };
  const wrong = Object.entries(checks).find(([, isRight]) => !isRight)?.[0];
  if (wrong !== undefined)
    throw new MusterError('INVALID_ARGUMENT', `the terms of a round: ${wrong} is out of its range`, {
      detail: { field: wrong },
    });
}
