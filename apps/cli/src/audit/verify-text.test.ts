import type { Finding, LogReport } from '@muster/audit';
import { expect, it } from 'vitest';
import { AUDIT_EXIT } from './audit-exit.ts';
import type { VerifyResult } from './verify.ts';
import { verifyText } from './verify-text.ts';

const origin = 'audit.example.org/fed/7/1';
const log: LogReport = {
  ...{ name: 'copy', origin, size: 9, root: 'root', cosigners: [], quorumAgeS: null },
  ...{ entries: 9, events: 9, olderFiles: 0 },
};

function textOf(findings: readonly Finding[]): readonly string[] {
  const result: VerifyResult = {
    ...{ ok: true, exit: AUDIT_EXIT.ok, log, site: undefined, reconciled: undefined, findings, omitted: 0 },
    ...{ vault: null, before: null, evidence: null, state: null, logged: null, notLogged: null },
  };
  return verifyText(result).split('\n');
}

it('tells of a few warnings of each kind, and how many more there are', () => {
  const warning = { kind: 'warning', log: origin, message: 'of an earlier epoch', rule: 'order' } as const;
  const many = Array.from({ length: 130 }, (_, entry) => ({ ...warning, entry }));
  const said = textOf([...many, { ...warning, rule: 'time' }]).filter((line) => line.startsWith('warning'));
  expect(said).toHaveLength(7);
  expect(said[5]).toContain('125 more');
});

it('says that events are in order only where they are', () => {
  const finding = { kind: 'semantic', log: origin, message: 'no' } as const;
  const inOrder = '  events     9, signed by their sources, in order';
  expect(textOf([])).toContain(inOrder);
  expect(textOf([{ ...finding, rule: 'omission' }])).toContain(inOrder);
  expect(textOf([{ ...finding, rule: 'sequence' }])).not.toContain(inOrder);
});
