import type { Finding, LogReport } from '@muster/audit';
import { expect, it } from 'vitest';
import { AUDIT_EXIT } from './audit-exit.ts';
import type { Names } from './names.ts';
import type { VerifyResult } from './verify.ts';
import { verifyText } from './verify-text.ts';

const origin = 'audit.example.org/fed/7/1';
const log: LogReport = {
  ...{ name: 'copy', origin, size: 9, root: 'root', cosigners: [], quorumAgeS: null },
  ...{ entries: 9, events: 9, olderFiles: 0 },
};

function textOf(
  findings: readonly Finding[],
  names: Names = { federations: new Map(), sites: new Map() },
): readonly string[] {
  const result: VerifyResult = {
    ...{ ok: true, exit: AUDIT_EXIT.ok, log, site: undefined, reconciled: undefined, findings, omitted: 0 },
    ...{ vault: null, before: null, evidence: null, state: null, logged: null, notLogged: null },
  };
  return verifyText(result, names).split('\n');
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

it('tells who is behind a pseudonym, where somebody here knows it, and leaves names of logs as they are', () => {
  const id = '00112233445566778899aabbccddeeff';
  const own = `audit.example.org/fed/${id}/site/s-0123456789abcdef/1`;
  const finding = {
    kind: 'warning',
    log: own,
    message: 's-0123456789abcdef and s-ffffffffffffffff',
  } as const;
  const result: VerifyResult = {
    ...{ ok: true, exit: AUDIT_EXIT.ok, log: { ...log, origin: own }, site: undefined },
    ...{ reconciled: undefined, findings: [finding], omitted: 0, vault: null, before: null },
    ...{ evidence: null, state: null, logged: null, notLogged: null },
  };
  const names = {
    federations: new Map([[id, 'Hearts']]),
    sites: new Map([['s-0123456789abcdef', 'north']]),
  };
  expect(verifyText(result, names).split('\n')).toEqual(
    expect.arrayContaining([
      `${own} (copy)`,
      '  names      federation "Hearts", site (north); known here, and in no log',
      `warning: ${own}: s-0123456789abcdef (north) and s-ffffffffffffffff`,
    ]),
  );
});
