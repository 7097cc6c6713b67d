import { MusterError } from '@muster/errors';
import { expect, it } from 'vitest';
import { exitOfError } from './audit-exit.ts';

it('a wrong key or credential is no altered log', () => {
  const exitOf = (code: MusterError['code']) => exitOfError(new MusterError(code, 'x'));
  expect(
    (['UNAUTHENTICATED', 'PASSPHRASE_WRONG', 'CONFLICT', 'STORAGE_BUSY', 'AUDIT_PROOF_INVALID'] as const).map(
      exitOf,
    ),
  ).toEqual([2, 2, 2, 5, 1]);
});
