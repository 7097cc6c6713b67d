/** @module What operators ask of the vault and the log of the federation. */
import { z } from 'zod';

const hidden = z.enum(['conf', 'pii']).describe('conf: confidential; pii: about persons');
const entryIndex = z.int().min(0).describe('Number of an entry of the log');

/** What is to be erased, on which ground. Either entries, or a person. */
export const erasureRequestSchema = z
  .strictObject({
    entries: entryIndex.array().min(1).max(4_096).optional(),
    class: hidden.optional().describe('Of these entries; both without it'),
    person: z.string().min(1).max(200).optional().describe('Pseudonym, name or id of an operator'),
    basis: z.enum(['art-17-1', 'contract', 'retention', 'other']),
    case: z
      .string()
      .regex(/^c-[0-9a-f]{32}$/, 'c- and 32 hex digits')
      .optional()
      .describe('In the register of the organisation; a fresh one without it'),
    why: z.string().max(512).optional().describe('Goes to the vault'),
    receivedOn: z.iso.date().optional().describe('When it was asked for; today without it'),
  })
  .refine(({ entries, person }) => (entries === undefined) !== (person === undefined), {
    message: 'either entries or a person',
  })
  .refine((request) => request.class === undefined || request.entries !== undefined, {
    message: 'a class is one of entries: of a person all that is about it goes',
  });

/** What was erased, and where the log tells of it. */
export const erasureSchema = z
  .object({
    case: z.string(),
    origin: z.string().describe('The log'),
    secrets: z.number().describe('Payloads that are gone, each with its salt'),
    entries: z.number().array().describe('Entries that they belonged to'),
    persons: z.number().describe('Pseudonyms that nobody resolves any more'),
    completed: z.number().array().describe('Entries that tell of it'),
  })
  .meta({ id: 'Erasure' });

export type ErasureRequest = z.infer<typeof erasureRequestSchema>;
export type ErasureView = z.infer<typeof erasureSchema>;

/** A proof of an entry that was handed out. */
export const issuedProofSchema = z.strictObject({
  index: entryIndex,
  disclosed: z.enum(['none', 'conf', 'pii', 'both']),
});

/** Something of the log that was handed out. */
export const exportedSchema = z.strictObject({
  what: z.enum(['log', 'report']),
  format: z.enum(['jsonl', 'csv', 'ropa', 'ocsf', 'html']),
  recipient: z.enum(['operator', 'site', 'officer', 'regulator', 'subject', 'public']),
  content: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe('SHA-256 of the file'),
});

/** A log that was verified: up to which entry, and what came of it, in the words of the exit codes of `muster audit`. */
export const verifiedLogSchema = z.strictObject({
  origin: z
    .string()
    .regex(/^[a-z0-9._/-]{1,200}$/)
    .describe('Of the log that was verified'),
  from: entryIndex,
  to: entryIndex,
  result: z.enum(['ok', 'integrity', 'usage', 'stale', 'semantic', 'unreachable']),
});

/** Where the log tells of it. */
export const loggedSchema = z.object({ origin: z.string(), index: z.number() }).meta({ id: 'Logged' });

/** Whom the pseudonyms of the log stand for. No log has it. */
export const auditPartiesSchema = z
  .object({
    federation: z.object({ id: z.string().describe('Hex'), name: z.string() }),
    sites: z
      .object({ pseudonym: z.string(), name: z.string(), leftAt: z.iso.datetime().nullable() })
      .array()
      .describe('In the order in which they enrolled; also those that have left'),
  })
  .meta({ id: 'AuditParties' });

export type IssuedProof = z.infer<typeof issuedProofSchema>;
export type VerifiedLog = z.infer<typeof verifiedLogSchema>;
export type Exported = z.infer<typeof exportedSchema>;
