/** @module Events of what people did: administration, access, export, requests of data subjects, incidents. */
import { z } from 'zod';
import { attempt, bucket, caseId, count, digest, site, time } from './words.ts';

const access = {
  method: z.enum(['credential', 'certificate', 'token', 'passphrase']),
  count: count.describe('Of the minute'),
  network: z.enum(['loopback', 'private', 'public']),
};

export const administrationEvents = {
  'admin.action': {
    data: z.strictObject({
      action: z.enum([
        'federation-created',
        'started',
        'stopped',
        'restored',
        'operator-added',
        'operator-removed',
        'site-invited',
        'site-revoked',
        'site-reinstated',
        'run-started',
        'run-cancelled',
        'run-resumed',
        'attempt-given-up',
        'update-released',
        'update-dropped',
        'policy-edited',
        'offer-approved',
        'offer-refused',
        'fork-overridden',
        'log-accepted',
        'manifest-installed',
        'configuration-changed',
      ]),
      target: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('site'), id: site }),
          z.strictObject({ type: z.literal('run'), id: attempt.run }),
          z.strictObject({ type: z.literal('update'), id: z.uuid() }),
          z.strictObject({ type: z.literal('operator'), id: z.string().regex(/^p:[A-Za-z0-9_-]{22}$/) }),
        ])
        .optional(),
      before: digest.optional(),
      after: digest.optional(),
      fourEyes: z.boolean(),
    }),
    hides: ['pii'],
  },
  'auth.failed': {
    data: z.strictObject({
      ...access,
      reason: z.enum(['unknown', 'wrong', 'expired', 'used', 'revoked', 'suspended', 'malformed']),
    }),
    hides: ['pii'],
  },
  'auth.succeeded': { data: z.strictObject(access), hides: ['pii'] },
  'auth.locked': { data: z.strictObject(access), hides: ['pii'] },
  'data.exported': {
    data: z.strictObject({
      what: z.enum(['log', 'model', 'report', 'metrics', 'backup']),
      format: z.enum(['jsonl', 'csv', 'ropa', 'ocsf', 'html', 'f32', 'safetensors', 'tfjs', 'binary']),
      recipient: z.enum(['operator', 'site', 'officer', 'regulator', 'subject', 'public']),
      content: digest.optional(),
    }),
    hides: ['pii'],
  },
  'rights.request_handled': {
    data: z.strictObject({
      case: caseId,
      right: z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection']),
      outcome: z.enum(['granted', 'refused', 'partly']),
      deadlineMet: z.boolean(),
    }),
    hides: ['pii'],
  },
  'privacy.erasure_requested': {
    data: z.strictObject({ case: caseId, basis: z.enum(['art-17-1', 'contract', 'retention', 'other']) }),
    hides: ['pii'],
  },
  'privacy.erasure_completed': {
    data: z.strictObject({
      case: caseId,
      basis: z.enum(['art-17-1', 'contract', 'retention', 'other']),
      commitments: z
        .array(z.int().min(0))
        .max(256)
        .describe('Indexes of the entries whose payloads were erased'),
      deadlineMet: z.boolean(),
    }),
    critical: true,
  },
  'incident.opened': {
    data: z.strictObject({ case: caseId, severity: severity(), category: incident() }),
    hides: ['conf'],
    critical: true,
  },
  'incident.closed': {
    data: z.strictObject({ case: caseId, severity: severity(), category: incident() }),
    hides: ['conf'],
  },
  'breach.notified': {
    data: z.strictObject({
      case: caseId,
      to: z.enum(['authority', 'subjects', 'partners']),
      discovered: time,
      notified: time,
      affected: bucket.optional(),
    }),
    hides: ['conf'],
  },
} as const;

function severity() {
  return z.enum(['low', 'medium', 'high', 'critical']);
}

function incident() {
  return z.enum(['confidentiality', 'integrity', 'availability', 'log', 'key', 'model', 'other']);
}
