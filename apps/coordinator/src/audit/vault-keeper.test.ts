import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, type EventName, makeSigningKey, nameOf, readEvent } from '@muster/audit';
import { systemRandom } from '@muster/identity';
import { AuditRows, openCoordinatorStore, openVault } from '@muster/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from './federation-log.ts';
import { People } from './people.ts';
import { VaultKeeper } from './vault-keeper.ts';

const DAY_MS = 86_400_000;
const ALICE = '0a0b0c0d0e0f0a0b';
let folder: string;
let nowMs: number;
let close: () => Promise<void>;
let parts: Awaited<ReturnType<typeof made>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-vault-keeper-'));
  nowMs = Date.parse('2027-03-01T10:00:00Z');
  parts = await made();
  close = async () => {
    parts.vault.close();
    await parts.store.close();
  };
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function made() {
  const store = await openCoordinatorStore(folder, 0);
  const vault = openVault(join(folder, 'vault.db'), 0);
  const rows = new AuditRows(store.db);
  const wallMs = () => nowMs;
  store.operators.add({ id: ALICE, name: 'alice', credentialHash: 'x', createdMs: 0 });
  const audit = new AuditLog({
    rows,
    producer: { source: '//fed-7/coordinator', key: makeSigningKey('key', 'ed25519', new Uint8Array(32)) },
    vault,
    wallMs,
    random: systemRandom,
  });
  const log = {
    origin: 'audit.example.org/fed/7/1',
    get size() {
      return rows.size();
    },
    record: <Name extends EventName>(act: Act<Name>) => audit.record({ role: 'coordinator', ...act }),
  };
  const nameOf = (id: string) => store.operators.list().find((each) => each.id === id)?.name;
  const people = new People({ vault, nameOf, wallMs });
  const failed: unknown[] = [];
  const keeper = new VaultKeeper({
    ...{ log, vault, people, store, clock: { wallMs } },
    retention: { piiMonths: 13, confMonths: 72 },
    logger: { info: () => {}, error: (thrown: unknown) => failed.push(thrown) },
  });
  const events = () => rows.entries(0, 1_000).map((entry) => readEvent(entry));
  const act = (why: string) =>
    log.record({
      ...{ name: 'admin.action', role: 'coord.admin', actor: people.actor(ALICE) },
      hidden: { pii: people.said(ALICE, why) },
      data: { action: 'site-invited', fourEyes: false },
    });
  return { store, vault, keeper, events, act, failed };
}

describe('what the vault keeps', () => {
  it('is let go after its months, by the housekeeping, and not before', () => {
    const { keeper, act, events, vault, failed } = parts;
    const { entry } = act('the reason of March');
    keeper.retain();
    nowMs = Date.parse('2028-04-01T09:59:59Z');
    keeper.retain();
    expect(vault.find(readEvent(entry).flpii ?? '')).toMatchObject({
      payload: { operator: { id: ALICE, name: 'alice' }, why: 'the reason of March' },
    });
    nowMs += 2_000;
    keeper.retain(); // it has looked today
    expect(vault.find(readEvent(entry).flpii ?? '')).toBeDefined();
    nowMs += DAY_MS;
    keeper.retain();
    expect(vault.find(readEvent(entry).flpii ?? '')).toBeUndefined();
    expect(events().map(nameOf)).toEqual([
      'admin.action',
      'privacy.erasure_requested',
      'privacy.erasure_completed',
    ]);
    expect(events()[2]?.data).toMatchObject({ basis: 'retention', commitments: [0] });
    expect(failed).toEqual([]);
  });

  it('is erased for an operator by name, with who asked and why in place of it', () => {
    const { keeper, act, events, vault } = parts;
    act('one');
    act('two');
    const request = { person: 'alice', basis: 'art-17-1', why: 'she has left' } as const;
    expect(keeper.erase({ ...request, receivedOn: '2027-01-31' }, 'bob')).toMatchObject({
      ...{ secrets: 2, entries: [0, 1], persons: 1, completed: [3] },
    });
    expect(events()[3]?.data).toMatchObject({ deadlineMet: false });
    expect(vault.find(events()[2]?.flpii ?? '')?.payload).toEqual({
      operator: { id: 'bob' },
      why: 'she has left',
    });
    expect(() => keeper.erase(request, 'bob')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('is told of when it is handed out', () => {
    const { keeper, act, events } = parts;
    act('one');
    expect(keeper.proofIssued({ index: 0, disclosed: 'pii' }, ALICE)).toBe(1);
    expect(() => keeper.proofIssued({ index: 9, disclosed: 'pii' }, ALICE)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    expect(events()[1]).toMatchObject({ flrole: 'coord.admin', data: { index: 0, disclosed: 'pii' } });
  });
});
