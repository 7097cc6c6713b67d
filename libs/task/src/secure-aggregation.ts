/**
 * @module The `secureAggregation` part of task.yaml: whether the coordinator sees single updates, against whom that is to hold, and how updates
 * become whole numbers under masks (secure-aggregation.md, sections 1.6 and 1.8).
 */
import { z } from 'zod';

/** Least sites of a round against a coordinator that lies (secure-aggregation.md, section 1.6). */
const MALICIOUS_SITES_MIN = 5;
/** Least sites of a sum that shows no single update to somebody who has one of them. */
const SITES_MIN = 3;
/** With 16 bits more sites leave each too few levels. */
const NARROW_COHORT_MAX = 256;

const PROFILES = ['malicious', 'semi-honest', 'off'] as const;

const fields = z
  .strictObject({
    profile: z.enum(PROFILES).optional().meta({
      description:
        'Whom single updates are hidden from: a coordinator that may lie, one that only looks, or nobody but relays and disks (`off`: updates are sealed to the coordinator)',
      absent: '`malicious` from a cohort of 5 on, else `off`',
    }),
    minCohort: z.int().min(3).max(4096).optional().meta({
      description: 'Fewest updates that a sum may be of',
      absent: 'the quorum, at least 3',
    }),
    maxDropout: z
      .number()
      .min(0)
      .max(0.45)
      .default(0.1)
      .describe('Share of the sites that may be lost during a round of more than 60 sites'),
    corrupt: z
      .number()
      .min(0)
      .max(0.33)
      .default(0.05)
      .describe('Share of the sites that may be in league with the coordinator, in a round of more than 60'),
    clipNorm: z
      .number()
      .min(1e-6)
      .max(1e6)
      .default(16)
      .describe('Longest update, by its Euclidean norm: longer ones are shortened to it by their sites'),
    exampleCap: z
      .int()
      .min(1)
      .max(1_073_741_824)
      .default(10_000)
      .describe('Examples from which on a site has full weight; nobody sees the weight of a single site'),
    bits: z
      .union([z.literal(32), z.literal(16)])
      .default(32)
      .describe('Of each number under its mask; 16 halve what is sent, for at most 256 sites'),
    unsafeSmallCohort: z
      .boolean()
      .default(false)
      .describe('Allows the malicious profile with 3 or 4 sites, of which two in league see the third'),
  })
  .describe('What the coordinator can see of single updates');

/** As people write it. */
export const secureAggregationSchema = fields.prefault({});

/** With nothing left open: as a checked task and a plan have it. */
export const maskingSchema = fields.required({ profile: true, minCohort: true });

type SecureAggregation = z.infer<typeof fields>;

/** The part of a task that the settings are read beside. */
interface Cohort {
  readonly cohort: number;
  readonly quorum: number;
}

export type Masking = z.infer<typeof maskingSchema>;

/** What a task that leaves profile and smallest sum open stands for. */
export function resolved(
  { profile, minCohort, ...others }: SecureAggregation,
  { cohort, quorum }: Cohort,
): Masking {
  return {
    profile: profile ?? (cohort >= MALICIOUS_SITES_MIN ? 'malicious' : 'off'),
    minCohort: minCohort ?? Math.max(SITES_MIN, quorum),
    ...others,
  };
}

/** Fewest sites with which a round of the profile can be held. */
export function sitesMin({
  profile,
  unsafeSmallCohort,
}: Pick<Masking, 'profile' | 'unsafeSmallCohort'>): number {
  if (profile === 'off') return 1;
  return profile === 'malicious' && !unsafeSmallCohort ? MALICIOUS_SITES_MIN : SITES_MIN;
}

/** What can never run, by the name of the field; null: nothing. */
export function maskingFault(
  settings: SecureAggregation,
  rounds: Cohort,
): { readonly field: string; readonly message: string; readonly expected: string } | null {
  const masking = resolved(settings, rounds);
  const { profile, minCohort, bits } = masking;
  if (profile === 'off') return null;
  const least = sitesMin(masking);
  if (rounds.cohort < least)
    return {
      field: 'profile',
      message: `the ${profile} profile takes ${least} sites, and the cohort has ${rounds.cohort}`,
      expected: `rounds.cohort of at least ${least}, or profile: off`,
    };
  if (settings.minCohort !== undefined && minCohort > rounds.cohort)
    return {
      field: 'minCohort',
      message: `a cohort of ${rounds.cohort} never makes a sum of ${minCohort}`,
      expected: 'at most rounds.cohort',
    };
  if (bits === 16 && rounds.cohort > NARROW_COHORT_MAX)
    return {
      field: 'bits',
      message: `16 bits have no room for ${rounds.cohort} sites`,
      expected: `32, or a cohort of at most ${NARROW_COHORT_MAX}`,
    };
  return null;
}
