/**
 * @module What a string in an event may be: a digest, a pseudonym, a key, a number, a time, or one of a few words. No pattern here has
 * room for a name, an address, a path, or a sentence, so none of these can get into the log.
 */
import { z } from 'zod';

export { slug } from '@muster/policy';

/** SHA-256 of bytes that hold much that cannot be guessed: a model, a plan, a policy with its salt. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hex digits');

/** A salted commitment, or a hash of the log: 32 bytes. */
export const hash32 = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'base64 of 32 bytes');

/** A site, by the hash of its key. */
export const site = z.string().regex(/^s-[0-9a-f]{16}$/, 's- and 16 hex digits');

/** A data set of a site, under a name that says nothing. */
export const dataset = z.string().regex(/^d-[0-9a-f]{16}$/, 'd- and 16 hex digits');

/** A person, under a name that only the organisation can resolve, and only until its key is destroyed. */
export const person = z.string().regex(/^p:[A-Za-z0-9_-]{22}$/, 'p: and 22 of base64url');

/** A case in a register of the organisation: random, so that it says nothing by itself. */
export const caseId = z.string().regex(/^c-[0-9a-f]{32}$/, 'c- and 32 hex digits');

/** An error of the one table (docs/errors.md). */
export const errorCode = z.string().regex(/^[A-Z][A-Z_]{2,39}$/, 'a code of docs/errors.md');

/** A verifier key as the signed-note format writes it, of Ed25519 or its cosignatures. */
export const verifierKey = z
  .string()
  .regex(/^[a-z0-9._/-]{1,200}\+[0-9a-f]{8}\+[AB][A-Za-z0-9+/]{43}$/, 'name+id+key of an Ed25519 key');

/** The name of a log: of the federation's, or of a site's. The last part is its epoch, 1 or the second (POSIX) in which it began. */
export const origin = z
  .string()
  .regex(
    /^[a-z0-9.-]{1,100}\/fed\/[a-z0-9-]{1,40}(\/site\/s-[0-9a-f]{16})?\/[1-9][0-9]{0,9}$/,
    'HOST/fed/FEDERATION[/site/PSEUDONYM]/EPOCH',
  );

/** More of a note has no room in an event: the cosignatures of some twenty witnesses. */
export const NOTE_BYTES_MAX = 4_095;
/** A signed note in base64. */
export const note = z.string().regex(/^[A-Za-z0-9+/]{4,5460}={0,2}$/, 'a signed note in base64');

/** A real number as it was decided, not as a float prints it. */
export const decimal = z.string().regex(/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?$/, 'a decimal number');

/** A time in UTC, to the millisecond. */
export const time = z.iso.datetime({ precision: 3 });

export const count = z.int().min(0).max(1_000_000_000);
export const size = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** How many there are, as the power of two that is not above it; 32 stands for fewer as well. */
export const bucket = z
  .int()
  .min(32)
  .max(2 ** 40)
  .refine((value) => Number.isInteger(Math.log2(value)), 'a power of two from 32 on');

/** The bucket of a number of rows or persons: never the number. */
export function bucketOf(rows: number): number {
  return 2 ** Math.min(40, Math.max(5, Math.floor(Math.log2(Math.max(1, rows)))));
}

/** One try at one round of a run. */
export const attempt = {
  run: z.string().regex(/^[a-z0-9-]{1,64}-[0-9a-f]{8}$/, 'the id of a run'),
  round: z.int().min(1).max(1_000_000),
  attempt: z.int().min(1).max(1_000),
};

/** What an amount of privacy is spent in. Absent where a task asks for no differential privacy. */
export const privacyTerms = z.strictObject({
  unit: z.enum(['record', 'patient', 'site']),
  mechanism: z.enum(['gaussian', 'skellam', 'discrete-gaussian']),
  noiseMultiplier: decimal,
  clipNorm: decimal,
  delta: decimal,
});

/** A document of the federation by its version and digest: what an act relies on. */
export const basis = z
  .string()
  .regex(/^(policy|agreement)\/[1-9][0-9]{0,8}@sha256:[0-9a-f]{64}$/, 'policy/VERSION@sha256:DIGEST');
