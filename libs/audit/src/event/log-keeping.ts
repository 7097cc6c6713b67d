/** @module Events of the log about logs: its beginning, what witnesses saw, what was read, what was let go. */
import { z } from 'zod';
import { count, digest, errorCode, hash32, note, origin, size, verifierKey } from './words.ts';

export const logEvents = {
  'log.epoch_started': {
    data: z.strictObject({
      origin,
      key: verifierKey.describe('Signs the checkpoints'),
      producerKey: verifierKey.describe('Signs the events of whoever keeps the log'),
      previous: note.optional().describe('The last cosigned checkpoint of the log before this one'),
    }),
    critical: true,
  },
  'log.accessed': {
    data: z.strictObject({
      origin: origin.optional().describe('Of the log, where it is another one than this'),
      from: size,
      to: size,
      how: z.enum(['verified', 'read', 'mirrored']),
      result: z.enum(['ok', 'integrity', 'usage', 'stale', 'semantic', 'unreachable']),
    }),
    hides: ['pii'],
  },
  'proof.issued': {
    data: z.strictObject({ index: size, disclosed: z.enum(['none', 'conf', 'pii', 'both']) }),
    hides: ['pii'],
  },
  'witness.checkpoint_seen': { data: z.strictObject({ origin, size, root: hash32 }) },
  'witness.fork_detected': { data: z.strictObject({ origin, size, evidence: digest }), critical: true },
  'witness.stale': { data: z.strictObject({ origin, size, ageS: count }) },
  'retention.pruned': { data: z.strictObject({ minimumIndex: size }) },
  'audit.write_failed': { data: z.strictObject({ count, code: errorCode }), critical: true },
  'clock.skew': { data: z.strictObject({ origin: origin.optional(), skewS: z.int().min(-1e9).max(1e9) }) },
} as const;
