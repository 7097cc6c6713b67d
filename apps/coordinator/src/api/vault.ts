/** @module Routes about what the log only commits to: erase it, and tell the log what was handed out. */
import {
  erasureRequestSchema,
  erasureSchema,
  exportedSchema,
  issuedProofSchema,
  loggedSchema,
  verifiedLogSchema,
} from '@muster/api';
import { MusterError } from '@muster/errors';
import type { Api } from './api.ts';
import type { ApiParts } from './parts.ts';

export function vaultRoutes(app: Api, { trail, vault, log }: ApiParts): void {
  const kept = () => {
    if (!vault || !trail.log)
      throw new MusterError('NOT_FOUND', 'this federation keeps no audit log: audit.log is off');
    return { vault, origin: trail.log.origin };
  };

  app.post(
    '/v1/audit/erasures',
    {
      schema: {
        summary: 'Erase what the log only commits to; entries and proofs stay',
        body: erasureRequestSchema,
        response: { 200: erasureSchema },
      },
    },
    async ({ body, operator }) => {
      const erased = kept().vault.erase(body, operator);
      const { secrets, persons } = erased;
      log.warn(
        { case: erased.case, basis: body.basis, secrets, persons, by: operator },
        'erased from the vault',
      );
      return erased;
    },
  );

  app.post(
    '/v1/audit/proofs',
    {
      schema: {
        summary: 'Log that a proof of an entry was handed out',
        body: issuedProofSchema,
        response: { 200: loggedSchema },
      },
    },
    async ({ body, operator }) => {
      const { vault: keeper, origin } = kept();
      return { origin, index: keeper.proofIssued(body, operator) };
    },
  );

  app.post(
    '/v1/audit/exports',
    {
      schema: {
        summary: 'Log that something of the log was handed out',
        body: exportedSchema,
        response: { 200: loggedSchema },
      },
    },
    async ({ body, operator }) => {
      const { vault: keeper, origin } = kept();
      return { origin, index: keeper.exported(body, operator) };
    },
  );

  app.post(
    '/v1/audit/verifications',
    {
      schema: {
        summary: 'Log that a log was verified, and what came of it',
        body: verifiedLogSchema,
        response: { 200: loggedSchema },
      },
    },
    async ({ body, operator }) => {
      const { vault: keeper, origin } = kept();
      return { origin, index: keeper.verified(body, operator) };
    },
  );
}
